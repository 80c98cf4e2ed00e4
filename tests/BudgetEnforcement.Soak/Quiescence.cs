namespace BudgetEnforcement.Soak;

/// <summary>What holds once all work is done.</summary>
internal sealed class Quiescence(World world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for what may still be told on the thread pool, then requires that nothing is left, and looks for lost waiters.</summary>
    internal async Task RequireAsync()
    {
        await RequireSoonAsync(() => world.Clock.Timers.Value == 0, "no timer is left", () => world.Clock.Timers.Value);
        await RequireSoonAsync(IsNothingHeld, "nothing is reserved where all work is done", () => world.Organisation.GetStatus());
        await RequireSoonAsync(
            () => Ledger.UnitsOf(world.Organisation.Spent) == world.Recorded,
            "the organisation has spent exactly what was recorded",
            () => $"{Ledger.UnitsOf(world.Organisation.Spent)}, not {world.Recorded} units of 10^-28");
        await RequireSoonAsync(world.Grid.IsNothingHeld, "nothing is reserved in the grid where all work is done", () => world.Grid.Root.GetStatus());
        world.Grid.RequireExact(world.Findings);
        await RequireSoonAsync(world.IsAllTold, "every crossing is told", null);
        world.ForgetProbes();

        // A waiter that is left in the line is served now, and holds something.
        world.MakeRoom();
        foreach (var team in world.Teams)
        {
            var check = team.Budget.CheckBudgetAvailable(0.01m);
            world.Findings.Require(check.IsAvailable, "nobody waits where all work is done", check);
        }

        world.Findings.Require(IsNothingHeld(), "nobody waits where all work is done", world.Organisation.GetStatus());
    }

    /// <summary>To be called after a collection, with nothing of the workers on any stack.</summary>
    internal async Task RequireDroppedAsync()
    {
        var undropped = world.ListUndropped();
        var start = TimeProvider.System.GetTimestamp();
        while (undropped.Count > 0 && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            // A thread of the pool that has done its work may still be on its way out of it.
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            undropped = world.ListUndropped();
        }

        world.ForgetDropped();
        world.Findings.Require(undropped.Count == 0, "what is dropped is gone", $"kept alive: {string.Join(", ", undropped)}");
    }

    private bool IsNothingHeld() => world.Teams.Select(team => team.Budget).Prepend(world.Organisation)
        .All(budget => budget.GetStatus() is { OpenReservations: 0, Reserved: 0m });

    private async Task RequireSoonAsync(Func<bool> isTrue, string rule, Func<object?>? found)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!isTrue())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                world.Findings.Fail(FormattableString.Invariant($"{rule}; found: {found?.Invoke()}"));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }
}
