namespace BudgetEnforcement.Tests;

/// <summary>What makes the limit, alerts, the wait and the zone of a budget valid.</summary>
public class FurtherOptionsTests
{
    [Fact]
    public void Constructor_LimitNotSet_IsNoLimitOfZero()
    {
        Refusal(new BudgetOptions { Name = "job" }).Should().StartWith("Limit is not set.");
    }

    [Fact]
    public void Constructor_LimitOfZeroThatSomebodyWrote_IsFine()
    {
        new BudgetEnforcer(new BudgetOptions { Limit = 0m }).Limit.Should().Be(0m);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("UTC")]
    public void Constructor_TimeZoneIdOfEitherKind_IsKnown(string id)
    {
        var make = () => new BudgetEnforcer(new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, TimeZoneId = id });

        make.Should().NotThrow();
    }

    [Theory]
    [InlineData("No/Such_Zone")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Europe")]
    [InlineData("../../etc/passwd")]
    [InlineData("/etc/passwd")]
    public void Constructor_UnknownTimeZoneId_IsAnErrorThatNamesIt(string id)
    {
        Refusal(new BudgetOptions { Limit = 1m, TimeZoneId = id })
            .Should().StartWith($"TimeZoneId must be the IANA or Windows id of a time zone that this machine knows; it is '{id}'.");
    }

    [Fact]
    public void Constructor_TimeZoneIdBesideTimeZone_IsAnErrorEvenWhereBothAreTheSame()
    {
        Refusal(new BudgetOptions { Limit = 1m, TimeZone = TimeZoneInfo.Utc, TimeZoneId = "UTC" })
            .Should().StartWith("TimeZoneId must not be set beside TimeZone; it is 'UTC'.");
    }

    [Fact]
    public void PeriodEnd_TimeZoneId_IsMidnightInThatZone()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        var budget = new BudgetEnforcer(
            new BudgetOptions { Limit = 1m, Period = BudgetPeriod.Daily, TimeZoneId = "Asia/Tokyo" }, timeProvider: clock);

        budget.GetStatus().PeriodEnd.Should().Be(new DateTimeOffset(2026, 7, 1, 15, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Constructor_MaxWaitNotAbove0_IsAnError(long ticks)
    {
        Refusal(new BudgetOptions { Limit = 1m, MaxWait = TimeSpan.FromTicks(ticks) }).Should().StartWith("MaxWait must be above 0; it is ");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void Constructor_MaxWaitAbove0_IsFine(long ticks)
    {
        var make = () => new BudgetEnforcer(new BudgetOptions { Limit = 1m, MaxWait = TimeSpan.FromTicks(ticks) });

        make.Should().NotThrow();
    }

    [Theory]
    [InlineData("0", "AlertAt must have portions above 0 only; it has 0.")]
    [InlineData("0.5 -0.5", "AlertAt must have portions above 0 only; it has -0.5.")]
    [InlineData("0.5 1 0.50", "AlertAt must have each portion once; it has 0.5 2 times.")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", "AlertAt must have at most 16 portions; it has 17.")]
    public void Constructor_AlertsThatAreNotValid_AreErrorsThatNameThem(string portions, string error)
    {
        Refusal(WithAlerts(portions)).Should().StartWith(error);
    }

    [Theory]
    [InlineData("0.5 1.0 1.2")]
    [InlineData("0.75 0.9")]
    [InlineData("0.0000000000000000000000000001 79228162514264337593543950335")]
    [InlineData("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16")]
    public void Constructor_AlertsThatAreValid_AreFine(string portions)
    {
        var make = () => new BudgetEnforcer(WithAlerts(portions));

        make.Should().NotThrow();
    }

    [Fact]
    public void Copy_AlertsChangedAfterwards_KeepsThoseItHad()
    {
        var options = WithAlerts("0.5");

        var copy = options.Copy();
        options.AlertAt.Add(2m);

        copy.AlertAt.Should().Equal(0.5m);
    }

    private static BudgetOptions WithAlerts(string portions)
    {
        var options = new BudgetOptions { Limit = 1m };
        foreach (var portion in portions.Split(' '))
            options.AlertAt.Add(Text.Decimal(portion));
        return options;
    }

    private static string Refusal(BudgetOptions options)
    {
        var make = () => new BudgetEnforcer(options);
        return make.Should().Throw<ArgumentException>().WithParameterName(nameof(options)).Which.Message;
    }
}
