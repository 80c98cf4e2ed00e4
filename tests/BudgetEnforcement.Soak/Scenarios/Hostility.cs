namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>Small trees whose listeners hang until the one thing that they must not hold up has happened.</summary>
internal static class Hostility
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ManualResetEventSlim Never = new();
    private static readonly CostMeterOptions Shortest = new() { Slice = CostMeterOptions.ShortestSlice };

    /// <summary>A meter runs out of money. On the clock of the system the pool may be busy with all that hangs.</summary>
    internal static void RunMeter(Churn churn)
    {
        const decimal Limit = 0.2m;
        const decimal RatePerHour = 3600m;
        using var listeners = new HostileListeners(churn);
        var isOnSystem = churn.OneIn(2);
        var root = new BudgetEnforcer(
            new BudgetOptions { Name = listeners.Name, Limit = 100m, AlertAt = { 0.0001m, 0.0005m, 0.001m } },
            listeners, isOnSystem ? null : new SoakClock(churn.World.Clock.Timers));
        var job = root.CreateChild(new BudgetOptions { Name = listeners.Name, Limit = Limit });
        var probe = Prepare(churn, listeners, root, job);
        using (var meter = job.StartMeter(RatePerHour, Shortest))
        using (var ofMeter = meter.CreateLinkedTokenSource(churn.World.Never))
        using (var ofBudget = job.CreateLinkedTokenSource(churn.World.Never))
        {
            foreach (var token in new[] { meter.ExhaustedToken, ofMeter.Token, ofBudget.Token })
                token.UnsafeRegister(_ => listeners.Behave(), null);
            if (isOnSystem && churn.OneIn(2))
                listeners.StarvePool();
            Await(
                churn,
                () => meter.ExhaustedToken.IsCancellationRequested && ofMeter.IsCancellationRequested,
                "a meter stops at the limit, however long listeners hang",
                () => $"{job}, cost {meter.Cost}",
                () =>
                {
                    listeners.Ledger.Add(0.00001m);
                    root.AddCost(0.00001m);
                    Pause();
                });

            // How late the thread of the meter may be depends on the machine. If it waited for a listener, the run would not come here.
            churn.Findings.Require(!isOnSystem || job.Spent <= Limit + 5m, "a meter stops at the limit", job);
            meter.Dispose();
            churn.Findings.Require(
                job.Spent == meter.Cost && job.Reserved == 0m && meter.PendingCost == 0m, "a meter has recorded its cost when its disposal returns", $"{job}, cost {meter.Cost}");
            RequireExceedsAtOnce(churn, job, ofBudget, ofMeter);
        }

        End(churn, listeners, probe, root, () => Ledger.UnitsOf(root.Spent) == Ledger.UnitsOf(job.Spent) + listeners.Ledger.Units);
    }

    /// <summary>One thread exceeds a budget while this one polls: as soon as it sees that, every token beneath must be cancelled.</summary>
    internal static void RunTokens(Churn churn)
    {
        using var listeners = new HostileListeners(churn);
        var root = new BudgetEnforcer(new BudgetOptions { Name = listeners.Name, Limit = 10m }, listeners, new SoakClock(churn.World.Clock.Timers));
        var (user, model) = (root.CreateChild(new BudgetOptions { Limit = 1m }), root.CreateChild(new BudgetOptions { Limit = 2m }));
        var job = user.CreateChild(new BudgetOptions { Name = listeners.Name, Limit = 100m }, model);
        var exceeded = churn.Random.Next(3) switch { 0 => root, 1 => user, _ => model };
        var probe = Prepare(churn, listeners, root, exceeded);
        using var outer = new CancellationTokenSource();
        var sources = Enumerable.Range(0, churn.Random.Next(1, 24)).Select(_ => job.CreateLinkedTokenSource(outer.Token)).ToList();
        var dropped = sources.Where(_ => churn.OneIn(4)).ToHashSet();
        var (token, callbacks) = (job.ExceededToken, 0);
        foreach (var source in sources)
        {
            source.Token.UnsafeRegister(_ => listeners.Behave(), null);
            source.Token.UnsafeRegister(_ => Interlocked.Increment(ref callbacks), null);
        }

        if (churn.OneIn(2))
            listeners.StarvePool();
        var steps = churn.Random.Next(1, 20);
        var spender = new Thread(() =>
        {
            HostileListeners.SpareThisThread();
            for (var i = 0; i <= steps; i++)
                (i % 2 == 0 ? job : exceeded).AddCost(decimal.Round(exceeded.Limit / steps, 4) + 0.0001m);
        });
        spender.Start();
        foreach (var source in dropped)
            source.Dispose(); // While the other may be cancelling it.
        Await(churn, () => job.IsBudgetExceeded, "a cost counts at once", () => $"{exceeded}", null);
        var late = sources.Count(source => !dropped.Contains(source) && !source.IsCancellationRequested);
        churn.Findings.Require(late == 0 && token.IsCancellationRequested && job.ExceededToken.IsCancellationRequested, "tokens are cancelled at first sight", $"{late} late");
        spender.Join();
        listeners.LetGo();
        var expected = sources.Count - dropped.Count;
        Await(churn, () => Volatile.Read(ref callbacks) >= expected, "callbacks follow from the pool", () => $"{callbacks} of {expected}", Pause);
        sources.ForEach(source => source.Dispose());
        End(churn, listeners, probe, root, () => true);
    }

    /// <summary>Several threads spend while all kinds of listeners are in the way: no call waits for another one's listener.</summary>
    internal static void RunSpenders(Churn churn)
    {
        using var listeners = new HostileListeners(churn);
        listeners.ListenToMetrics();
        var root = new BudgetEnforcer(new BudgetOptions { Name = listeners.Name, Limit = 1m, MaxWaiters = 4 }, listeners, new SoakClock(churn.World.Clock.Timers));
        var jobs = Enumerable.Range(0, 3).Select(_ => root.CreateChild(new BudgetOptions { Name = listeners.Name, Limit = 0.5m })).ToList();
        var probe = Prepare(churn, listeners, root, jobs[0]);
        listeners.ListenTo([.. jobs]);
        var costs = Enumerable.Range(0, 40).Select(_ => churn.Amount()).ToList();
        using var held = root.Reserve(0.5m);
        var waiting = root.ReserveAsync(0.75m, churn.World.Never).AsTask();
        var others = jobs.ConvertAll(job => new Thread(() => costs.ForEach(cost => Spend(listeners, job, cost))));
        others.ForEach(thread => thread.Start());
        costs.ForEach(cost => Spend(listeners, root, cost)); // Returns, though the others hang, each in a handler or logger of its own.
        churn.Findings.Require(root.Spent >= costs.Sum(), "a cost is recorded when the call returns", root);
        listeners.Ledger.Add(1m);
        RequireExceedsAtOnce(churn, jobs[0]);
        listeners.LetGo();
        others.ForEach(thread => thread.Join());
        root.UpdateLimit(1000m);
        Await(churn, () => waiting.IsCompleted, "room that is made serves who waits", () => $"{root}", Pause);
        if (waiting.IsCompletedSuccessfully)
            waiting.Result.Dispose();
        else
            churn.Findings.Require(waiting.Exception?.InnerException is BudgetExceededException, "a wait ends with what it waits for", waiting.Exception);
        End(churn, listeners, probe, root, () => Ledger.UnitsOf(root.Spent) == listeners.Ledger.Units);
    }

    private static OrderProbe Prepare(Churn churn, HostileListeners listeners, BudgetEnforcer root, BudgetEnforcer exceeded)
    {
        listeners.CalledBack = root.CreateChild(new BudgetOptions { Limit = 1m });
        listeners.ListenTo(root, listeners.CalledBack);
        if (exceeded != root)
            listeners.ListenTo(exceeded);
        var probe = new OrderProbe(churn.World, onlyRises: true);
        exceeded.ThresholdCrossed += probe.OnCrossed;
        return probe;
    }

    private static void Spend(HostileListeners listeners, BudgetEnforcer budget, decimal cost)
    {
        listeners.Ledger.Add(cost);
        budget.AddCost(cost);
        _ = budget.TryReserve(cost, out var reservation);
        reservation?.Dispose();
    }

    private static void RequireExceedsAtOnce(Churn churn, BudgetEnforcer job, params ReadOnlySpan<CancellationTokenSource> sources)
    {
        var token = job.ExceededToken;
        job.AddCost(1m);
        var isLate = !token.IsCancellationRequested || !job.ExceededToken.IsCancellationRequested;
        foreach (var source in sources)
            isLate |= !source.IsCancellationRequested;
        churn.Findings.Require(!isLate && job.IsBudgetExceeded, "what exceeds a budget cancels every token before the call returns", job);
    }

    private static void Await(Churn churn, Func<bool> isTrue, string rule, Func<string> found, Action? meanwhile)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                churn.Findings.Fail($"{rule}; found: {found()}");
                return;
            }

            if (meanwhile is not null)
                meanwhile();
            else
                Thread.Yield();
        }
    }

    private static void Pause() => Never.Wait(TimeSpan.FromMilliseconds(1));

    private static void End(Churn churn, HostileListeners listeners, OrderProbe probe, BudgetEnforcer root, Func<bool> isExact)
    {
        listeners.LetGo();
        Await(churn, () => probe.IsAllTold && listeners.Inside == 0, "what was held up is told", () => $"{root}, {listeners.Inside} inside", Pause);

        // A callback of a token may come only now, and spend between two readings.
        Await(churn, isExact, "what is spent is the sum of what was recorded", () => $"{root}", Pause);
        churn.ExpectDropped(root);
    }
}
