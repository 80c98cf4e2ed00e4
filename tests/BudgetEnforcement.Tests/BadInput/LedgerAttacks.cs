using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Stores in memory, with clocks and backups or without.</summary>
internal static class LedgerAttacks
{
    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["InMemoryBudgetStore..ctor(TimeProvider)"] = Attack.With(Gen.Bool, "new InMemoryBudgetStore", (_, hasClock) =>
        {
            using var store = new InMemoryBudgetStore(hasClock ? TimeProvider.System : null);
            Assert.Equal(LedgerRules.Version, ((IBudgetStore)store).Open(SchemaSetUp.Create).RulesVersion);
        }),
        ["InMemoryBudgetStore.Restore(InMemoryBudgetStore)"] = Attack.With(Gen.Bool, Gen.Bool, "Restore", (world, isNull, isDisposed) =>
        {
            using var store = new InMemoryBudgetStore();
            var ledger = ((IBudgetStore)store).Open(SchemaSetUp.Create);
            using var backup = store.Copy();
            if (isDisposed)
                backup.Dispose();
            if (isNull)
                world.Throws<ArgumentNullException>(() => store.Restore(null!)).ParamName.Should().Be("backup");
            else if (isDisposed)
                world.Throws<ObjectDisposedException>(() => store.Restore(backup));
            else
                store.Restore(backup);
            Assert.Equal(ledger, ((IBudgetStore)store).Open(SchemaSetUp.Validate));
        }),
    };
}
