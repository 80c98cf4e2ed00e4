using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>What a reload applies beside the limit, and what it says that it does not apply.</summary>
public class ReloadSettingsTests
{
    [Fact]
    public void Reload_Thresholds_AreApplied()
    {
        using var it = new ReloadedBudget();
        it.Budget.AddCost(60m);

        it.Reload(("Warning75Threshold", "0.5"), ("Warning90Threshold", "0.55"));

        it.Budget.GetStatus().Status.Should().Be(BudgetStatus.Warning90);
    }

    [Fact]
    public void Reload_ThresholdsAfterTopUp_ApplyToTheTopUp()
    {
        using var it = new ReloadedBudget();
        it.Budget.UpdateLimit(200m);
        it.Budget.AddCost(60m);

        it.Reload(("Warning75Threshold", "0.3"));

        it.Budget.Limit.Should().Be(200m);
        it.Budget.GetStatus().Status.Should().Be(BudgetStatus.Warning75);
    }

    [Fact]
    public void Reload_ALimitBelowWhatIsSpent_IsToldBeforeWhatItCrosses()
    {
        using var it = new ReloadedBudget();
        it.Budget.AddCost(40m);

        it.Reload(("Limit", "30"));
        it.Logged("BudgetExceeded");

        var names = it.Logs.Select(log => log.Id.Name).ToList();
        names.IndexOf("LimitChanged").Should().BeInRange(0, names.IndexOf("BudgetExceeded"));
    }

    [Fact]
    public void Reload_AlertReachedAlready_IsKnownFromThenOn()
    {
        using var it = new ReloadedBudget();
        var told = new List<decimal?>();
        it.Budget.ThresholdCrossed += (_, e) => told.Add(e.Threshold);

        it.Reload(("AlertAt:0", "0.5"));
        it.Budget.AddCost(60m);

        told.Should().Equal(0.5m);
    }

    [Fact]
    public async Task Reload_MaxWaiters_LetsWait()
    {
        using var it = new ReloadedBudget();
        var held = it.Budget.Reserve(100m);

        it.Reload(("MaxWaiters", "1"));
        var waiting = it.Budget.ReserveAsync(10m, TestContext.Current.CancellationToken).AsTask();

        waiting.IsCompleted.Should().BeFalse();
        held.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public void Reload_NoMaxWaiters_LetsWaitNoMore()
    {
        using var it = new ReloadedBudget(("MaxWaiters", "3"));

        it.Reload(("MaxWaiters", "0"));

        it.Budget.MaxWaiters.Should().Be(0);
    }

    [Fact]
    public void Reload_MaxWait_IsApplied()
    {
        using var it = new ReloadedBudget();

        it.Reload(("MaxWait", "00:00:05"));

        (it.Budget.MaxWait, it.Budget.MaxWaiters).Should().Be((TimeSpan.FromSeconds(5), 0));
    }

    [Theory]
    [InlineData("Period", "Weekly", "Period")]
    [InlineData("TimeZoneId", "Asia/Tokyo", "TimeZoneId")]
    [InlineData("Currency", "EUR", "Currency")]
    [InlineData("Name", "another", "Name")]
    public void Reload_WhatABudgetKeepsForItsLife_IsNotAppliedAndSaidByName(string member, string value, string told)
    {
        using var it = new ReloadedBudget(("Period", "Daily"), ("TimeZoneId", "Europe/Berlin"));
        var before = it.Budget.GetStatus();

        it.Reload((member, value));

        var record = it.Logged("ReloadIgnored");
        record.Level.Should().Be(LogLevel.Warning);
        record.Id.Id.Should().Be(35);
        record.GetStructuredStateValue("Members").Should().Be(told);
        it.Budget.GetStatus().Should().Be(before);
    }

    [Fact]
    public void Reload_ALimitWithAZone_AreToldAndTheLimitIsApplied()
    {
        using var it = new ReloadedBudget(("Period", "Daily"));

        it.Reload(("Period", "Daily"), ("TimeZoneId", "Europe/Berlin"), ("Limit", "300"));

        it.Logged("ReloadIgnored").GetStructuredStateValue("Members").Should().Be("TimeZoneId");
        it.Budget.Limit.Should().Be(300m);
    }

    [Theory]
    [InlineData("Period", "Monthly")]
    [InlineData("Currency", "EUR")]
    public void Reload_ALimitOfAnotherPeriodOrCurrency_IsToldAndNotApplied(string member, string value)
    {
        using var it = new ReloadedBudget(("Period", "Daily"));

        it.Reload(("Period", "Daily"), (member, value), ("Limit", "300"));

        it.Logged("ReloadIgnored").GetStructuredStateValue("Members").Should().Be($"{member}, Limit");
        it.Budget.Limit.Should().Be(100m, "a month's limit is none for a day");
    }

    [Fact]
    public void Reload_ALimitOfAnotherPeriodAndThenTheOldPeriod_IsApplied()
    {
        using var it = new ReloadedBudget(("Period", "Daily"));

        it.Reload(("Period", "Monthly"), ("Limit", "300"));
        it.Reload(("Period", "Daily"), ("Limit", "300"));

        it.Budget.Limit.Should().Be(300m);
    }

    [Fact]
    public void Reload_AgainWithTheSameIgnoredChange_SaysItOnce()
    {
        using var it = new ReloadedBudget();

        it.Reload(("Period", "Daily"));
        it.Reload(("MaxWaiters", "3"));
        it.Reload();

        it.CountOfLogs("ReloadIgnored").Should().Be(1);
    }

    [Fact]
    public void Reload_BackToWhatIsInForce_SaysNothingMore()
    {
        using var it = new ReloadedBudget(("Period", "Daily"));

        it.Reload(("Period", "Weekly"));
        it.Reload(("Period", "Daily"));

        it.CountOfLogs("ReloadIgnored").Should().Be(1);
    }

    [Fact]
    public void Reload_AnotherIgnoredChange_SaysThatToo()
    {
        using var it = new ReloadedBudget(("Period", "Daily"));

        it.Reload(("Period", "Weekly"));
        it.Reload(("Period", "Monthly"));

        it.CountOfLogs("ReloadIgnored").Should().Be(2);
    }

    [Fact]
    public void Reload_StartValues_AreIgnoredSilently()
    {
        using var it = new ReloadedBudget(("InitialSpent", "5"));

        it.Reload(("InitialSpent", "50"), ("InitialSpentAt", "2026-01-01T00:00:00Z"));

        it.Budget.Spent.Should().Be(5m);
        it.CountOfLogs("ReloadIgnored").Should().Be(0);
    }

    [Theory]
    [InlineData("TimeZoneId", "No/Such_Zone")]
    [InlineData("Warning75Threshold", "2")]
    [InlineData("MaxWait", "00:00:00")]
    [InlineData("AlertAt:0", "-1")]
    [InlineData("Currency", "U S D")]
    public void Reload_AnythingThatIsNotValid_IsRejectedWhole(string member, string value)
    {
        using var it = new ReloadedBudget();

        it.Reload(("Limit", "300"), (member, value));

        it.Logged("ReloadRejected").Message.Should().Contain(member.Split(':')[0]);
        it.Budget.Limit.Should().Be(100m);
    }
}
