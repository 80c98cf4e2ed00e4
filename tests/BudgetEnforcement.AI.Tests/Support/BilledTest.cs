using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.AI.Tests.Support;

/// <summary>
/// A test of calls under a budget. At its end it compares the bills of the providers with the records of the budget, so no test can forget to.
/// </summary>
public abstract class BilledTest : IDisposable
{
    private readonly List<BudgetEnforcer> _alsoCharged = [];

    protected BilledTest()
    {
        Model = new FakeModel(Bills);
        Budget = NewBudget(1m);
    }

    internal Bills Bills { get; } = new();

    internal FakeModel Model { get; }

    internal FakeLogger<BudgetEnforcer> Logger { get; } = new();

    /// <summary>The budget that every call of the test is charged to, a dollar by default.</summary>
    internal BudgetEnforcer Budget { get; set; }

    /// <summary>The costs that the client has told.</summary>
    internal List<AICost> Costs { get; } = [];

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing)
    {
        Bills.CompareWith(Budget);
        foreach (var budget in _alsoCharged)
            Bills.CompareWith(budget);
    }

    /// <summary>Says that a budget must have recorded everything too.</summary>
    internal BudgetEnforcer AlsoCharged(BudgetEnforcer budget)
    {
        _alsoCharged.Add(budget);
        return budget;
    }

    internal BudgetEnforcer NewBudget(decimal limit, int maxWaiters = 0, string? name = null) =>
        new(new BudgetOptions { Limit = limit, MaxWaiters = maxWaiters, Name = name }, Logger);

    /// <summary>The fake model under the budget.</summary>
    internal IChatClient Client(Action<AIBudgetOptions>? configure = null) => ClientOf(Budget, configure);

    internal IChatClient ClientOf(BudgetEnforcer? budget, Action<AIBudgetOptions>? configure = null)
    {
        var builder = new ChatClientBuilder(Model);
        return (budget is null ? builder.UseBudget(Configure) : builder.UseBudget(budget, Configure)).Build();

        void Configure(AIBudgetOptions options)
        {
            options.Prices = options.Prices.With(FakeModel.Name, FakeModel.Price);
            options.OnCost = cost =>
            {
                lock (Costs)
                    Costs.Add(cost);
            };
            configure?.Invoke(options);
        }
    }
}
