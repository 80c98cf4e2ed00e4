namespace BudgetEnforcement.Tests.Json;

/// <summary>Results that users make themselves, for tests of their own.</summary>
public class MadeByUsersTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 2, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Report_MadeByHand_SaysWhatItWasGiven()
    {
        var report = new BudgetReport
        {
            Name = "job", Currency = "EUR", Limit = 100m, Spent = 80m, Reserved = 5m, Available = 15m, Overage = 1m, OpenReservations = 2,
            Resets = 3, Status = BudgetStatus.Warning75, PathStatus = BudgetStatus.Warning90, PeriodEnd = Midnight,
        };

        report.ToString().Should().Be("job: Warning75, EUR 80.00 of EUR 100.00 spent (80%), reserved: EUR 5.00, available: EUR 15.00");
        (report.Remaining, report.UtilizationPercentage, report.IsExceeded).Should().Be((20m, 80m, false));
        (report.Overage, report.OpenReservations, report.Resets, report.PathStatus).Should().Be((1m, 2L, 3, BudgetStatus.Warning90));
    }

    [Fact]
    public void ToString_WithoutACurrency_ShowsTheAmountsAlone()
    {
        default(BudgetReport).ToString().Should().Be("default: Ok, 0.00 of 0.00 spent (0%), reserved: 0.00, available: 0.00");
        new BudgetCheck { IsAvailable = true, Limit = 5m, Spent = 7m }.Message.Should().Be("Budget OK (remaining: -2.00)");
    }

    [Fact]
    public void Report_MadeByHand_EqualsThatOfTheBudget()
    {
        var budget = Budgets.Spent(80m, 100m);

        budget.GetStatus().Should().Be(new BudgetReport
        {
            Currency = "USD", Limit = 100m, Spent = 80.00m, Available = 20m, Status = BudgetStatus.Warning75, PathStatus = BudgetStatus.Warning75,
        });
    }

    [Fact]
    public void Report_WithOneThingChanged_KeepsTheRest()
    {
        var report = Budgets.Named("job", 100m).GetStatus();

        (report with { Spent = 101m, Status = BudgetStatus.Exceeded }).Should().Match<BudgetReport>(it => it.IsExceeded && it.Name == "job" && it.Remaining == -1m);
    }

    [Fact]
    public void Ends_InAnyOffset_AreKeptAsInstantsOfUtc()
    {
        var report = new BudgetReport { PeriodEnd = Midnight };
        var check = new BudgetCheck { PeriodEnd = Midnight, RetryAt = Midnight.AddDays(1) };

        report.PeriodEnd.Should().Be(Midnight);
        report.PeriodEnd!.Value.Offset.Should().Be(TimeSpan.Zero);
        check.PeriodEnd.Should().Be(Midnight);
        check.RetryAt.Should().Be(Midnight.AddDays(1));
        check.RetryAt!.Value.Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Ends_AtTheEdgesOfTheCalendar_AreKept()
    {
        new BudgetReport { PeriodEnd = DateTimeOffset.MinValue }.PeriodEnd.Should().Be(DateTimeOffset.MinValue);
        new BudgetReport { PeriodEnd = DateTimeOffset.MaxValue }.PeriodEnd.Should().Be(DateTimeOffset.MaxValue);
        new BudgetReport { PeriodEnd = null }.Should().Be(default(BudgetReport));
    }

    [Fact]
    public void Check_MadeByHand_SaysWhatItWasGiven()
    {
        var check = new BudgetCheck
        {
            Reason = BudgetRefusalReason.NoRoom, Status = BudgetStatus.Exceeded, BudgetName = "job", Currency = "USD",
            Limit = 100m, Spent = 80m, Reserved = 5m, RequiredAmount = 30m, Available = 15m,
        };

        check.IsAvailable.Should().BeFalse();
        check.Available.Should().Be(15m);
        check.Message.Should().Be("Budget 'job' would be exceeded: $115.00 > $100.00 (current: $80.00, reserved: $5.00, required: $30.00)");
        new BudgetExceededException(check).Reason.Should().Be(BudgetRefusalReason.NoRoom);
    }

    [Fact]
    public void Check_MadeAvailable_Is()
    {
        var (isAvailable, status) = new BudgetCheck { IsAvailable = true, Limit = 10m, Currency = "USD", RequiredAmount = 4m };

        (isAvailable, status).Should().Be((true, BudgetStatus.Ok));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("default")]
    public void Names_OfNoBudget_MeanUnnamed(string? name)
    {
        new BudgetReport { Name = name }.Should().Be(default(BudgetReport)).And.Match<BudgetReport>(it => it.Name == "default");
        new BudgetCheck { BudgetName = name }.Should().Be(default(BudgetCheck)).And.Match<BudgetCheck>(it => it.BudgetName == "default");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Currencies_ThatAreEmpty_MeanNone(string? currency)
    {
        new BudgetReport { Currency = currency }.Should().Be(default(BudgetReport)).And.Match<BudgetReport>(it => it.Currency.Length == 0);
        new BudgetCheck { Currency = currency }.Should().Be(default(BudgetCheck)).And.Match<BudgetCheck>(it => it.Currency.Length == 0);
    }

    public static TheoryData<string, Action> Impossible => new()
    {
        { "Limit", () => _ = new BudgetReport { Limit = -1m } },
        { "Spent", () => _ = new BudgetReport { Spent = -Budgets.Unit } },
        { "Reserved", () => _ = new BudgetReport { Reserved = -1m } },
        { "Available", () => _ = new BudgetReport { Available = -1m } },
        { "Overage", () => _ = new BudgetReport { Overage = -1m } },
        { "OpenReservations", () => _ = new BudgetReport { OpenReservations = -1 } },
        { "Resets", () => _ = new BudgetReport { Resets = -1 } },
        { "Status", () => _ = new BudgetReport { Status = (BudgetStatus)4 } },
        { "PathStatus", () => _ = new BudgetReport { PathStatus = (BudgetStatus)(-1) } },
        { "Limit", () => _ = new BudgetCheck { Limit = -1m } },
        { "Spent", () => _ = new BudgetCheck { Spent = -1m } },
        { "Reserved", () => _ = new BudgetCheck { Reserved = -1m } },
        { "Available", () => _ = new BudgetCheck { Available = -1m } },
        { "RequiredAmount", () => _ = new BudgetCheck { RequiredAmount = -Budgets.Unit } },
        { "Status", () => _ = new BudgetCheck { Status = (BudgetStatus)256 } },
        { "Reason", () => _ = new BudgetCheck { Reason = (BudgetRefusalReason)256 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Results_WithWhatCannotBe_AreRefusedByName(string name, Action make)
    {
        make.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name).Which.ActualValue.Should().NotBeNull();
    }
}
