using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.Layers;

/// <summary>What holds within the core: where decisions are made, who logs, and who takes the lock.</summary>
public class CoreTests
{
    // Foreign code, and types that only the shell around the rules may know.
    private static readonly string[] UnknownToRules = ["Microsoft.Extensions", "System.TimeProvider", "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.Interlocked", "System.Threading.Tasks", "System.DateTime"];

    // These methods read or write state that is never announced, or they do the announcing. All others take the lock with LockTree, which announces their
    // changes.
    private static readonly string[] TakersOfTheLockThatTellNothing =
    [
        "BudgetEnforcer.AmountOf", "BudgetEnforcer.CountRefusal", "BudgetEnforcer.IsForgettableAsItStands", "BudgetEnforcer.KeepBy", "BudgetEnforcer.Publish",
        "BudgetEnforcer.ReadMetering", "BudgetEnforcer.ReadRecorded", "BudgetEnforcer.ReportAsItStands", "BudgetEnforcer.Unlink",
        "BudgetEnforcer.add_PeriodEnded", "BudgetEnforcer.get_Gate", "BudgetEnforcer.get_MaxWait", "BudgetEnforcer.get_MaxWaiters", "BudgetEnforcer.add_ThresholdCrossed", "BudgetEnforcer.remove_PeriodEnded", "BudgetEnforcer.remove_ThresholdCrossed",
        "AnnouncementQueue.Execute", "LedgerExchange.get_HasEnded", "LedgerExchange.get_HasReservations", "LedgerExchange.get_NodeId", "LedgerExchange.get_State",
         "AnnouncementQueue.HandOver", "AnnouncementQueue.Deliver", "AnnouncementQueue.TryTake",
        "WaitAlarm.DueAfter", "WaitAlarm.Make", "WaitAlarm.Set",
    ];

    private readonly LibraryCode _code = new();

    [Fact]
    public void Rules_WhatTheyUse_IsNothingAboveThem()
    {
        _code.TypesUsedBy("Rules").Should().BeEquivalentTo(["PeriodCalendar", "BudgetOptions"]);
        _code.Uses("Rules").Where(use => Array.Exists(UnknownToRules, use.Used.DeclaringType!.FullName!.StartsWith)).Should().BeEmpty();
    }

    [Fact]
    public void LedgerOfTheStore_WhatItUses_IsNoBudgetOfAProcess()
    {
        string[] values =
        [
            "BudgetLedgerException", "BudgetLimit", "BudgetMark", "BudgetOptions", "BudgetOptionsRules", "BudgetThresholds", "LedgerAmount", "Money", "MoneyReader", "MoneyText",
            "PeriodCalendar",
        ];

        _code.TypesUsedBy("Ledger/Commands", "Ledger/Exchange", "Ledger/Node", "Ledger/Results", "Ledger/Rows", "Ledger/Rules", "Ledger/Store").Should().BeEquivalentTo(values);
    }

    [Fact]
    public void Log_OfBudgets_IsWrittenByTheTelemetryAlone()
    {
        _code.Uses().Where(use => use.Used.DeclaringType!.Name == "Log" && !use.Caller.StartsWith("Log.", StringComparison.Ordinal)).Select(use => use.Caller)
            .Should().NotBeEmpty().And.OnlyContain(caller => caller.StartsWith("Telemetry.", StringComparison.Ordinal));
    }

    [Fact]
    public void LockOfATree_TakenByOperations_TellsWhatHappenedUnderIt()
    {
        _code.Uses().Where(use => use.Used.Name == "get_Gate" && use.Used.DeclaringType!.Name == "BudgetTree").Select(use => use.Caller).Distinct()
            .Should().BeEquivalentTo(TakersOfTheLockThatTellNothing);
    }

    [Fact]
    public void PublicTypes_OfEveryFolder_AreInOneNamespace()
    {
        var types = typeof(BudgetEnforcer).Assembly.GetExportedTypes();

        types.Where(type => type.Namespace != nameof(BudgetEnforcement))
            .Should().BeEquivalentTo([typeof(BudgetEnforcerServiceCollectionExtensions), typeof(BudgetLedgerServiceCollectionExtensions)]);
        typeof(BudgetEnforcerServiceCollectionExtensions).Namespace.Should().Be(typeof(IServiceCollection).Namespace);
    }
}
