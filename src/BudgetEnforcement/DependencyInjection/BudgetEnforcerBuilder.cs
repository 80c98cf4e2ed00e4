using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement;

/// <summary>Configures a budget that was added to a service collection.</summary>
/// <threadsafety>Not safe for use by several threads, like the collection.</threadsafety>
public sealed class BudgetEnforcerBuilder
{
    private readonly BudgetRegistration _registration;

    internal BudgetEnforcerBuilder(IServiceCollection services, BudgetRegistration registration)
    {
        Services = services;
        _registration = registration;
    }

    /// <summary>The collection that the budget was added to.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Puts the budget on the container's <see cref="BudgetLedger"/>, which <c>AddBudgetLedger</c> adds. All processes that have a budget of this
    /// name on the ledger share it, and draw from it what they spend.
    /// </summary>
    /// <returns>This builder, for more calls.</returns>
    /// <remarks>
    /// <para>
    /// The ledger knows the budget by its <see cref="BudgetOptions.Name"/>, which is the key where none is given. Its parents must be on the ledger
    /// too; budgets under it need not be. The errors of the validation name each breach of this, and a ledger that is missing.
    /// </para>
    /// <para>
    /// The host starts without the store; see <see cref="BudgetLedger.OpenBudget"/> for what the budget does until the store answers. Thresholds and
    /// alerts of a budget that is in the ledger already are those of the ledger, and so is its limit unless
    /// <see cref="BudgetLedgerOptions.LimitFrom"/> says otherwise; a reload that changes them is logged as ignored then.
    /// </para>
    /// </remarks>
    public BudgetEnforcerBuilder OnLedger()
    {
        var key = _registration.Key;
        Services.Configure<BudgetRegistrations>(registrations => registrations.PutOnLedger(key));
        return this;
    }

    /// <summary>Puts the budget under further parents: every spend counts against them too, and each ancestor once.</summary>
    /// <param name="keys">
    /// The keys of the further parents, beside the <c>parentKey</c> that the budget was added with; none changes nothing. They may be added
    /// before or after this budget. All parents must stand in one tree, under one budget without a parent.
    /// </param>
    /// <returns>This builder, for more calls.</returns>
    /// <remarks>
    /// A key that is never added, a parent that is named twice or stands in another tree, a cycle, and further parents of a budget without a
    /// first one are among the errors of the validation.
    /// </remarks>
    /// <exception cref="ArgumentNullException">One of <paramref name="keys"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">One of <paramref name="keys"/> is empty or only white space.</exception>
    public BudgetEnforcerBuilder AlsoUnder(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            ArgumentException.ThrowIfNullOrWhiteSpace(key, nameof(keys));
        if (keys.IsEmpty)
            return this;
        var (registration, copy) = (_registration, keys.ToArray());
        Services.Configure<BudgetRegistrations>(registrations => registrations.AddParents(registration, copy));
        return this;
    }
}
