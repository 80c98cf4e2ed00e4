using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Everything that a reconciler takes in, bills of any amounts included: it does what its docs say, and no budget loses a cost.</summary>
internal static class ReconciliationAttacks
{
    private static readonly Gen<TimeSpan> Time = Gen.Frequency((1, OddInput.Time), (4, Gen.OneOfConst(TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))));

    private static readonly Gen<DateTimeOffset> Instant = Gen.OneOfConst(
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue, ManualClock.Noon, ManualClock.Noon.ToOffset(TimeSpan.FromHours(14)), ManualClock.Midnight, ManualClock.Noon.AddTicks(-1));

    internal static readonly Gen<CostReconcilerOptions> AnyOptions = Gen.Select(
        Gen.OneOfConst("provider", "Größe 1", "", " ", null!, "a|b", "a\nb", new string('x', 41)), Time, Time, Time, Gen.Select(Gen.Bool, Gen.Bool, Instant)).Select(
        (name, window, settle, restate, others) => new CostReconcilerOptions
        {
            SourceName = name, Window = window, SettleAfter = settle, RestateFor = restate, AdjustDown = others.Item1, From = others.Item2 ? others.Item3 : null,
        });

    internal static readonly Gen<BilledCost> AnyBill = Gen.Select(Gen.OneOfConst("a", null!, "b", ""), OddInput.Money).Select((label, amount) => new BilledCost(label, amount));

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["CostReconciler..ctor(IBilledCostSource,CostReconcilerOptions,ILogger`1,TimeProvider)"] = Attack.With(AnyOptions, Gen.Int[0, 9], "new CostReconciler", (world, options, twist) =>
        {
            var isName = options.SourceName is "provider" or "Größe 1";
            var isTime = options.Window >= TimeSpan.FromMinutes(1) && options.Window <= TimeSpan.FromDays(31) && options.Window.Ticks % TimeSpan.TicksPerMinute == 0
                && options.SettleAfter >= TimeSpan.Zero && options.SettleAfter <= TimeSpan.FromDays(31) && options.RestateFor >= TimeSpan.Zero && options.RestateFor <= TimeSpan.FromDays(366)
                && options.From is not { Year: < 2024 };
            var fault = Xunit.Record.Exception(() => new CostReconciler(twist == 0 ? null! : new Source(), twist == 1 ? null : options, timeProvider: new ManualClock()));
            Assert.Equal(
                twist == 0 ? typeof(ArgumentNullException) : twist == 1 ? null : !isName ? typeof(ArgumentException) : isTime ? null : typeof(ArgumentOutOfRangeException),
                fault?.GetType());
            Assert.True(fault is null or ArgumentOutOfRangeException || Readable.IsSafe(fault.Message));
        }),
        ["CostReconciler.Record(BudgetEnforcer,String,Decimal,DateTimeOffset)"] = Attack.With(
            OddInput.Text, OddInput.Money, Gen.Select(Instant, Gen.Frequency((1, Gen.Const(true)), (9, Gen.Const(false)))), "Record", (world, label, cost, rest) =>
        {
            var (clock, reconciler) = Make();
            var record = () => reconciler.Record(rest.Item2 ? null! : world.Job, label.Value, cost, rest.Item1);
            if (rest.Item2)
                world.Throws<ArgumentNullException>(record).ParamName.Should().Be("budget");
            else
                record();
            clock.SetCalendar(ManualClock.Noon.AddYears(1));
            foreach (var compared in Result(reconciler.ReconcileAsync()).Costs)
                Assert.Equal((cost, label.Value), (compared.Recorded, compared.Label));
        }),
        ["CostReconciler.ReconcileAsync(CancellationToken)"] = Attack.With(Gen.Bool, Gen.Bool, "ReconcileAsync", (world, isCancelled, _) =>
        {
            var reconcile = () => { Result(Make().Reconciler.ReconcileAsync(new CancellationToken(isCancelled))); };
            if (isCancelled)
                Assert.ThrowsAny<OperationCanceledException>(reconcile);
            else
                reconcile();
        }),
        ["CostReconciler.RunAsync(TimeSpan,CancellationToken)"] = Attack.With(OddInput.Time, Gen.Bool, "RunAsync", (world, interval, _) =>
        {
            Task? run = null;
            var start = () => { run = Make().Reconciler.RunAsync(interval, new CancellationToken(canceled: true)); };
            if (interval <= TimeSpan.Zero || interval.TotalMilliseconds > uint.MaxValue - 2)
                world.Refuses(start, ("interval", interval));
            else
                start();
            Assert.True(run is null || run.IsCanceled);
        }),
        ["CostReconciler.SettleNodeAsync(BudgetLedger,Guid,IReadOnlyDictionary`2,CancellationToken)"] = Attack.With(Gen.Int[0, 3], OddInput.Text, "SettleNodeAsync", (world, twist, name) =>
        {
            using var ledger = Result(BudgetLedger.OpenAsync(new InMemoryBudgetStore()));
            var labels = twist == 1 ? null : new Dictionary<string, string>();
            if (twist == 2)
                labels!.Add("a", name.Value ?? "nothing");
            var settle = () => { Result(Make().Reconciler.SettleNodeAsync(twist == 0 ? null! : ledger, Guid.NewGuid(), labels!)); };
            if (twist < 2)
                world.Throws<ArgumentNullException>(settle).ParamName.Should().Be(twist == 0 ? "ledger" : "labels");
            else
                Assert.True(Readable.IsSafe(Assert.Throws<BudgetLedgerException>(settle).Message));
        }),
        ["IBilledCostSource.GetAsync(DateTimeOffset,DateTimeOffset,CancellationToken)"] = Attack.AlsoHeavy(Attack.With(AnyBill.Array[0, 4], Gen.Bool, "GetAsync", (world, bill, adjustDown) =>
        {
            var clock = new ManualClock();
            var reconciler = new CostReconciler(new Source(bill), new CostReconcilerOptions { From = ManualClock.Noon, AdjustDown = adjustDown }, timeProvider: clock);
            reconciler.Record(world.Job, "a", 0m, ManualClock.Noon);
            var before = world.Job.Spent;
            clock.SetCalendar(ManualClock.Noon.AddHours(1));

            var report = Result(reconciler.ReconcileAsync());

            Assert.All(report.Costs.Where(cost => cost.Label != "a"), cost => Assert.Equal((ReconciliationOutcome.NoBudget, 0m), (cost.Outcome == ReconciliationOutcome.Equal ? ReconciliationOutcome.NoBudget : cost.Outcome, cost.Adjustment)));
            Assert.True(adjustDown || world.Job.Spent >= before);
        })),
        ["BilledCost..ctor(String,Decimal)"] = Attack.With(OddInput.Text, OddInput.Money, "new BilledCost", (_, label, amount) =>
            Assert.Equal(new BilledCost { Label = label.Value, Amount = amount }, new BilledCost(label.Value, amount))),
    };

    private static (ManualClock Clock, CostReconciler Reconciler) Make()
    {
        var clock = new ManualClock();
        return (clock, new CostReconciler(new Source(), new CostReconcilerOptions { From = ManualClock.Noon, RestateFor = TimeSpan.FromDays(366), Window = TimeSpan.FromDays(31) }, timeProvider: clock));
    }

    private static T Result<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private sealed class Source(params BilledCost[] bill) : IBilledCostSource
    {
        public ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => new(bill);
    }
}
