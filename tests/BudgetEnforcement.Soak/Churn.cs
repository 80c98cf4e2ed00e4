namespace BudgetEnforcement.Soak;

/// <summary>One worker: where it works and what its choices come from.</summary>
internal sealed class Churn(World world, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal World World { get; } = world;

    internal Random Random { get; } = random;

    internal Findings Findings => World.Findings;

    /// <summary>The scenario that it plays, reported if the worker does not end.</summary>
    internal string Scenario { get; set; } = "nothing";

    internal Team AnyTeam => World.Teams[Random.Next(World.Teams.Count)];

    internal Team AnyOpenTeam => World.Open[Random.Next(World.Open.Count)];

    internal bool OneIn(int times) => Random.Next(times) == 0;

    /// <summary>From 0 to 0.18, of any order of magnitude, in 20 decimals.</summary>
    internal decimal Amount()
    {
        var bits = unchecked((ulong)Random.NextInt64()) << 1 >> Random.Next(40);
        return new decimal(unchecked((int)bits), unchecked((int)(bits >> 32)), 0, isNegative: false, 20);
    }

    /// <summary>At most the amount, in 20 decimals too.</summary>
    internal decimal PartOf(decimal amount) => decimal.Round(amount * Random.Next(101) / 100m, 20, MidpointRounding.ToZero);

    /// <summary>A short-lived budget, one in a few with a name, that must be gone after its use.</summary>
    internal BudgetEnforcer Job(BudgetEnforcer parent, decimal limit, int maxWaiters = 0, TimeSpan? maxWait = null)
    {
        var job = parent.CreateChild(new BudgetOptions
        {
            Name = OneIn(8) ? $"job-{Random.Next(6)}" : null,
            Limit = limit,
            MaxWaiters = maxWaiters,
            MaxWait = maxWait,
            Period = OneIn(16) ? BudgetPeriod.Daily : BudgetPeriod.None,
        });
        if (OneIn(64))
            ExpectDropped(job);
        return job;
    }

    /// <summary>Once all work is done, nothing may keep this budget alive.</summary>
    internal void ExpectDropped(BudgetEnforcer budget) => World.ExpectDropped(Scenario, budget);

    /// <summary>Listens to a token with a callback that is broken.</summary>
    internal void ThrowWhenCancelled(CancellationToken token)
    {
        try
        {
            token.UnsafeRegister(static _ => throw new InvalidOperationException("A callback on a token is broken."), null);
        }
        catch (InvalidOperationException)
        {
            // It is cancelled already, so the callback has run here and now.
            Findings.Count("tokens cancelled at first sight");
        }
    }

    /// <summary>Requires a condition that work items of the pool bring about.</summary>
    internal async Task RequireSoonAsync(Func<bool> isTrue, string rule, Func<string> found)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                Findings.Fail($"{rule}; found: {found()}");
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }
    }

    internal async Task DelayAsync(int longestMilliseconds, CancellationToken cancellationToken = default) =>
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Next(1, longestMilliseconds)), World.Clock, cancellationToken);
}
