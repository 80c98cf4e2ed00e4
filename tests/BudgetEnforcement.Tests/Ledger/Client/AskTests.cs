using System.Runtime.CompilerServices;
using BudgetEnforcement.Tests.WaitingForRoom;

namespace BudgetEnforcement.Tests.Ledger.Client;

/// <summary>Asks of the ledger, and what operations that go on want of it, and how both end: the real exchange, driven by hand.</summary>
public sealed class AskTests : IDisposable
{
    private static readonly TimeSpan AskTimeout = new BudgetLedgerOptions().AskTimeout;

    private readonly ManualClock _clock = new();
    private readonly ManualClock _clockOfBudgets = new();
    private readonly InMemoryBudgetStore _store;
    private readonly DrivenProcess _process;

    public AskTests()
    {
        _store = DrivenProcess.OpenStore(_clock);
        _process = Start();
    }

    private BudgetEnforcer Team => _process.Team;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true, BudgetRefusalReason.Closed)]
    [InlineData(false, BudgetRefusalReason.NeverFits)]
    public async Task Ask_OfABudgetThatAdmitsItNeverMore_IsRefusedForThatWhenNoAnswerComes(bool isClosed, BudgetRefusalReason reason)
    {
        var job = Team.NewChild(100m);
        var asked = job.Ask(50m);

        if (isClosed)
            job.Close();
        else
            job.UpdateLimit(10m);
        _clockOfBudgets.Advance(AskTimeout);

        (await asked.Refusal()).Reason.Should().Be(reason);
        job.Waiters().Should().Be(0);
    }

    [Fact]
    public async Task Asks_WithoutAnAnswer_EndEachAtItsTime()
    {
        var model = _process.Open(new BudgetOptions { Name = "model", Limit = 100m });
        var first = Team.Ask(50m);
        _clockOfBudgets.Advance(AskTimeout / 4);
        var second = model.Ask(50m);

        _clockOfBudgets.Advance(AskTimeout * 3 / 4);
        Team.Waiters().Should().Be(1, "it waits on in the line");
        second.IsCompleted.Should().BeFalse();
        _clockOfBudgets.Advance(AskTimeout / 4);

        (await second.Refusal()).Reason.Should().Be(BudgetRefusalReason.LedgerUnavailable);
        Team.ShouldHaveWaiting(first);
    }

    [Fact]
    public void Ask_ThatWaitsInTheLineByNow_IsAskedNoMore()
    {
        var model = _process.Open(new BudgetOptions { Name = "model", Limit = 100m });
        HoldElsewhere(95m);
        _clock.Advance(new BudgetLedgerOptions().Interval);
        var first = Team.Ask(50m);
        _clockOfBudgets.Timers.Should().Be(1, "an ask ends some time");
        _process.Exchange();
        Team.ShouldHaveWaiting(first);

        var second = model.Ask(50m);
        _process.Exchange();

        second.ShouldBeGranted();
        Waiting.Until(() => _clockOfBudgets.Timers == 0);
        Team.ShouldHaveWaiting(first);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_UntilItsCallerWaitsNoLonger_IsGrantedOnlyWhereThereIsRoomByThen(bool isRoom)
    {
        var process = Start(maxWait: AskTimeout);
        var held = Granted(process.Team.Ask(30m), process);
        var asked = process.Team.Ask(AtHandBeside(held, process) + 1m);

        if (isRoom)
            held.Release();
        _clockOfBudgets.Advance(AskTimeout);

        if (isRoom)
            asked.ShouldBeGranted();
        else
            (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
        process.Team.Waiters().Should().Be(0);
    }

    [Fact]
    public async Task Ask_UntilNobodyMayWait_IsRefusedForTheWait()
    {
        var budget = _process.Open(new BudgetOptions { Name = "model", Limit = 100m, MaxWait = AskTimeout });
        var asked = budget.Ask(50m);

        _clockOfBudgets.Advance(AskTimeout);

        (await asked.Refusal()).Reason.Should().Be(BudgetRefusalReason.WaitedTooLong);
    }

    [Fact]
    public void Waiter_ThatItsOwnProcessServes_ClaimsNothingMoreAndIsForgotten()
    {
        HoldElsewhere(60m);
        var waiter = WaitForWhatIsReleased();

        _process.Exchange().Needs.Should().BeEmpty();
        Waiting.Until(() =>
        {
            Living.CollectTheDead();
            return !waiter.IsAlive;
        });
    }

    [Fact]
    public void Ask_BesideMoreWaitersThanARequestNames_IsSentAllTheSame()
    {
        var model = _process.Open(new BudgetOptions { Name = "model", Limit = 100m });
        HoldElsewhere(95m);
        var waiting = ManyWait();

        var asked = model.Ask(50m);
        _process.Exchange();

        asked.ShouldBeGranted();
        waiting.Should().NotContain(task => task.IsCompleted);
    }

    [Fact]
    public void Waiter_BesideAReservationOfItsProcess_ClaimsWhatOthersHold()
    {
        HoldElsewhere(60m);
        _ = Granted(Team.Ask(30m));
        var waiting = Team.Ask(20m);
        _process.Exchange();
        Team.ShouldHaveWaiting(waiting);

        _process.Exchange().Needs.Should().ContainSingle().Which.IsClaim.Should().BeTrue();
    }

    [Fact]
    public void Want_BesideMoreWaitersThanARequestNames_IsSentAllTheSame()
    {
        var model = _process.Open(new BudgetOptions { Name = "model", Limit = 100m });
        HoldElsewhere(95m);
        var reservation = Granted(model.Ask(5m));
        ManyWait();
        reservation.TryRenew(5m, 60m).Should().BeFalse();

        _process.Exchange();

        reservation.TryRenew(5m, 60m).Should().BeTrue();
    }

    [Fact]
    public void Ask_ThatBlocksUntilItIsOverdue_IsGrantedWhereThereIsRoomByThen()
    {
        // The ask blocks that long, and within it this thread must release.
        var process = Start(new BudgetLedgerOptions { Interval = TimeSpan.FromMilliseconds(100), AskTimeout = TimeSpan.FromSeconds(4) });
        var first = Granted(process.Team.Ask(30m), process);
        var amount = AtHandBeside(first, process) + 1m;
        BudgetReservation? second = null;
        process.Wakes = 0;
        var thread = new Thread(() => process.Team.TryReserve(amount, out second)) { IsBackground = true };
        thread.Start();
        Waiting.Until(() => process.Wakes > 0);

        first.Release();

        thread.Join(TimeSpan.FromMinutes(1)).Should().BeTrue();
        second.Should().NotBeNull("what the process holds is free by now");
    }

    [Fact]
    public void Ask_OfAThreadThatIsInterrupted_HoldsNothingWhenTheAnswerComes()
    {
        var process = Start(new BudgetLedgerOptions { AskTimeout = TimeSpan.FromMinutes(5) });
        process.Wakes = 0;
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => process.Team.TryReserve(50m, out _))) { IsBackground = true };
        thread.Start();
        Waiting.Until(() => process.Wakes > 0);

        thread.Interrupt();
        thread.Join(TimeSpan.FromMinutes(1)).Should().BeTrue();
        process.Exchange();

        thrown.Should().BeOfType<ThreadInterruptedException>();
        (process.Team.Reserved, process.Team.GetStatus().OpenReservations).Should().Be((0m, 0));
    }

    [Fact]
    public async Task Ask_WithoutAClock_ThrowsWhatTheClockThrows_ButARefusalNeedsNoClock()
    {
        _clockOfBudgets.IsBroken = true;

        await Team.Invoking(it => it.ReserveAsync(50m, CancellationToken.None).AsTask()).Should().ThrowAsync<InvalidOperationException>();
        _process.Exchange();
        Team.Reserved.Should().Be(0m);
        (await Team.Ask(101m).Refusal()).Reason.Should().Be(BudgetRefusalReason.NeverFits);
    }

    [Fact]
    public async Task Ask_WithoutATimer_ThrowsWhatTheClockThrows()
    {
        _clockOfBudgets.CannotMakeTimers = true;

        await Team.Invoking(it => it.ReserveAsync(50m, CancellationToken.None).AsTask()).Should().ThrowAsync<NotSupportedException>();

        _process.Exchange().Needs.Should().BeEmpty();
        Team.Reserved.Should().Be(0m);
    }

    [Fact]
    public void Want_OfAReservationThatIsRenewed_EndsThen()
    {
        HoldElsewhere(20m);
        var reservation = Granted(Team.Ask(5m));
        reservation.TryRenew(5m, 35m).Should().BeFalse();
        _process.Exchange().Needs.Should().ContainSingle();

        reservation.TryRenew(5m, 35m).Should().BeTrue();

        _process.Exchange().Needs.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Want_OfAReservationThatEnds_EndsWithIt(bool isCommitted)
    {
        var reservation = Granted(Team.Ask(5m));
        reservation.TryRenew(5m, 60m).Should().BeFalse();

        if (isCommitted)
            reservation.Commit();
        else
            reservation.Release();

        _process.Exchange().Needs.Should().BeEmpty();
    }

    [Fact]
    public void Want_OfOneReservation_StaysWhenAnotherIsRenewed()
    {
        var (one, two) = (Granted(Team.Ask(5m)), Granted(Team.Ask(5m)));
        one.TryRenew(0m, 60m).Should().BeFalse();

        two.TryRenew(1m, 1m).Should().BeTrue();
        _process.Exchange();

        one.TryRenew(0m, 60m).Should().BeTrue();
    }

    [Fact]
    public void HeldElsewhere_ThatDecimalCannotHold_IsRoundedUp()
    {
        HoldElsewhere(10m, Budgets.Unit);

        Team.GetStatus().HeldElsewhere.Should().Be(10.000000000000000000000000001m);
    }

    [Theory]
    [InlineData(10, 30, 35)]
    [InlineData(120, 0, 0)]
    public void Refund_BesideWhatOthersHold_MakesRoomForItselfOnly(int spent, int before, int after)
    {
        HoldElsewhere(60m);
        Team.AddCost(spent);
        _process.Exchange();
        Team.Available.Should().Be(before);

        Team.Refund(5m);

        Team.Available.Should().Be(after);
    }

    [Fact]
    public void Check_OfWhatOthersHold_TellsWhetherItIsTheirsOrGone()
    {
        HoldElsewhere(60m);
        _ = Granted(Team.Ask(30m));

        ReasonOf(70m).Should().Be(BudgetRefusalReason.HeldElsewhere);
        ReasonOf(70.01m).Should().Be(BudgetRefusalReason.NoRoom, "30 are reserved here");
        ReasonOf(100.01m).Should().Be(BudgetRefusalReason.NeverFits);

        BudgetRefusalReason ReasonOf(decimal amount) => Team.CheckBudgetAvailable(amount).Reason;
    }

    [Fact]
    public void ProjectedCost_OfWhatOthersHold_IsRefused()
    {
        HoldElsewhere(60m);

        RefusalOf(80m).Should().Match<BudgetCheck>(check => check.Reason == BudgetRefusalReason.HeldElsewhere && check.Available == Team.GetStatus().Limit - 60m);
        RefusalOf(140m)!.Value.Reason.Should().Be(BudgetRefusalReason.NeverFits);
        RefusalOf(30m).Should().BeNull();
        Team.AddCost(30m);
        RefusalOf(80m)!.Value.Reason.Should().Be(BudgetRefusalReason.NoRoom);

        BudgetCheck? RefusalOf(decimal cost) => new ProjectedRun(Team, cost, landingReserve: 0m, ratePerHour: null).FindRefusal(ProjectionPolicy.Refuse);
    }

    [Fact]
    public void Forecast_OfWhatOthersHold_IsOverBudget()
    {
        HoldElsewhere(60m);
        var forecaster = new BudgetForecaster(Team);
        _clockOfBudgets.Advance(TimeSpan.FromHours(1));
        Team.AddCost(10m);

        forecaster.Report(0.5).Status.Should().Be(ForecastStatus.WithinBudget);
        forecaster.Report(0.2).Status.Should().Be(ForecastStatus.OverBudget, "50 in all are more than the 40 that no other process holds");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference WaitForWhatIsReleased()
    {
        var held = Granted(Team.Ask(30m));
        var waiting = Team.Ask(20m);
        _process.Exchange();
        Team.ShouldHaveWaiting(waiting);
        held.Release();
        waiting.ShouldBeGranted();
        return new WeakReference(waiting);
    }

    private static decimal AtHandBeside(BudgetReservation held, DrivenProcess process) =>
        process.Team.State.Slice!.HeldBefore.ToDecimal(roundUp: false) - held.Amount;

    private DrivenProcess Start(BudgetLedgerOptions? options = null, TimeSpan? maxWait = null) =>
        new(_store, _clock, new BudgetOptions { Name = "team", Limit = 100m, MaxWaiters = 100, MaxWait = maxWait }, options, _clockOfBudgets);

    /// <summary>Lets another process hold these amounts, and nothing at hand beside them.</summary>
    private void HoldElsewhere(params decimal[] amounts)
    {
        var other = Start();
        foreach (var amount in amounts)
            _ = Granted(other.Team.Ask(amount), other);
        for (var interval = 0; interval < 15; interval++)
        {
            _clock.Advance(new BudgetLedgerOptions().Interval);
            other.Exchange();
        }

        other.Team.State.Slice!.HeldBefore.Should().Be(amounts.Select(static amount => Money.From(amount)).Aggregate(static (sum, each) => sum + each));
        _process.Exchange();
    }

    private List<Task<BudgetReservation>> ManyWait()
    {
        var waiting = Enumerable.Range(0, 80).Select(_ => Team.Ask(10m)).ToList();
        for (var i = 0; i < 5; i++)
            _process.Exchange();
        Team.ShouldHaveWaiting([.. waiting]);
        return waiting;
    }

    private BudgetReservation Granted(Task<BudgetReservation> asked, DrivenProcess? by = null)
    {
        (by ?? _process).Exchange();
        asked.ShouldBeGranted();
#pragma warning disable xUnit1031 // It is completed.
        return asked.Result;
#pragma warning restore xUnit1031
    }
}
