using System.Globalization;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Options that contradict themselves, names that lie, and everything that takes them.</summary>
internal static class OptionsAttacks
{
    private static readonly TimeZoneInfo?[] Zones =
    [
        null, TimeZoneInfo.Utc, TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(14), null, null),
        TimeZoneInfo.CreateCustomTimeZone("\u202e", TimeSpan.FromHours(-14), "\n", "\0"),
    ];

    private static readonly Gen<decimal> Threshold = Gen.Frequency(
        (3, Gen.OneOfConst(0.75m, 0.9m, 1m, Budgets.Unit, 1m - Budgets.Unit, 1m + Budgets.Unit, 0m, -0m, -0.5m)), (1, OddInput.Money));

    private static readonly Gen<decimal?> AnyLimit = Gen.Frequency((1, Gen.Const((decimal?)null)), (9, OddInput.Money.Select(amount => (decimal?)amount)));

    private static readonly Gen<decimal[]> Alerts = Gen.Frequency(
        (3, Gen.OneOfConst<decimal[]>([], [0.5m], [0.5m, 1m, 1.2m], [Budgets.Unit, decimal.MaxValue], [0.5m, 0.50m], [0m], [-0m, 1m], [-1m])),
        (1, Threshold.Array[0, 3]),
        (1, Gen.Int[14, 18].Select(count => Enumerable.Range(1, count).Select(each => each / 10m).ToArray())));

    private static readonly Gen<TimeSpan?> Wait = OddInput.Time.Select(time => (TimeSpan?)time);

    private static readonly Gen<DateTimeOffset?> Instant = Gen.OneOfConst<DateTimeOffset?>(
        null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, DateTimeOffset.UnixEpoch, new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.FromHours(14)));

    private static readonly Gen<string?> ZoneId = Gen.OneOf(
        Gen.OneOfConst<string?>(OddOptions.KnownZones),
        Gen.OneOfConst<string?>("No/Such_Zone", "Europe", "../../etc/passwd", "/etc/passwd", "a\0b", "\u202e"),
        OddInput.Text.Select(label => label.Value));

    /// <summary>Options, whether they are valid for a root, and whether for a child of a budget in dollars.</summary>
    internal static readonly Gen<OddOptions> Any = Gen.Select(
        Gen.Select(Rarely(OddInput.Text, new Label(null, true)), Rarely(OddInput.Text, new Label(null, true))),
        Gen.Select(Rarely(AnyLimit, 100m), Rarely(OddInput.Money, 0m)),
        Gen.Select(Rarely(Threshold, 0.75m), Rarely(Threshold, 0.9m)),
        Gen.Select(Rarely(OddInput.Any<BudgetPeriod>(), BudgetPeriod.None), Gen.OneOfConst(Zones)),
        Gen.Select(Rarely(Gen.OneOfConst(-1, int.MinValue, int.MaxValue, 1), 0), Rarely(Wait, null)),
        Gen.Select(Rarely(Alerts, []), Instant, Rarely(ZoneId, null))).Select((labels, money, thresholds, period, waiting, further) => Make(
            new BudgetOptions
            {
                Name = labels.Item1.Value, Currency = labels.Item2.Value, Limit = money.Item1, InitialSpent = money.Item2, Warning75Threshold = thresholds.Item1,
                Warning90Threshold = thresholds.Item2, Period = period.Item1, TimeZone = period.Item2, MaxWaiters = waiting.Item1, MaxWait = waiting.Item2,
                InitialSpentAt = further.Item2, TimeZoneId = further.Item3,
            },
            further.Item1,
            labels));

    private static readonly Gen<OddOptions?> AnyOrNone = Gen.Frequency((1, Gen.Const((OddOptions?)null)), (20, Any.Select(odd => (OddOptions?)odd)));

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetEnforcer..ctor(Decimal,ILogger`1)"] = Attack.With(
            OddInput.Money, Gen.Bool, "new BudgetEnforcer", (world, limit, hasLogger) =>
        {
            var make = () => new BudgetEnforcer(limit, hasLogger ? world : null);
            if (limit < 0)
                world.Refuses(() => make(), ("limit", limit));
            else
                Assert.Equal(limit, make().Limit);
        }),
        ["BudgetEnforcer..ctor(BudgetOptions,ILogger`1,TimeProvider)"] = Attack.With(
            AnyOrNone, "new BudgetEnforcer", (world, odd) =>
            Makes(world, odd, isChild: false, () => new BudgetEnforcer(odd?.Options!, world, world.Clock))),
        ["BudgetEnforcer.CreateChild(BudgetOptions,ReadOnlySpan`1)"] = Attack.With(
            AnyOrNone, "CreateChild", (world, odd) =>
            Makes(world, odd, isChild: true, () => world.Job.CreateChild(odd?.Options!))),
        ["BudgetEnforcerBuilder.AlsoUnder(ReadOnlySpan`1)"] = Attack.With(
            OddInput.Text, OddInput.Text, "AlsoUnder", (world, one, two) =>
        {
            var builder = new ServiceCollection().AddBudgetEnforcer("job", options => options.Limit = 1m, parentKey: "parent");
            builder.Services.AddBudgetEnforcer("parent", options => options.Limit = 1m);
            var count = builder.Services.Count;
            var add = () => builder.AlsoUnder(one.Value!, two.Value!);
            if (!string.IsNullOrWhiteSpace(one.Value) && !string.IsNullOrWhiteSpace(two.Value))
            {
                // None of them is ever added.
                Resolves(world, add().Services, "job", isValid: false);
                return;
            }

            var exception = Assert.ThrowsAny<ArgumentException>(add);
            Assert.Equal("keys", exception.ParamName);
            Assert.Equal(count, builder.Services.Count);
        }),
        ["BudgetOptions.set"] = Attack.With(
            Any, "BudgetOptions", (world, odd) =>
        {
            // Setting never throws, and what is set is copied: a later change is not seen.
            if (!odd.IsValid(isChild: false))
                return;
            var (limit, name) = (odd.Options.Limit, odd.Options.Name);
            var budget = new BudgetEnforcer(odd.Options, world, world.Clock);
            odd.Options.Limit = -1m;
            odd.Options.Name = "\u202e";
            Assert.Equal((limit, name ?? "default"), (budget.Limit, budget.Name));
            odd.Options.Limit = limit;
            odd.Options.Name = name;
        }),
        ["BudgetEnforcerServiceCollectionExtensions.AddBudgetEnforcer(IServiceCollection,Action`1)"] = Attack.With(
            Any, Gen.Bool, "AddBudgetEnforcer", (world, odd, isNull) =>
        {
            var services = new ServiceCollection();
            if (isNull)
                world.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddBudgetEnforcer(odd.CopyTo)).ParamName.Should().Be("services");
            else
                Resolves(world, services.AddBudgetEnforcer(odd.CopyTo).Services, key: null, odd.IsValid(isChild: false));
        }),
        ["BudgetEnforcerServiceCollectionExtensions.AddBudgetEnforcer(IServiceCollection,String,Action`1,String)"] = Attack.With(
            OddInput.Text, Gen.OneOf(Gen.Const(new Label(null, true)), OddInput.Text), Any, "AddBudgetEnforcer", (world, key, parent, odd) =>
            {
                var services = new ServiceCollection();
                var add = () => services.AddBudgetEnforcer(key.Value!, odd.CopyTo, parent.Value);
                if (string.IsNullOrWhiteSpace(key.Value) || (parent.Value is not null && string.IsNullOrWhiteSpace(parent.Value)))
                {
                    var exception = Record.Exception(() => add());
                    Assert.IsType(key.Value is null ? typeof(ArgumentNullException) : typeof(ArgumentException), exception);
                    Assert.Contains(((ArgumentException)exception!).ParamName, new[] { "key", "parentKey" });
                    Assert.Empty(services);
                    return;
                }

                var isNamed = odd.Options.Name is not null ? odd.Name.IsValid(128, spaces: true) : key.IsValid(128, spaces: true);
                Resolves(world, add().Services, key.Value, isNamed && odd.IsValid(isChild: false, ignoreName: true) && parent.Value is null);
            }),
    };

    private static OddOptions Make(BudgetOptions options, decimal[] alerts, (Label Name, Label Currency) labels)
    {
        foreach (var portion in alerts)
            options.AlertAt.Add(portion);
        return new OddOptions(options, labels.Name, labels.Currency);
    }

    private static Gen<T> Rarely<T>(Gen<T> odd, T usual) => Gen.Frequency((3, Gen.Const(usual)), (2, odd));

    private static void Makes(World world, OddOptions? odd, bool isChild, Func<BudgetEnforcer> make)
    {
        if (odd is null)
        {
            world.Throws<ArgumentNullException>(() => make()).ParamName.Should().Be("options");
            return;
        }

        if (!odd.IsValid(isChild))
        {
            var exception = world.Throws<ArgumentException>(() => make());
            Assert.Equal("options", exception.ParamName);
            Assert.True(Readable.IsSafe(exception.Message), Readable.Escape(exception.Message));
            Assert.Equal(InvariantMessage(make), exception.Message);
            return;
        }

        // The budget tells everything that it can tell, under its name.
        var budget = make();
        Assert.Equal(odd.Options.Name ?? "default", budget.Name);
        budget.CheckBudgetAvailable(decimal.MaxValue);
        budget.AddCost(decimal.MaxValue);
        budget.UpdateLimit(1m);
        budget.Refund(1m);
        budget.Reset();
        if (budget.TryReserve(0m, out var reservation))
            reservation.Commit(1m);
        Assert.True(Readable.IsSafe(budget.ToString()), Readable.Escape(budget.ToString()));
    }

    private static string InvariantMessage(Func<BudgetEnforcer> make)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Assert.Throws<ArgumentException>(make).Message;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static void Resolves(World world, IServiceCollection services, string? key, bool isValid)
    {
        using var provider = services.AddSingleton<TimeProvider>(world.Clock).BuildServiceProvider();
        var resolve = () => key is null ? provider.GetRequiredService<BudgetEnforcer>() : provider.GetRequiredKeyedService<BudgetEnforcer>(key);
        if (isValid)
        {
            resolve().AddCost(1m);
            return;
        }

        var exception = Assert.Throws<OptionsValidationException>(resolve);
        Assert.True(Readable.IsSafe(exception.Message), Readable.Escape(exception.Message));
    }
}
