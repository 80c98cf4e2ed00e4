using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Everything that a ledger takes in, against one budget with 10 of 100 spent: a fault of the right type, and nothing changed.</summary>
internal static class BudgetLedgerAttacks
{
    private static readonly Gen<Label> Name = Gen.Frequency((3, Gen.Const(new Label("team", true))), (2, OddInput.Text));

    private static readonly Gen<Label> Key = OddInput.Text;

    private static readonly Gen<TimeSpan> Time = Gen.Frequency((1, OddInput.Time), (2, Gen.OneOfConst(TimeSpan.FromSeconds(5), TimeSpan.FromDays(1))));

    private static readonly Gen<TimeSpan> Interval = Gen.Frequency((1, OddInput.Time), (5, Gen.Const(TimeSpan.FromSeconds(1))));

    internal static readonly Gen<BudgetLedgerOptions> AnyOptions = Gen.Select(
        Gen.Frequency((1, OddInput.Any<SchemaSetUp>()), (2, Gen.Const(SchemaSetUp.Create))), OddInput.Any<BudgetLimitSource>(), Time, Time,
        Gen.Select(Gen.Bool, Interval, Time, Gen.OneOfConst<string?>(null, "worker", "worker 7/12", "", " ", "a\nb", new string('x', 129)))).Select(
        (setUp, limitFrom, lifetime, drain, others) => new BudgetLedgerOptions
        {
            SchemaSetUp = setUp, LimitFrom = limitFrom, NodeLifetime = lifetime, DrainTimeout = drain, LeaveStoreOpen = others.Item1,
            Interval = others.Item2, AskTimeout = others.Item3, NodeName = others.Item4,
        });

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetLedger.OpenAsync(IBudgetStore,BudgetLedgerOptions,ILogger`1,TimeProvider,CancellationToken)"] = Attack.With(AnyOptions, Gen.Int[0, 9], "OpenAsync", (_, options, twist) =>
        {
            var store = new InMemoryBudgetStore();
            var isWrong = !Enum.IsDefined(options.SchemaSetUp) || !Enum.IsDefined(options.LimitFrom)
                || options.NodeLifetime <= TimeSpan.Zero || options.NodeLifetime > TimeSpan.FromDays(1) || options.DrainTimeout < TimeSpan.Zero || options.DrainTimeout > TimeSpan.FromDays(1)
                || options.Interval <= TimeSpan.Zero || options.Interval > options.NodeLifetime / 3 || options.AskTimeout <= TimeSpan.Zero || options.AskTimeout > TimeSpan.FromDays(1)
                || !(options.NodeName is null || options.NodeName.StartsWith("worker", StringComparison.Ordinal));
            var fault = Xunit.Record.Exception(() => Result(BudgetLedger.OpenAsync(twist == 0 ? null! : store, twist == 1 ? null : options)).Dispose());
            Assert.Equal(
                twist == 0 ? typeof(ArgumentNullException) : twist == 1 ? null : isWrong ? typeof(ArgumentOutOfRangeException) : options.SchemaSetUp != SchemaSetUp.Create ? typeof(BudgetLedgerException) : null,
                fault?.GetType());
        }),
        ["BudgetLedger.CreateBudgetIfNotExistsAsync(BudgetOptions,IReadOnlyList`1,CancellationToken)"] = Attack.With(
            OptionsAttacks.Any, Name, Gen.Int[0, 5], "CreateBudgetIfNotExistsAsync", (_, odd, parent, twist) =>
        {
            var options = twist == 0 ? null : odd.Options;
            string[]? parents = twist switch { 1 => null, 2 => [], 3 => ["team", "team"], _ => [parent.Value!] };
            var isChild = twist is 0 or 3 or > 3;
            Check(
                ledger => ledger.CreateBudgetIfNotExistsAsync(options!, parents),
                (options is null, typeof(ArgumentNullException)),
                (!odd.IsValid(isChild: false) || odd.Name.Value is null, typeof(ArgumentException)),
                (twist > 3 && parent.Value is null, typeof(ArgumentNullException)),
                (twist == 3 || (twist > 3 && !parent.IsValid(128, spaces: true)), typeof(ArgumentException)),
                (twist > 3 && parent.Value != "team", typeof(BudgetLedgerException)),
                (isChild && odd.Currency.Value is not (null or "USD"), typeof(BudgetLedgerException)),
                (odd.Options.Period != BudgetPeriod.None && odd.Options.TimeZone is { } zone && zone != TimeZoneInfo.Utc, typeof(BudgetLedgerException)));
        }),
        ["BudgetLedger.OpenBudgetAsync(BudgetOptions,BudgetEnforcer,CancellationToken)"] = Attack.With(
            OptionsAttacks.Any, Gen.Int[0, 4], "OpenBudgetAsync", (world, odd, twist) => CheckOpening(odd, twist == 0, twist == 1, (ledger, options) =>
                ledger.OpenBudgetAsync(options!, twist == 1 ? world.Job : null))),
        ["BudgetLedger.OpenBudgetAsync(BudgetOptions,IReadOnlyList`1,CancellationToken)"] = Attack.With(
            OptionsAttacks.Any, Gen.Int[0, 4], "OpenBudgetAsync", (world, odd, twist) => CheckOpening(odd, twist == 0, twist == 1, (ledger, options) =>
                ledger.OpenBudgetAsync(options!, twist == 1 ? [world.Job] : []))),
        ["BudgetLedger.OpenBudget(BudgetOptions,ReadOnlySpan`1)"] = Attack.With(
            OptionsAttacks.Any, Gen.Int[0, 4], "OpenBudget", (world, odd, twist) => CheckOpening(odd, twist == 0, twist == 1, (ledger, options) =>
            {
                if (twist == 1)
                    ledger.OpenBudget(options!, world.Job);
                else
                    ledger.OpenBudget(options!);
                return ledger.OpenBudgetAsync(options!);
            })),
        ["BudgetLedger.FlushAsync(CancellationToken)"] = Cancellable("FlushAsync", (ledger, stop) => ledger.FlushAsync(stop)),
        ["BudgetLedger.UpdateLimitAsync(String,Decimal,String,CancellationToken)"] = Attack.With(Name, OddInput.Money, Key, "UpdateLimitAsync", (_, name, limit, key) =>
            Check(
                ledger => ledger.UpdateLimitAsync(name.Value!, limit, key.Value),
                [.. NoName(name), (!key.IsValid(160, spaces: true), typeof(ArgumentException)), (limit < 0, typeof(ArgumentOutOfRangeException)), NoBudget(name)])),
        ["BudgetLedger.AdjustLimitAsync(String,Decimal,String,CancellationToken)"] = Attack.With(Name, OddInput.Money, Key, "AdjustLimitAsync", (_, name, by, key) =>
        {
            // 100 is the limit; what decimal cannot hold, or is below 0, is refused.
            var limit = Exact.Of(100m) + Exact.Of(by);
            Check(
                ledger => ledger.AdjustLimitAsync(name.Value!, by, key.Value),
                [
                    .. NoName(name), (!key.IsValid(160, spaces: true), typeof(ArgumentException)), NoBudget(name),
                    (limit.Sign < 0 || Exact.Held(limit, up: true) != limit, typeof(ArgumentOutOfRangeException)),
                ]);
        }),
        ["BudgetLedger.ResetAsync(String,String,CancellationToken)"] = Attack.With(Name, Key, Gen.Bool, "ResetAsync", (_, name, key, _) =>
            Check(ledger => ledger.ResetAsync(name.Value!, key.Value), [.. NoName(name), (!key.IsValid(160, spaces: true), typeof(ArgumentException)), NoBudget(name)])),
        ["BudgetLedger.RecordAsync(String,Decimal,String,IReadOnlyDictionary`2,CancellationToken)"] = Attack.With(
            Gen.Select(Name, Key), OddInput.Money, Gen.Select(OddInput.Text, OddInput.Text), "RecordAsync", (_, texts, amount, label) =>
        {
            var (name, key) = texts;
            var labels = label.Item1.Value is null ? null : new Dictionary<string, string> { [label.Item1.Value] = label.Item2.Value! };
            var areWrong = labels is not null && (!label.Item1.IsValid(128, spaces: true) || label.Item2.Value is null || (label.Item2.Value.Length > 0 && !label.Item2.IsValid(8000, spaces: true)));
            Check(
                ledger => ledger.RecordAsync(name.Value!, amount, key.Value!, labels),
                [.. NoName(name), (amount < 0, typeof(ArgumentOutOfRangeException)), .. NoKey(key), (areWrong, typeof(ArgumentException)), NoBudget(name)]);
        }),
        ["BudgetLedger.SetEntryAsync(String,String,Decimal,Nullable`1,CancellationToken)"] = Attack.With(
            Gen.Select(Name, Key), OddInput.Money, Gen.OneOfConst<long?>(null, 0, 1, -1, long.MaxValue), "SetEntryAsync", (_, texts, amount, term) =>
        {
            var (name, key) = texts;
            Check(
                ledger => ledger.SetEntryAsync(name.Value!, key.Value!, amount, term),
                [
                    .. NoName(name), .. NoKey(key), (term < 0, typeof(ArgumentOutOfRangeException)), NoBudget(name), (term is not (null or 0) || amount < -10m, typeof(BudgetLedgerException)),
                ]);
        }),
        ["BudgetLedger.FindEntryAsync(String,String,CancellationToken)"] = Attack.With(Name, Key, Gen.Bool, "FindEntryAsync", (_, name, key, _) =>
            Check(async ledger => Assert.Null(await ledger.FindEntryAsync(name.Value!, key.Value!)), [.. NoName(name), .. NoKey(key), NoBudget(name)])),
        ["BudgetLedger.GetEntriesAsync(String,String,CancellationToken)"] = Attack.With(Name, OddInput.Text, Gen.Bool, "GetEntriesAsync", (_, name, prefix, _) =>
            Check(ledger => ledger.GetEntriesAsync(name.Value!, prefix.Value), [.. NoName(name), NoBudget(name)])),
        ["BudgetLedger.FindNodeAsync(Guid,CancellationToken)"] = Attack.With(Gen.Bool, Gen.Bool, "FindNodeAsync", (_, isEmpty, _) =>
            Check(async ledger => Assert.Null(await ledger.FindNodeAsync(isEmpty ? Guid.Empty : Guid.NewGuid())), [])),
        ["BudgetLedger.ListAsync(CancellationToken)"] = Cancellable("ListAsync", (ledger, stop) => ledger.ListAsync(stop)),
        ["BudgetLedger.GetNodesAsync(CancellationToken)"] = Cancellable("GetNodesAsync", (ledger, stop) => ledger.GetNodesAsync(stop)),
        ["BudgetLedger.FindAsync(String,CancellationToken)"] = Attack.With(Name, Gen.Bool, "FindAsync", (_, name, _) =>
            Check(async ledger => Assert.Equal(name.Value == "team", await ledger.FindAsync(name.Value!) is not null), [.. NoName(name)])),
        ["BudgetLedger.GetTermsAsync(String,Nullable`1,CancellationToken)"] = Attack.With(
            Name, Gen.OneOfConst<int?>(null, 0, -1, int.MinValue, int.MaxValue, 1), "GetTermsAsync", (_, name, latest) =>
            Check(ledger => ledger.GetTermsAsync(name.Value!, latest), [.. NoName(name), (latest < 1, typeof(ArgumentOutOfRangeException)), NoBudget(name)])),
        ["BudgetLedger.SettleAsync(Guid,IReadOnlyDictionary`2,CancellationToken)"] = Attack.With(Name, OddInput.Money, Gen.Int[0, 5], "SettleAsync", (_, name, spent, twist) =>
        {
            var truth = twist == 0 ? null : new Dictionary<string, decimal>();
            if (twist > 1 && name.Value is not null)
                truth!.Add(name.Value, spent);
            Check(
                ledger => ledger.SettleAsync(twist == 5 ? Guid.Empty : Guid.NewGuid(), truth!),
                (truth is null, typeof(ArgumentNullException)),
                (truth is { Count: > 0 } && !name.IsValid(128, spaces: true), typeof(ArgumentException)),
                (true, typeof(BudgetLedgerException)));
        }),
        ["BudgetLedger.SettleAsync(Guid,Settlement,CancellationToken)"] = Attack.With(OddInput.Any<Settlement>(), Gen.Bool, "SettleAsync", (_, settlement, isEmpty) =>
            Check(
                ledger => ledger.SettleAsync(isEmpty ? Guid.Empty : Guid.NewGuid(), settlement),
                (!Enum.IsDefined(settlement), typeof(ArgumentOutOfRangeException)),
                (true, typeof(BudgetLedgerException)))),
        ["BudgetLedgerServiceCollectionExtensions.AddBudgetLedger(IServiceCollection,Action`1)"] = Attack.With(Gen.Bool, Gen.Bool, "AddBudgetLedger", (world, isNull, hasAction) =>
        {
            var services = isNull ? null : new ServiceCollection();
            var add = () => services!.AddBudgetLedger(hasAction ? _ => { } : null);
            if (isNull)
                world.Throws<ArgumentNullException>(() => add()).ParamName.Should().Be("services");
            else
                Assert.Same(services, add().Services);
        }),
        ["BudgetLedgerBuilder.UseStore(Func`2)"] = Attack.With(Gen.Int[0, 2], "UseStore", (world, twist) =>
        {
            var builder = new ServiceCollection().AddBudgetLedger();
            if (twist == 0)
            {
                world.Throws<ArgumentNullException>(() => builder.UseStore(null!)).ParamName.Should().Be("create");
                return;
            }

            using var provider = builder.UseStore(_ => twist == 1 ? null! : new InMemoryBudgetStore()).Services.BuildServiceProvider();
            if (twist == 1)
                world.Throws<InvalidOperationException>(() => provider.GetRequiredService<BudgetLedger>());
            else
                Assert.Empty(Result(provider.GetRequiredService<BudgetLedger>().ListAsync()));
        }),
    };

    private static void CheckOpening(OddOptions odd, bool isNull, bool isForeign, Func<BudgetLedger, BudgetOptions?, Task> open)
    {
        var options = isNull ? null : odd.Options;
        Check(
            ledger => open(ledger, options),
            (options is null, typeof(ArgumentNullException)),
            (!odd.IsValid(isChild: false) || odd.Name.Value is null || isForeign, typeof(ArgumentException)),
            (odd.Options.Period != BudgetPeriod.None && odd.Options.TimeZone is { } zone && zone != TimeZoneInfo.Utc, typeof(BudgetLedgerException)));
    }

    private static Gen<Attack> Cancellable(string call, Func<BudgetLedger, CancellationToken, Task> make) => Attack.With(Gen.Bool, call, (_, isCancelled) =>
        Check(ledger => make(ledger, new CancellationToken(isCancelled)), (isCancelled, typeof(TaskCanceledException))));

    private static IEnumerable<(bool IsWrong, Type Fault)> NoName(Label name) =>
        [(name.Value is null, typeof(ArgumentNullException)), (!name.IsValid(128, spaces: true), typeof(ArgumentException))];

    private static IEnumerable<(bool IsWrong, Type Fault)> NoKey(Label key) =>
        [(key.Value is null, typeof(ArgumentNullException)), (!key.IsValid(160, spaces: true), typeof(ArgumentException))];

    private static (bool IsWrong, Type Fault) NoBudget(Label name) => (name.Value != "team", typeof(BudgetLedgerException));

#pragma warning disable CA2025 // Each task has ended before the ledger is disposed.
    /// <summary>Makes the call and expects the fault of the first rule that is broken, if any.</summary>
    private static void Check(Func<BudgetLedger, Task> call, params (bool IsWrong, Type Fault)[] rules)
    {
        var store = new InMemoryBudgetStore();
        var ledger = Result(BudgetLedger.OpenAsync(store));
        try
        {
            Result(ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m, InitialSpent = 10m }));
            var expected = rules.FirstOrDefault(rule => rule.IsWrong).Fault;

            var fault = Xunit.Record.Exception(() => call(ledger).GetAwaiter().GetResult());

            Assert.Equal(expected, fault?.GetType());
            Assert.Empty(LedgerCheck.Find(store));
            if (fault is null)
                return;
            Assert.True(fault is ArgumentOutOfRangeException || Readable.IsSafe(fault.Message), Readable.Escape(fault.Message));
            var left = Result(ledger.ListAsync());
            Assert.Equal(("team", 100m, 10m, 0L), (Assert.Single(left).Name, left[0].Limit, left[0].Spent, left[0].Term));
        }
        finally
        {
            ledger.Dispose();
        }
    }
#pragma warning restore CA2025

    private static TResult Result<TResult>(Task<TResult> task) => task.GetAwaiter().GetResult();
}
