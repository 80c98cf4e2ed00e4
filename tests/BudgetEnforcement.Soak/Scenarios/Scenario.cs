namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>What workers do, over and over.</summary>
/// <param name="Name">Its name in the verdict.</param>
/// <param name="Weight">How often it is chosen, compared to the others.</param>
/// <param name="RunAsync">Does it once, and leaves nothing behind.</param>
internal sealed record Scenario(string Name, int Weight, Func<Churn, Task> RunAsync)
{
    /// <summary>For threads: they never wait.</summary>
    internal static IReadOnlyList<Scenario> Busy { get; } =
    [
        Now("admitted", 160, Admitting.Run),
        Now("admitted job", 40, Admitting.RunJob),
        Now("recording", 60, Recording.Run),
        Now("overcommitting", 40, Recording.RunReservation),
        Now("exceeding job", 6, Jobs.RunExceeded),
        Now("deep jobs", 3, Jobs.RunDeep),
        Now("whole tree", 2, Jobs.RunTree),
        Now("bad input", 2, Jobs.RunBadInput),
        Now("limits", 2, Housekeeping.ChangeLimit),
        Now("refunds", 6, Housekeeping.Refund),
        Now("resets", 2, Housekeeping.Reset),
        Now("periods", 4, Housekeeping.RunPeriod),
        Now("handlers", 3, Housekeeping.RunHandlers),
        Now("tenants", 20, Tenants.Run),
        Now("late tenants", 6, Tenants.RunLate),
        Now("several parents", 40, Parents.Run),
        Now("closing", 10, Closing.RunShared),
    ];

    /// <summary>For tasks: most of their time they wait.</summary>
    internal static IReadOnlyList<Scenario> Waiting { get; } =
    [
        new("waiting", 8, Waiters.RunAsync),
        new("handing over", 6, HandingOver.RunAsync),
        new("metering", 4, Metering.RunAsync),
        new("exhausting", 2, Metering.RunExhaustedAsync),
        new("metered tree", 1, Metering.RunTreeAsync),
        new("runs", 4, Runs.RunAsync),
        new("operations", 8, Operations.RunAsync),
        new("several parents waited for", 6, Parents.RunWaitersAsync),
        new("closed while waited for", 4, Closing.RunAsync),
        new("metered periods", 2, Periods.RunAsync),
        new("broken clock", 2, BrokenClock.RunAsync),
    ];

    /// <summary>For threads, too: each has to do with listeners that hang.</summary>
    internal static IReadOnlyList<Scenario> Hostile { get; } =
    [
        Now("metered among hostile listeners", 2, Hostility.RunMeter),
        Now("exceeding among hostile listeners", 3, Hostility.RunTokens),
        Now("all at once among hostile listeners", 2, Hostility.RunSpenders),
    ];

    internal static IEnumerable<Scenario> All => Busy.Concat(Waiting).Concat(Hostile);

    internal static Scenario Choose(IReadOnlyList<Scenario> scenarios, Random random)
    {
        var choice = random.Next(scenarios.Sum(scenario => scenario.Weight));
        return scenarios.First(scenario => (choice -= scenario.Weight) < 0);
    }

    private static Scenario Now(string name, int weight, Action<Churn> run) => new(name, weight, churn =>
    {
        run(churn);
        return Task.CompletedTask;
    });
}
