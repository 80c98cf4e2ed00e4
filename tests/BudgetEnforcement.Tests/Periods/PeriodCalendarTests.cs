using System.Globalization;

namespace BudgetEnforcement.Tests.Periods;

/// <summary>Ends of periods against a calendar that only looks, minute by minute, what date the clocks of the zone show.</summary>
public sealed class PeriodCalendarTests
{
    public static TheoryData<string, int, int> ZonesAndYears => new()
    {
        { "UTC", 2023, 2024 }, // 29 February.
        { "America/New_York", 2024, 2025 },
        { "Europe/Berlin", 2024, 2025 },
        { "America/Havana", 2023, 2024 }, // Midnight happens twice in autumn and never in spring.
        { "Africa/Cairo", 2023, 2024 }, // Midnight is skipped in spring; in autumn the last hour of the day happens twice.
        { "America/Sao_Paulo", 2017, 2018 },
        { "Asia/Beirut", 2022, 2023 },
        { "Pacific/Apia", 2011, 2011 }, // 30 December did not happen.
        { "Pacific/Kiritimati", 1994, 1995 }, // 31 December or 1 January did not happen.
        { "Australia/Lord_Howe", 2024, 2024 }, // Half an hour of daylight saving.
        { "Asia/Kathmandu", 2024, 2024 }, // 5:45 off UTC.
        { "America/St_Johns", 2010, 2010 }, // One minute of the new day, then an hour of the old one again.
        { "gap 23:30", 2024, 2024 },
        { "gap 00:00", 2024, 2024 },
        { "overlap 00:30", 2024, 2024 },
    };

    [Theory]
    [MemberData(nameof(ZonesAndYears))]
    public void PeriodEnd_AnyInstant_IsWhenTheClocksShowALaterPeriod(string id, int firstYear, int lastYear)
    {
        var zone = Zone(id);
        foreach (var period in new[] { BudgetPeriod.Daily, BudgetPeriod.Weekly, BudgetPeriod.Monthly })
        {
            var model = new LookingCalendar(zone, period, At(firstYear - 1, 12, 20), At(lastYear + 1, 2, 10));
            foreach (var now in model.Instants(At(firstYear, 1, 1) - TimeSpan.FromDays(2), At(lastYear + 1, 1, 2)))
                Assert.Equal((now, model.EndAfter(now)), (now, EndAfter(now, zone, period)));
        }
    }

    [Theory]
    [InlineData("America/New_York", BudgetPeriod.Daily, "2024-03-10T05:00Z", 23)]
    [InlineData("America/New_York", BudgetPeriod.Daily, "2024-11-03T04:00Z", 25)]
    [InlineData("Europe/Berlin", BudgetPeriod.Daily, "2024-03-30T23:00Z", 23)]
    [InlineData("Europe/Berlin", BudgetPeriod.Daily, "2024-10-26T22:00Z", 25)]
    [InlineData("Australia/Lord_Howe", BudgetPeriod.Daily, "2024-04-06T13:00Z", 24.5)]
    [InlineData("Pacific/Apia", BudgetPeriod.Daily, "2011-12-29T10:00Z", 24)] // To the start of the 31st: the 30th did not happen.
    [InlineData("UTC", BudgetPeriod.Weekly, "2024-12-30T00:00Z", 7 * 24)] // From a Monday, in a week that belongs to two years.
    [InlineData("UTC", BudgetPeriod.Monthly, "2023-02-01T00:00Z", 28 * 24)]
    [InlineData("UTC", BudgetPeriod.Monthly, "2024-02-01T00:00Z", 29 * 24)]
    [InlineData("UTC", BudgetPeriod.Monthly, "2024-04-01T00:00Z", 30 * 24)]
    [InlineData("UTC", BudgetPeriod.Monthly, "2024-12-01T00:00Z", 31 * 24)]
    [InlineData("UTC", BudgetPeriod.Monthly, "2100-02-01T00:00Z", 28 * 24)]
    public void PeriodEnd_KnownPeriod_HasItsRealLength(string zone, BudgetPeriod period, string midnight, double hours)
    {
        var (start, tick) = (Instant(midnight), TimeSpan.FromTicks(1));
        var end = start + TimeSpan.FromHours(hours);

        foreach (var (now, expected) in new[] { (start - tick, start), (start, end), (start.AddHours(hours / 2), end), (end - tick, end) })
            EndAfter(now, Zone(zone), period).Should().Be(expected);
    }

    [Fact]
    public void Spent_ClocksFallBackIntoTheDayBefore_BeginsThePeriodOnce()
    {
        // At 00:01 on 7 November 2010 the clocks of Newfoundland went back to 23:01 of the 6th. The 7th began at 02:30 UTC.
        var clock = new ManualClock(Instant("2010-11-07T02:00Z"));
        var budget = clock.Budget(zone: Zone("America/St_Johns"));
        budget.GetStatus().PeriodEnd.Should().Be(Instant("2010-11-07T02:30Z"));
        clock.GoTo(Instant("2010-11-07T02:45Z")); // The clocks show 23:15 of the 6th again.
        budget.AddCost(10m);

        clock.GoTo(Instant("2010-11-07T03:45Z")); // 00:15 of the 7th.

        budget.Spent.Should().Be(10m, "the period of the 7th has begun already");
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo zone, BudgetPeriod period) =>
        new ManualClock(now).Budget(period, zone: zone).GetStatus().PeriodEnd;

    private static TimeZoneInfo Zone(string id) => id switch
    {
        "gap 23:30" => WithDaylightSaving(id, new DateTime(1, 1, 1, 23, 30, 0), new DateTime(1, 1, 1, 3, 0, 0)),
        "gap 00:00" => WithDaylightSaving(id, new DateTime(1, 1, 1, 0, 0, 0), new DateTime(1, 1, 1, 0, 0, 0)),
        "overlap 00:30" => WithDaylightSaving(id, new DateTime(1, 1, 1, 2, 0, 0), new DateTime(1, 1, 1, 0, 30, 0)),
        _ => TimeZoneInfo.FindSystemTimeZoneById(id),
    };

    // Forward on the last day of March, which is also the end of a month, and back on 1 October.
    private static TimeZoneInfo WithDaylightSaving(string id, DateTime forward, DateTime back) => TimeZoneInfo.CreateCustomTimeZone(
        id,
        TimeSpan.FromHours(2),
        id,
        id,
        id,
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(forward, 3, 31),
                TimeZoneInfo.TransitionTime.CreateFixedDateRule(back, 10, 1)),
        ]);
}
