using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Handlers that are null or throw, event arguments made from any values, and tokens in any state.</summary>
internal static class ListenerAttacks
{
    private static readonly Gen<decimal> Cost = OddInput.Money.Where(amount => amount >= 0);

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetEnforcer.add_ThresholdCrossed(EventHandler`1)"] = Adds<BudgetThresholdCrossedEventArgs>(
            "ThresholdCrossed +=", (job, handler) => job.ThresholdCrossed += handler, (job, handler) => job.ThresholdCrossed -= handler),
        ["BudgetEnforcer.add_PeriodEnded(EventHandler`1)"] = Adds<BudgetPeriodEndedEventArgs>(
            "PeriodEnded +=", (job, handler) => job.PeriodEnded += handler, (job, handler) => job.PeriodEnded -= handler),
        ["BudgetEnforcer.remove_ThresholdCrossed(EventHandler`1)"] = Removes(
            "ThresholdCrossed -=", (job, isNull) => job.ThresholdCrossed -= isNull ? null : (_, _) => { }),
        ["BudgetEnforcer.remove_PeriodEnded(EventHandler`1)"] = Removes(
            "PeriodEnded -=", (job, isNull) => job.PeriodEnded -= isNull ? null : (_, _) => { }),
        ["BudgetEnforcer.CreateLinkedTokenSource(CancellationToken)"] = Attack.AlsoHeavy(Attack.With(
            Gen.Int[0, 3], Cost, "CreateLinkedTokenSource", (world, twist, amount) =>
        {
            using var outer = new CancellationTokenSource();
            if (twist == 1)
                outer.Cancel();
            var token = twist == 0 ? CancellationToken.None : outer.Token;
            if (twist == 3)
                outer.Dispose();

            using var source = twist == 3 ? world.Job.CreateLinkedTokenSource() : world.Job.CreateLinkedTokenSource(token);

            Assert.Equal(twist == 1 || world.Job.IsBudgetExceeded, source.IsCancellationRequested);
            if (world.CanCount(amount, world.Held))
                world.Job.AddCost(amount);
            Assert.Equal(twist == 1 || world.Job.IsBudgetExceeded, source.IsCancellationRequested);
        })),
        ["BudgetThresholdCrossedEventArgs..ctor(BudgetStatus,Nullable`1,BudgetReport,Boolean)"] = Attack.With(
            OddInput.Any<BudgetStatus>(), OddInput.Money, Gen.Int[0, 2], "new BudgetThresholdCrossedEventArgs", (world, status, portion, twist) =>
        {
            var (threshold, report) = (twist == 0 ? (decimal?)null : portion, twist == 1 ? default : world.Job.GetStatus());
            var crossing = new BudgetThresholdCrossedEventArgs(status, threshold, report, isAnnouncer: twist == 2);
            Assert.Equal((status, threshold, report, twist == 2), (crossing.Status, crossing.Threshold, crossing.Report, crossing.IsAnnouncer));
        }),
        ["BudgetPeriodEndedEventArgs..ctor(BudgetReport)"] = Attack.With(
            Gen.Bool, "new BudgetPeriodEndedEventArgs", (world, isDefault) =>
        {
            var report = isDefault ? default : world.Job.GetStatus();
            Assert.Equal(report, new BudgetPeriodEndedEventArgs(report).Report);
        }),
    };

    private static Gen<Attack> Adds<TArgs>(
        string call, Action<BudgetEnforcer, EventHandler<TArgs>?> add, Action<BudgetEnforcer, EventHandler<TArgs>?> remove) =>
        Attack.With(Cost, Gen.Int[0, 2], call, (world, amount, twist) =>
        {
            EventHandler<TArgs>? handler = twist == 0 ? null : (_, _) => throw new InvalidOperationException("\u202e\n");
            add(world.Job, handler);
            if (twist == 2)
                remove(world.Job, handler);
            world.Job.AddCost(amount);
            world.HasSpentMore(amount);
        });

    private static Gen<Attack> Removes(string call, Action<BudgetEnforcer, bool> remove) => Attack.With(Cost, Gen.Bool, call, (world, amount, isNull) =>
    {
        remove(world.Job, isNull);
        world.Job.AddCost(amount);
        world.HasSpentMore(amount);
    });
}
