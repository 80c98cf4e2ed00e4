using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// Runs an endpoint under a budget. It stands around the whole endpoint, its filters and the writing of its result, so an answer that is
/// streamed holds its estimate until it ends.
/// </summary>
internal sealed class BudgetedEndpoint(
    RequestDelegate inner, Func<HttpContext, BudgetEnforcer> budgetOf, decimal estimate, RequestBudgetOptions options)
{
    internal async Task InvokeAsync(HttpContext context)
    {
        var aborted = context.RequestAborted;
        var outer = context.Features.Get<RequestBudget>();
        if (await HoldAsync(context, outer).ConfigureAwait(false) is not { } request)
            return;
        using var stop = options.CancelWhenExceeded ? request.Budget.CreateLinkedTokenSource(aborted) : null;
        var holder = context.RequestServices.GetService<RequestBudgetHolder>();
        Present(context, holder, request);
        if (stop is not null)
            context.RequestAborted = stop.Token;
        try
        {
            using (BudgetScope.Begin(request.Budget, options.Label ?? RefusalAnswer.RouteOf(context)))
                await inner(context).ConfigureAwait(false);
            request.ChargeEstimate();
        }
        catch (Exception failure)
        {
            request.ChargeFailure(failure, options.FailedRequestCost);
            var isStopped = failure is OperationCanceledException && stop?.IsCancellationRequested == true && !aborted.IsCancellationRequested;
            var refusal = isStopped ? StoppedBy(request.Budget, estimate) : BudgetExceededException.FindIn(failure)?.Check;
            if (refusal is not { } check)
                throw;

            // The token that stopped the handler must not stop the answer too.
            context.RequestAborted = aborted;
            await RefusalAnswer.WriteAsync(context, check, clear: true).ConfigureAwait(false);
        }
        finally
        {
            context.RequestAborted = aborted;
            Present(context, holder, outer);
        }
    }

    /// <summary>Holds the estimate; null where the request is answered already, because there is no room or its client has gone away.</summary>
    private async Task<RequestBudget?> HoldAsync(HttpContext context, RequestBudget? outer)
    {
        RequestBudget? request = null;
        var aborted = context.RequestAborted;
        try
        {
            var budget = budgetOf(context) ?? throw new InvalidOperationException("RequireBudget found no budget for the request: the function returned null.");
            return request = new RequestBudget(budget, await budget.ReserveAsync(estimate, aborted).ConfigureAwait(false), estimate, outer);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested && outer is null)
        {
            // The client went away while it waited for room; nothing was held. The status is for logs only. Within a group it may be
            // the budget of the group that stopped it, which the group answers.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return null;
        }
        catch (Exception failure) when (BudgetExceededException.FindIn(failure) is { } refusal)
        {
            // Nothing has run, so what middleware has put into the headers stays.
            await RefusalAnswer.WriteAsync(context, refusal.Check, clear: false).ConfigureAwait(false);
            return null;
        }
        finally
        {
            // Nothing runs, so nothing is charged to the budgets of the groups around it.
            if (request is null)
            {
                for (var around = outer; around is not null; around = around.Outer)
                    around.Release();
            }
        }
    }

    /// <summary>The refusal of a request that was stopped because a budget of its path was exceeded.</summary>
    private static BudgetCheck StoppedBy(BudgetEnforcer budget, decimal estimate)
    {
        var check = budget.CheckBudgetAvailable(estimate);
        if (!check.IsAvailable)
            return check;

        // An estimate of 0 fits always, and by now somebody may have topped up; but it was stopped.
        var path = budget.GetPath();
        var exceeded = path.Where(report => report.IsExceeded).ToList();
        var stop = exceeded.Count > 0 ? exceeded[0] : path[0];
        return new BudgetCheck
        {
            Reason = BudgetRefusalReason.NoRoom,
            Status = BudgetStatus.Exceeded,
            RequiredAmount = estimate,
            BudgetName = stop.Name,
            Currency = stop.Currency,
            Limit = stop.Limit,
            Spent = stop.Spent,
            Reserved = stop.Reserved,
            PeriodEnd = stop.PeriodEnd,
            RetryAt = exceeded.All(report => report.PeriodEnd is not null) ? exceeded.Max(report => report.PeriodEnd) : null,
        };
    }

    private static void Present(HttpContext context, RequestBudgetHolder? holder, RequestBudget? request)
    {
        context.Features.Set(request);
        if (holder is not null)
            holder.Present = request;
    }
}
