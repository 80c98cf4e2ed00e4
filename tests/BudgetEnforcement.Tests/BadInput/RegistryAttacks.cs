using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Registries with any settings, with any keys and options that callers can make, and scopes.</summary>
internal static class RegistryAttacks
{
    internal static readonly Gen<BudgetRegistryOptions> AnySettings = Gen.Select(
        OddInput.Time, Gen.OneOfConst<int?>(null, 0, -1, int.MinValue, int.MaxValue, 1, 2), Gen.Bool, Gen.Bool).Select(
        (time, capacity, forgets, hasClock) => new BudgetRegistryOptions
        {
            ForgetAfter = forgets ? time : null, Capacity = capacity, TimeProvider = hasClock ? TimeProvider.System : null,
            Logger = hasClock ? null : new CallbackLogger(),
        });

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetRegistry`1..ctor(BudgetEnforcer,Func`2,BudgetRegistryOptions,IEqualityComparer`1)"] = Attack.With(
            AnySettings, Gen.Int[0, 3], "new BudgetRegistry", (world, settings, twist) =>
        {
            var parent = twist > 1 ? world.Job : null;
            Func<string, BudgetOptions>? options = twist == 0 ? null : _ => new BudgetOptions { Limit = 1m };
            var make = () => new BudgetRegistry<string>(parent, options!, settings, twist == 3 ? StringComparer.OrdinalIgnoreCase : null);
            if (options is null)
                world.Throws<ArgumentNullException>(() => make()).ParamName.Should().Be("options");
            else if (settings.ForgetAfter <= TimeSpan.Zero || settings.Capacity <= 0)
                world.Refuses(() => make(), ("settings", settings.ForgetAfter), ("settings", settings.Capacity));
            else
                Assert.Equal(1m, make().GetOrAdd("key").Limit);
        }),
        ["BudgetRegistry`1.GetOrAdd(TKey)"] = Attack.With(OddInput.Text, OptionsAttacks.Any, "GetOrAdd", (world, key, odd) =>
        {
            var registry = new BudgetRegistry<string>(world.Job, _ => odd.Options);
            if (key.Value is null)
                world.Throws<ArgumentNullException>(() => registry.GetOrAdd(null!)).ParamName.Should().Be("key");
            else if (!odd.IsValid(isChild: true))
                Assert.True(Readable.IsSafe(world.Throws<ArgumentException>(() => registry.GetOrAdd(key.Value)).Message));
            else
                Assert.Same(registry.GetOrAdd(key.Value), registry.GetOrAdd(new string(key.Value)));
            Assert.Equal(key.Value is not null && odd.IsValid(isChild: true) ? 1 : 0, registry.Keys.Count);
        }),
        ["BudgetRegistry`1.TryGet(TKey,BudgetEnforcer&)"] = OfAKey("TryGet", (registry, key) => registry.TryGet(key, out _), staysThere: true),
        ["BudgetRegistry`1.TryRemove(TKey)"] = OfAKey("TryRemove", (registry, key) => registry.TryRemove(key), staysThere: false),
        ["BudgetScope.Begin(BudgetEnforcer,String)"] = Attack.With(OddInput.Text, Gen.Bool, "BudgetScope.Begin", (world, label, isNull) =>
        {
            if (isNull)
            {
                world.Throws<ArgumentNullException>(() => BudgetScope.Begin(null!, label.Value)).ParamName.Should().Be("budget");
                return;
            }

            using (BudgetScope.Begin(world.Job, label.Value))
                Assert.Equal((world.Job, label.Value), (BudgetScope.Current!.Budget, BudgetScope.Current.Label));
            Assert.Null(BudgetScope.Current);
        }),
    };

    private static Gen<Attack> OfAKey(string call, Func<BudgetRegistry<string>, string, bool> ask, bool staysThere) =>
        Attack.With(OddInput.Text, Gen.Bool, call, (world, key, isThere) =>
        {
            var registry = new BudgetRegistry<string>(world.Job, _ => new BudgetOptions { Limit = 1m });
            if (key.Value is null)
            {
                world.Throws<ArgumentNullException>(() => ask(registry, null!)).ParamName.Should().Be("key");
                return;
            }

            if (isThere)
                registry.GetOrAdd(key.Value);
            Assert.Equal(isThere, ask(registry, key.Value));
            Assert.Equal(isThere && staysThere, ask(registry, key.Value));
        });
}
