namespace BudgetEnforcement.Soak;

/// <summary>Users × models under one roof, where every cost is admitted beforehand: no budget of it is ever over its limit.</summary>
internal sealed class Grid
{
    internal const int Side = 3;
    private const decimal RootLimit = 30m;
    private const decimal LineLimit = 12m;
    private const decimal CellLimit = 5m;

    internal Grid(TimeProvider clock)
    {
        Root = new BudgetEnforcer(new BudgetOptions { Name = "grid", Limit = RootLimit }, new UnreliableLogger(), clock);
        Users = Line("user");
        Models = Line("model");
        Cells = [.. Users.SelectMany(user => Models.Select(model => user.CreateChild(new BudgetOptions { Limit = CellLimit, MaxWaiters = 4 }, model)))];

        IReadOnlyList<BudgetEnforcer> Line(string name) =>
            [.. Enumerable.Range(0, Side).Select(n => Root.CreateChild(new BudgetOptions { Name = $"{name}-{n}", Limit = LineLimit, MaxWaiters = 4 }))];
    }

    internal BudgetEnforcer Root { get; }

    internal IReadOnlyList<BudgetEnforcer> Users { get; }

    internal IReadOnlyList<BudgetEnforcer> Models { get; }

    /// <summary>One for each user and model, under both.</summary>
    internal IReadOnlyList<BudgetEnforcer> Cells { get; }

    internal IEnumerable<BudgetEnforcer> All => Cells.Concat(Users).Concat(Models).Prepend(Root);

    internal Ledger Ledger { get; } = new();

    /// <summary>What was added to the limit of the root, and taken from it.</summary>
    internal Ledger Adjustments { get; } = new();

    internal void BeginRound()
    {
        foreach (var budget in All)
            budget.Reset();
        Root.UpdateLimit(RootLimit);
        Ledger.Clear();
        Adjustments.Clear();
    }

    internal void Look(Findings findings)
    {
        foreach (var budget in All)
            ReportRules.CheckAdmitted(budget.GetStatus(), findings);
    }

    internal bool IsNothingHeld() => All.All(budget => budget.GetStatus() is { OpenReservations: 0, Reserved: 0m });

    /// <summary>To be called when all work is done.</summary>
    internal void RequireExact(Findings findings)
    {
        var (users, models) = (Users.Sum(user => user.Spent), Models.Sum(model => model.Spent));
        findings.Require(
            Ledger.UnitsOf(Root.Spent) == Ledger.Units && users == Root.Spent && models == Root.Spent,
            "each ancestor counts a cost once, though paths to it are many", $"root {Root.Spent}, users {users}, models {models}");
        findings.Require(
            Ledger.UnitsOf(Root.Limit) == Ledger.UnitsOf(RootLimit) + Adjustments.Units, "no top-up is lost", $"{Root.Limit}, and {Adjustments.Units} units were added");
    }
}
