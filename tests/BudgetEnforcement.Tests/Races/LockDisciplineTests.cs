using BudgetEnforcement.Tests.Admission;

namespace BudgetEnforcement.Tests;

/// <summary>
/// Every call that decides or reads does so under the lock, so while a test holds the lock no call decides or reads. The test need not hit an interleaving:
/// it goes on only when it knows that the other thread waits.
/// </summary>
public class LockDisciplineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A thread that starts may wait for something else first. Where the code is right, the thread waits for the lock for any length of time.
    private static readonly TimeSpan Longer = TimeSpan.FromMilliseconds(100);

    public static TheoryData<string> Readers => [.. Reading.Keys];

    public static TheoryData<string> Deciders => [.. Deciding.Keys, .. Doors.Select(door => door.Name)];

    private static Door[] Doors { get; } =
        [Door.TryAddCost, Door.TryAddCostChecked, Door.TryReserve, Door.TryReserveChecked, Door.Reserve, Door.ReserveAsync, Door.CheckBudgetAvailable];

    private static Dictionary<string, Action<BudgetEnforcer, BudgetReservation>> Reading { get; } = new()
    {
        ["GetStatus"] = (budget, held) => budget.GetStatus(),
        ["Spent"] = (budget, held) => _ = budget.Spent,
        ["Available"] = (budget, held) => _ = budget.Available,
        ["IsBudgetExceeded"] = (budget, held) => _ = budget.IsBudgetExceeded,
        ["ExceededToken"] = (budget, held) => _ = budget.ExceededToken,
        ["CheckBudgetAvailable"] = (budget, held) => budget.CheckBudgetAvailable(1m),
        ["GetRemainingBudget"] = (budget, held) => budget.GetRemainingBudget(),
        ["Amount"] = (budget, reservation) => _ = reservation.Amount,
        ["ToString"] = (budget, held) => budget.ToString(),
        ["GetPath"] = (budget, held) => budget.GetPath(),
        ["CreateLinkedTokenSource"] = (budget, held) => budget.CreateLinkedTokenSource(CancellationToken.None).Dispose(),
    };

    // Each says whether it got what only one can get.
    private static Dictionary<string, Func<BudgetEnforcer, BudgetReservation, bool>> Deciding { get; } = new()
    {
        ["TryRenew"] = (budget, reservation) => Succeeds(() => Assert.True(reservation.TryRenew(0m, 90m))),
        ["Commit"] = (budget, reservation) => Succeeds(() => reservation.Commit(1m)),
        ["Refund"] = (budget, held) => Succeeds(() => budget.Refund(10m)),
        ["TryRefund"] = (budget, held) => budget.TryRefund(10m),
        ["AdjustLimit"] = (budget, held) => Succeeds(() => budget.AdjustLimit(-10m)),
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public void EveryReader_WhileTheLockIsHeld_Waits(string reader)
    {
        var budget = Budgets.Spent(10m, 100m);
        var reservation = budget.Reserve(80m);
        var before = budget.GetStatus();

        WhileTheLockIsHeld(budget, () => Reading[reader](budget, reservation), () => { });

        budget.GetStatus().Should().Be(before);
    }

    [Theory]
    [MemberData(nameof(Deciders))]
    public void EveryDecider_OvertakenWhileItWaitsForTheLock_SeesWhatWasDone(string decider)
    {
        var budget = Budgets.Spent(10m, 100m);
        var reservation = budget.Reserve(80m);
        var succeeded = true;

        WhileTheLockIsHeld(
            budget,
            () => succeeded = Deciding.TryGetValue(decider, out var decide)
                ? decide(budget, reservation)
                : Doors.Single(door => door.Name == decider).Ask(budget, 10m).IsAdmitted,
            () =>
            {
                // This thread holds the lock. It takes away the room, the spend and the reservation before the other thread gets the lock.
                budget.State.Reset();
                budget.State.Commit(Money.From(80m), Money.From(5m));
                reservation.StateNeedsLock = ReservationState.Committed;
                budget.State.SetLimit(new BudgetLimit(Money.From(5m), BudgetThresholds.Default), BudgetThresholds.Default);
                budget.State.ArmTriggers();
            });

        succeeded.Should().BeFalse();
        budget.Spent.Should().Be(5m);
        budget.Reserved.Should().Be(0m);
    }

    [Fact]
    public void UpdateLimit_WhileTheLockIsHeld_ChangesNothing()
    {
        var budget = new BudgetEnforcer(100m);

        WhileTheLockIsHeld(budget, () => budget.UpdateLimit(50m), () => budget.State.Limit.Should().Be(Money.From(100m)));

        budget.Limit.Should().Be(50m);
    }

    private static void WhileTheLockIsHeld(BudgetEnforcer budget, Action other, Action then)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record(other)) { IsBackground = true };
        using (budget.Gate.EnterScope())
        {
            thread.Start();
            SpinWait.SpinUntil(() => !thread.IsAlive || thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience).Should().BeTrue();
            thread.Join(Longer).Should().BeFalse("it must not get anywhere without the lock");
            then();
        }

        thread.Join(Patience).Should().BeTrue();
        failure.Should().BeNull();
    }

    private static bool Succeeds(Action action) => Record(action) is null;

    private static Exception? Record(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
