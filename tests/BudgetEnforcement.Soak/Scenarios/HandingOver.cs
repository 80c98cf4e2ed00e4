namespace BudgetEnforcement.Soak.Scenarios;

/// <summary>
/// A call waits in a small tree where nothing happens but the one thing that makes room for it. Elsewhere, operations of others would serve it too, and
/// hide that the library had forgotten it.
/// </summary>
internal static class HandingOver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static async Task RunAsync(Churn churn)
    {
        var clock = new SoakClock(churn.World.Clock.Timers);
        clock.Advance(TimeSpan.FromHours(36) - clock.GetUtcNow().TimeOfDay); // Noon: no midnight comes by itself.
        var root = new BudgetEnforcer(
            new BudgetOptions { Limit = 1m, MaxWaiters = 2, Period = churn.OneIn(2) ? BudgetPeriod.Daily : BudgetPeriod.None }, new UnreliableLogger(), clock);
        var budget = churn.OneIn(2) ? root : root.CreateChild(new BudgetOptions { Limit = 5m, MaxWaiters = 2 });
        var way = churn.Random.Next(10);
        using var ahead = new CancellationTokenSource();
        using var held = budget.Reserve(way switch { < 5 => 1m, 8 => 0.5m, _ => 0m });
        if (way is 5 or 6 or 7 or 9)
            root.AddCost(way == 9 ? 0.5m : 1m);
        var first = way is 8 or 9 ? budget.ReserveAsync(1m, ahead.Token).AsTask() : null;
        var waiting = budget.ReserveAsync(0.5m, churn.World.Never).AsTask();

        // Without a period only a refund, which is not promised, helps a waiter that asks for more than is left unspent.
        var passes = way == 9 && root.GetStatus().PeriodEnd is null;
        churn.Findings.Require(waiting.IsCompleted == passes, "one who finds no room waits, and blocks others only where it has hope", $"way {way}, {budget}");
        if (churn.OneIn(2))
            await Task.Yield();
        MakeRoom(way, root, held, clock, ahead);
        try
        {
            using var reservation = await waiting.WaitAsync(Patience, TimeProvider.System);
            churn.Findings.Require(reservation.Amount == 0.5m, "what is handed over is what was asked for");
        }
        catch (TimeoutException)
        {
            churn.Findings.Fail($"room that is made serves who waits; found: one forgotten, way {way}, {budget}");
        }

        if (first is not null)
        {
            await ahead.CancelAsync();
            await first.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        churn.ExpectDropped(root);
    }

    private static void MakeRoom(int way, BudgetEnforcer root, BudgetReservation held, SoakClock clock, CancellationTokenSource ahead)
    {
        switch (way)
        {
            case 0:
                held.Release();
                break;
            case 1:
                held.Commit(0.25m);
                break;
            case 2:
                held.TryRenew(0.1m, 0.1m);
                break;
            case 3:
                root.UpdateLimit(2m);
                break;
            case 4:
                held.Dispose();
                break;
            case 5:
                root.Refund(0.5m);
                break;
            case 6:
                root.Reset();
                break;
            case 7 when root.GetStatus().PeriodEnd is not null:
                clock.Advance(TimeSpan.FromDays(1));
                _ = root.GetStatus();
                break;
            case 8 or 9:
                ahead.Cancel();
                break;
            default:
                root.Refund(1m);
                break;
        }
    }
}
