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
        var outer = context.Features.Get<RequestBudget>();
        RequestBudget request;
        try
        {
            request = await HoldAsync(context, outer).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Nothing runs, so nothing is charged to the budgets of the groups around it.
            ReleaseGroups(outer);
            if (await TryAnswerAsync(context, failure, isInGroup: outer is not null).ConfigureAwait(false))
                return;
            throw;
        }

        try
        {
            await RunAsync(context, request, outer).ConfigureAwait(false);
        }
        finally
        {
            // By now it is charged. Where something has thrown before that, what is held must not stay held for good.
            request.Release();
        }
    }

    /// <summary>Finds the budget of a request and holds the estimate on it. What a group around it holds stays held.</summary>
    /// <exception cref="BudgetExceededException">There is no room.</exception>
    /// <exception cref="OperationCanceledException">The client has gone away while the request waited for room.</exception>
    private async Task<RequestBudget> HoldAsync(HttpContext context, RequestBudget? outer)
    {
        var budget = budgetOf(context) ?? throw new InvalidOperationException("RequireBudget found no budget for the request: the function returned null.");
        return new RequestBudget(budget, await budget.ReserveAsync(estimate, context.RequestAborted).ConfigureAwait(false), estimate, outer);
    }

    /// <summary>Frees what the groups around the endpoint hold for the request.</summary>
    private static void ReleaseGroups(RequestBudget? outer)
    {
        for (var around = outer; around is not null; around = around.Outer)
            around.Release();
    }

    /// <summary>
    /// Answers a request for which nothing could be held: with 429 where a budget refused, and with 499 where the client has gone away. False for
    /// other failures, which go on.
    /// </summary>
    private static async Task<bool> TryAnswerAsync(HttpContext context, Exception failure, bool isInGroup)
    {
        // The client went away while it waited for room. The status is for logs only. Within a group it may be the budget of the group that
        // stopped it, which the group answers.
        if (failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested && !isInGroup)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        if (BudgetExceededException.FindIn(failure) is not { } refusal)
            return false;

        // Nothing has run, so what middleware has put into the headers stays.
        await RefusalAnswer.WriteAsync(context, refusal.Check, clear: false).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Runs the endpoint and charges it. One that is stopped because a budget of its path is exceeded, or that ends with a refusal, is answered with 429.
    /// </summary>
    private async Task RunAsync(HttpContext context, RequestBudget request, RequestBudget? outer)
    {
        var aborted = context.RequestAborted;
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

    /// <summary>The refusal of a request that was stopped because a budget of its path was exceeded.</summary>
    private static BudgetCheck StoppedBy(BudgetEnforcer budget, decimal estimate)
    {
        var check = budget.CheckBudgetAvailable(estimate);
        if (!check.IsAvailable)
            return check;

        // An estimate of 0 always fits, and a top-up may have come by now; but the request was stopped.
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
