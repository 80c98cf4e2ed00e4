using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>Nothing on the heap. The least of many measurements counts: only the code under test allocates in every one of them.</summary>
public class AllocationTests
{
    private const int Calls = 1000;

    public static TheoryData<bool> Loggers => [false, true];

    [Theory]
    [MemberData(nameof(Loggers))]
    public void AddCost_OfAnyBudget_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.AddCost(0.0001m)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void AddCost_OfAnExceededBudget_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);
        _ = budget.ExceededToken;
        budget.AddCost(10_000_000m);

        BytesPerCall(() => budget.AddCost(0.0001m)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void TryAddCost_Admitted_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.TryAddCost(0.0001m)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void TryAddCost_Refused_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.TryAddCost(10_000_000m)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void TryReserve_Refused_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.TryReserve(10_000_000m, out _)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void CheckBudgetAvailable_WhateverItAnswers_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.CheckBudgetAvailable(1m)).Should().Be(0);
        BytesPerCall(() => budget.CheckBudgetAvailable(10_000_000m)).Should().Be(0);
    }

    [Fact]
    public void Reads_OfEveryNumber_AllocateNothing()
    {
        var budget = Leaf(logs: true);
        budget.AddCost(1m / 3m);

        BytesPerCall(() =>
        {
            var report = budget.GetStatus();
            _ = (report.Spent, report.Remaining, report.Available, report.UtilizationPercentage);
            _ = (budget.Spent, budget.Limit, budget.Reserved, budget.Available, budget.IsBudgetExceeded, budget.ExceededToken);
            _ = (budget.GetRemainingBudget(), budget.GetUtilizationPercentage());
        }).Should().Be(0);
    }

    [Fact]
    public void Check_WithoutABudget_AllocatesNothing() =>
        BytesPerCall(() => _ = Budget.Check(80m, 100m, 30m).Available).Should().Be(0);

    [Theory]
    [MemberData(nameof(Loggers))]
    public void Reservation_FromReserveToCommit_IsOneSmallObject(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.Reserve(0.001m).Commit(0.0001m)).Should().BeInRange(1, 48);
        BytesPerCall(() => budget.Reserve(0.001m).Dispose()).Should().BeInRange(1, 48);
    }

    [Fact]
    public void EveryCall_BetweenAlertsAndWithHandlers_AllocatesNothing()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 1_000_000m, AlertAt = { 0.5m, 1.0m, 1.2m } });
        budget.ThresholdCrossed += (_, _) => throw new InvalidOperationException();
        budget.PeriodEnded += (_, _) => throw new InvalidOperationException();
        using var source = budget.CreateLinkedTokenSource(CancellationToken.None);
        budget.AddCost(100m);

        BytesPerCall(() => budget.AddCost(0.0001m)).Should().Be(0);
        BytesPerCall(() => budget.TryAddCost(0.0001m)).Should().Be(0);
        BytesPerCall(() => budget.TryAddCost(10_000_000m)).Should().Be(0);
        BytesPerCall(() => budget.CheckBudgetAvailable(1m)).Should().Be(0);
        BytesPerCall(() => _ = budget.GetStatus().Spent).Should().Be(0);
    }

    [Fact]
    public void EveryCall_UnderSeveralParents_AllocatesNothing()
    {
        var root = new BudgetEnforcer(1_000_000m);
        var budget = root.Child(1_000_000m).CreateChild(new BudgetOptions { Limit = 1_000_000m }, root.Child(1_000_000m));

        BytesPerCall(() => budget.AddCost(0.0001m)).Should().Be(0);
        BytesPerCall(() => budget.TryAddCost(0.0001m)).Should().Be(0);
        BytesPerCall(() => budget.CheckBudgetAvailable(1m)).Should().Be(0);
        BytesPerCall(() => _ = budget.GetStatus().Spent).Should().Be(0);
        BytesPerCall(() => budget.Reserve(0.001m).Commit(0.0001m)).Should().BeInRange(1, 48);
    }

    [Theory]
    [MemberData(nameof(Loggers))]
    public void EveryDoorWithReasons_WhateverItAnswers_AllocatesNothing(bool logs)
    {
        var budget = Leaf(logs);

        BytesPerCall(() => budget.TryAddCost(0.0001m, out BudgetCheck _)).Should().Be(0);
        BytesPerCall(() => budget.TryAddCost(10_000_000m, out BudgetCheck _)).Should().Be(0);
        BytesPerCall(() => budget.TryReserve(10_000_000m, out _, out _)).Should().Be(0);
        BytesPerCall(() => budget.TryRefund(0.00001m)).Should().Be(0);
        BytesPerCall(() => budget.AdjustLimit(0m)).Should().Be(0);
    }

    private static BudgetEnforcer Leaf(bool logs) =>
        new BudgetEnforcer(1_000_000m, logs ? new CallbackLogger(isEnabled: level => level >= LogLevel.Information) : null)
            .CreateChild(new BudgetOptions { Limit = 2_000_000m, Period = BudgetPeriod.Monthly }).Child(2_000_000m);

    private static long BytesPerCall(Action call)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 50 && least > 0; round++)
            least = Math.Min(least, Measure(call));
        return least / Calls;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Measure(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
