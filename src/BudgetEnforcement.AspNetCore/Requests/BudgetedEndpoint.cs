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
        BudgetEnforcer budget;
        BudgetReservation reservation;
        try
        {
            budget = budgetOf(context) ?? throw new InvalidOperationException("RequireBudget found no budget for the request: the function returned null.");
            reservation = await budget.ReserveAsync(estimate, aborted).ConfigureAwait(false);
        }
        catch (BudgetExceededException refusal)
        {
            await RefusalAnswer.WriteAsync(context, refusal.Check).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            return; // The client went away while it waited for room; nothing was held.
        }

        var request = new RequestBudget(budget, reservation, estimate);
        using var stop = options.CancelWhenExceeded ? budget.CreateLinkedTokenSource(aborted) : null;
        var holder = context.RequestServices.GetService<RequestBudgetHolder>();
        var outer = context.Features.Get<RequestBudget>();
        Present(context, holder, request);
        if (stop is not null)
            context.RequestAborted = stop.Token;
        try
        {
            using (BudgetScope.Begin(budget, options.Label ?? RefusalAnswer.RouteOf(context)))
                await inner(context).ConfigureAwait(false);
            request.ChargeEstimate();
        }
        catch (Exception failure)
        {
            request.ChargeFailure(failure, options.FailedRequestCost);
            var isStopped = failure is OperationCanceledException && stop?.IsCancellationRequested == true && !aborted.IsCancellationRequested;
            var refusal = isStopped ? budget.CheckBudgetAvailable(estimate) : Refusals.FindIn(failure);
            if (refusal is not { } check)
                throw;
            await RefusalAnswer.WriteAsync(context, check).ConfigureAwait(false);
        }
        finally
        {
            context.RequestAborted = aborted;
            Present(context, holder, outer);
        }
    }

    private static void Present(HttpContext context, RequestBudgetHolder? holder, RequestBudget? request)
    {
        context.Features.Set(request);
        if (holder is not null)
            holder.Present = request;
    }
}
