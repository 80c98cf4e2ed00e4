using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// The money that <c>RequireBudget</c> holds for a request: the handler tells what the request really cost. It is a parameter of the handler, or a
/// service of the request.
/// </summary>
/// <remarks>
/// A request that ends without <see cref="Commit"/> or <see cref="Release"/> is charged its <see cref="Estimate"/>; one that fails is charged
/// as <see cref="RequestBudgetOptions.FailedRequestCost"/> says. Calls of models inside count for themselves, on the budget that
/// <see cref="BudgetScope.Current"/> has: a handler that costs nothing beside them holds an estimate of 0, or calls <see cref="Release"/>.
/// </remarks>
/// <threadsafety>Every member may be called from any thread at any time.</threadsafety>
public sealed class RequestBudget : IBindableFromHttpContext<RequestBudget>
{
    private const int Open = 0;
    private const int Released = 1;
    private const int Committed = 2;

    private readonly BudgetReservation _reservation;

    // The one that sets it to committed commits: the handler and the end of the request may come at the same time.
    private int _state;

    internal RequestBudget(BudgetEnforcer budget, BudgetReservation reservation, decimal estimate, RequestBudget? outer)
    {
        Budget = budget;
        Outer = outer;
        _reservation = reservation;
        Estimate = estimate;
    }

    /// <summary>The budget of the request.</summary>
    public BudgetEnforcer Budget { get; }

    /// <summary>What a group around the endpoint holds for the same request; null where none does.</summary>
    internal RequestBudget? Outer { get; }

    /// <summary>What was held before the handler ran; 0 or more, in the currency of the budget.</summary>
    public decimal Estimate { get; }

    /// <summary>Whether nothing is held any more: the cost is committed, or what was held is released.</summary>
    public bool HasEnded => Volatile.Read(ref _state) != Open;

    /// <summary>Records what the request really cost, in full, and frees what was held. The request is not charged anything else.</summary>
    /// <param name="actualCost">The real cost; 0 or more, also above <see cref="Estimate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="actualCost"/> is negative. Nothing was recorded.</exception>
    /// <exception cref="InvalidOperationException">
    /// A cost was committed before, by the handler or, when the request ended, as its estimate. Nothing was recorded.
    /// </exception>
    /// <exception cref="OverflowException">A total would be larger than any that can be kept. Nothing was recorded, and what was held stays held.</exception>
    public void Commit(decimal actualCost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(actualCost, 0m); // ThrowIfNegative takes −0 for negative.
        var before = Interlocked.Exchange(ref _state, Committed);
        if (before == Committed)
            throw new InvalidOperationException("A cost of this request was committed before. Nothing was recorded.");
        CommitFrom(before, actualCost);
    }

    /// <summary>Frees what is held without recording a cost. Does nothing where a cost was committed before.</summary>
    public void Release()
    {
        if (Interlocked.CompareExchange(ref _state, Released, Open) == Open)
            _reservation.Release();
    }

    /// <summary>Gets the budget of a request, for a parameter of a handler.</summary>
    /// <param name="context">The request.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>What is held for the request.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The endpoint has no <c>RequireBudget</c>.</exception>
    public static ValueTask<RequestBudget?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<RequestBudget?>(context.Features.Get<RequestBudget>() ?? throw RequestBudgetHolder.None());
    }

    /// <summary>Charges the estimate, unless the handler has told a cost.</summary>
    internal void ChargeEstimate()
    {
        if (Interlocked.CompareExchange(ref _state, Committed, Open) == Open)
            _reservation.Commit();
    }

    /// <summary>Charges a request that failed, unless its handler has committed a cost before.</summary>
    internal void ChargeFailure(Exception failure, FailedOperationCost failedCost)
    {
        if (Volatile.Read(ref _state) != Committed && failure is BudgetOperationException carrier && carrier.TryTakeCost(out var cost))
        {
            // The cost of the failure was spent, also if the handler had released before. If the handler commits at this very moment, its cost
            // counts, and this one does not.
            var before = Interlocked.Exchange(ref _state, Committed);
            if (before != Committed)
                CommitFrom(before, cost);
        }
        else if (failedCost == FailedOperationCost.Estimate)
        {
            ChargeEstimate();
        }
        else
        {
            Release();
        }
    }

    /// <summary>Commits a cost after the state says so. Where it cannot be recorded, the state is what it was before.</summary>
    private void CommitFrom(int before, decimal cost)
    {
        try
        {
            _reservation.Commit(cost);
        }
        catch
        {
            Volatile.Write(ref _state, before);
            throw;
        }
    }
}
