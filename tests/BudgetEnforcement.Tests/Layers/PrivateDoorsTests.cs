namespace BudgetEnforcement.Tests.Layers;

/// <summary>
/// The code around the core is built on the public API. Its few internal doors are listed here: where a part needs another one, the public API lacks something.
/// </summary>
public class PrivateDoorsTests
{
    private static readonly string[] OuterFolders = ["DependencyInjection", "Metering", "Operations", "Reconciliation", "Registry", "Runs", "Scope"];

    // A type that is internal as a whole, or a member of a public one.
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["DependencyInjection"] =
        [
            "BudgetEnforcer.Now", "BudgetEnforcer.Reconfigure", "BudgetEnforcer.Shared", "BudgetLedger..ctor", "BudgetLedgerOptions.Errors", "BudgetOptions.Copy", "BudgetOptions.Zone", "BudgetOptionsRules",
            "ReloadLog", "SafeLogger", "SharedBudget", "WorkItems",
        ],
        ["Metering"] =
        [
            "BudgetEnforcer.ChargeMetering", "BudgetEnforcer.GetPath", "BudgetEnforcer.Link", "BudgetEnforcer.NextPeriodEnd",
            "BudgetEnforcer.ReadMetering", "BudgetEnforcer.TryRenewMetering", "BudgetEnforcer.TryStartMetering",
            "BudgetExceededException..ctor", "BudgetLink", "MeterLog", "Money", "SourceCancellation", "WorkItems",
        ],
        ["Operations"] =
        [
            "Money",
        ],
        ["Reconciliation"] =
        [
            "BudgetEnforcer.GetPathLevels", "BudgetOptionsRules", "LedgerFaults", "Money", "MoneyReader", "PathLevel", "PeriodCalendar", "ReconciliationLog", "SafeLogger", "WeakList`1",
        ],
        ["Registry"] =
        [
            "BudgetEnforcer.CreateUnpublished", "BudgetEnforcer.FollowOptions", "BudgetEnforcer.IsForgettable", "BudgetEnforcer.IsForgettableAsItStands",
            "BudgetEnforcer.KeepBy", "BudgetEnforcer.Keeper", "BudgetEnforcer.Publish", "RegistryLog", "SafeLogger", "WorkItems",
        ],
        ["Runs"] =
        [
            "Accrual", "BudgetCheck.Because", "BudgetCheck.For", "BudgetEnforcer.GetPathLevels", "CostMeter.LastAt",
            "CostMeter.ReadPath", "CostMeter.ThrowIfNoRate", "CostMeter.TryStart", "CostMeterOptions.ValidCopy", "Money",
            "MoneyText", "PathLevel", "PeriodCalendar", "ResultInput", "RunLog",
        ],
    };

    [Fact]
    public void OuterFolders_UseOfTheRest_IsPublicOrListed()
    {
        var used = new LibraryCode().UsesOfInternals(OuterFolders);

        foreach (var folder in OuterFolders)
            used.GetValueOrDefault(folder, []).Should().BeEquivalentTo(Doors.GetValueOrDefault(folder, []), "these are the doors of {0}", folder);
    }

    [Fact]
    public void UsesOfInternals_OfAFolderThatHasSome_AreFound()
    {
        new LibraryCode().UsesOfInternals(["Tokens"])["Tokens"].Should().Contain("BudgetEnforcer.State");
    }
}
