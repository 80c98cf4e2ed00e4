namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>Threads against each other. Every outcome is observed, and at the end the books must balance.</summary>
public sealed class WaitingRaceTests
{
    private const int Rounds = 5000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ReleaseAgainstCancel_EveryRound_EndsOneWayAndLeavesNothing()
    {
        var budget = Asking.NewBudget(100m);
        var (granted, cancelled) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var held = budget.Reserve(100m);
            using var cancel = new CancellationTokenSource();
            var asked = budget.AskUntil(60m, cancel.Token);

            await Together(held.Release, cancel.Cancel);

            if (await Outcome(asked) is { } reservation)
            {
                granted++;
                reservation.Amount.Should().Be(60m);
                budget.Reserved.Should().Be(60m);
                reservation.Release();
            }
            else
            {
                cancelled++;
            }

            AssertEmpty(budget);
        }

        (granted + cancelled).Should().Be(Rounds);
    }

    [Fact]
    public async Task ArrivalAgainstRelease_EveryRound_IsServed()
    {
        var budget = Asking.NewBudget(100m);
        for (var round = 0; round < Rounds; round++)
        {
            var held = budget.Reserve(100m);
            Task<BudgetReservation>? asked = null;

            await Together(held.Release, () => asked = budget.Ask(60m));

            (await asked!.Soon()).Release();
            AssertEmpty(budget);
        }
    }

    [Fact]
    public async Task ArrivalAgainstCancel_EveryRound_EndsOneWay()
    {
        var budget = Asking.NewBudget(100m, maxWaiters: 1);
        using var held = budget.Reserve(100m);
        for (var round = 0; round < Rounds; round++)
        {
            using var cancel = new CancellationTokenSource();
            Task<BudgetReservation>? asked = null;

            await Together(cancel.Cancel, () => asked = budget.AskUntil(60m, cancel.Token));

            (await Outcome(asked!)).Should().BeNull();
        }

        budget.Ask(1m).IsCompleted.Should().BeFalse("the one place in the line is free again");
    }

    [Fact]
    public async Task LimitAgainstCancelAndRelease_EveryRound_EndsOneWay()
    {
        var root = Asking.NewBudget(100m);
        var child = root.NewChild(100m);
        for (var round = 0; round < Rounds; round++)
        {
            root.UpdateLimit(100m);
            var held = root.Reserve(100m);
            using var cancel = new CancellationTokenSource();
            var first = child.AskUntil(60m, cancel.Token);
            var second = root.Ask(40m);

            await Together(held.Release, cancel.Cancel, () => root.UpdateLimit(50m));

            (await Outcome(first))?.Release();
            (await second.Soon()).Release(); // Never above the limit, so always served.
            AssertEmpty(root);
        }
    }

    [Fact]
    public async Task ManyWorkers_ThreeLevels_NobodyIsLostAndNothingIsOverTheLimit()
    {
        const int workers = 16;
        const int turns = 500;
        var root = Asking.NewBudget(decimal.MaxValue, 1000);
        BudgetEnforcer[] teams = [root.NewChild(decimal.MaxValue, 1000), root.NewChild(decimal.MaxValue, 1000)];
        BudgetEnforcer[] jobs = [.. teams.SelectMany(team => new[] { team.NewChild(decimal.MaxValue, 1000), team.NewChild(decimal.MaxValue, 1000) })];
        BudgetEnforcer[] all = [root, .. teams, .. jobs];
        Array.ForEach(all, budget => budget.UpdateLimit(jobs.Contains(budget) ? 8m : teams.Contains(budget) ? 12m : 16m));
        var committed = new decimal[workers];

        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => Work(worker)))).WaitAsync(Patience * 2, CancellationToken.None);

        root.Spent.Should().Be(committed.Sum());
        all.Should().OnlyContain(budget => budget.Reserved == 0m && budget.GetStatus().OpenReservations == 0);
        Array.ForEach(all, budget => budget.Reset());
        Array.ForEach(all, AssertEmpty);

        async Task Work(int worker)
        {
            var random = new Random(worker);
            for (var turn = 0; turn < turns; turn++)
            {
                var job = all[random.Next(all.Length)];
                var amount = random.Next(1, 9);
                using var cancel = new CancellationTokenSource();
                var asked = job.AskUntil(amount, cancel.Token);
                if (random.Next(4) == 0)
                    cancel.Cancel();
                if (await Outcome(asked) is not { } reservation)
                    continue;
                var report = root.GetStatus();
                Assert.True(report.Reserved + report.Spent <= report.Limit);
                if (random.Next(2) == 0)
                    await Task.Yield();
                if (random.Next(3) == 0)
                {
                    reservation.Release();
                    continue;
                }

                // The job gives back what it spent, so that every call can be served in the end.
                reservation.Commit(amount - 1m);
                job.Refund(amount - 1m);
            }
        }
    }

    [Fact]
    public async Task BigAmongSmall_AllWorkersInALoop_IsServed()
    {
        var budget = Asking.NewBudget(10m);
        using var stop = new CancellationTokenSource();
        var small = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var reservation = await budget.Ask(2m);
                await Task.Yield();
            }
        })).ToArray();

        for (var i = 0; i < 200; i++)
            (await budget.Ask(10m).Soon()).Release();

        await stop.CancelAsync();
        await Task.WhenAll(small).Soon();
        AssertEmpty(budget);
    }

    private static void AssertEmpty(BudgetEnforcer budget)
    {
        var report = budget.GetStatus();
        Assert.Equal((0m, 0L, report.Limit), (report.Reserved, report.OpenReservations, report.Available));
    }

    private static async Task<BudgetReservation?> Outcome(Task<BudgetReservation> asked)
    {
        try
        {
            return await asked.Soon();
        }
        catch (Exception exception) when (exception is OperationCanceledException or BudgetExceededException)
        {
            return null;
        }
    }

    private static Task Together(params Action[] actions)
    {
        var missing = actions.Length;
        return Task.WhenAll(actions.Select(action => Task.Factory.StartNew(
            () =>
            {
                Interlocked.Decrement(ref missing);
                var spin = default(SpinWait);
                for (var i = 0; i < 1000 && Volatile.Read(ref missing) > 0; i++)
                    spin.SpinOnce(sleep1Threshold: -1);
                action();
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            TaskScheduler.Default))).Soon();
    }
}
