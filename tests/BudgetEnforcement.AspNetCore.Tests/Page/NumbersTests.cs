using System.Globalization;
using BudgetEnforcement.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.AspNetCore.Tests.Page;

/// <summary>The last hour, the burn rate, when the money ends, and amounts for people.</summary>
public class NumbersTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, "USD", "$0.00")]
    [InlineData(1234567.891, "USD", "$1,234,567.89")]
    [InlineData(-0.5, "EUR", "−€0.50")]
    [InlineData(0.0042, "USD", "$0.0042")]
    [InlineData(0.000000001, "USD", "less than $0.00000001")]
    [InlineData(12, "CREDITS", "12.00 CREDITS")]
    public void Amount_ForPeople_HasEnoughDecimals(decimal amount, string currency, string text) => Amounts.Text(amount, currency).Should().Be(text);

    [Theory]
    [InlineData(89.99, "89 %")]
    [InlineData(99.999, "99 %")]
    [InlineData(0.04, "< 0.1 %")]
    [InlineData(1.29, "1.2 %")]
    public void Percentage_ForPeople_IsNeverRoundedUp(decimal percentage, string text) => Amounts.Percent(percentage).Should().Be(text);

    [Theory]
    [InlineData("00:00:30", "less than a minute")]
    [InlineData("00:23:10", "23 min")]
    [InlineData("03:00:00", "3 h")]
    [InlineData("1.02:00:00", "1 day 2 h")]
    [InlineData("40.02:00:00", "40 days")]
    public void Span_ForPeople_HasTwoUnitsAtMost(string span, string text) => Amounts.Span(TimeSpan.Parse(span, CultureInfo.InvariantCulture)).Should().Be(text);

    [Fact]
    public async Task Pace_OfTheLastMinutes_TellsWhenTheMoneyEnds()
    {
        await using var app = await StartAsync("""{ "org": { "Limit": 100 } }""");

        Spend(app, minutes: 20, perMinute: 1m);
        var one = await app.Operator().JsonAsync("budget?budget=org");

        one.GetProperty("burnRatePerHour").GetDecimal().Should().BeApproximately(60m, 4m);
        (one.GetProperty("endsAt").GetDateTimeOffset() - _clock.GetUtcNow()).Should().BeCloseTo(TimeSpan.FromMinutes(80), TimeSpan.FromMinutes(6));
        one.GetProperty("lastHour").GetArrayLength().Should().BeInRange(40, 43);
        one.GetProperty("lastHour").EnumerateArray().Last().GetProperty("spent").GetDecimal().Should().Be(20m);
    }

    [Fact]
    public async Task LastHour_OverAReset_GoesOnRising_AndForgetsWhatIsOlder()
    {
        await using var app = await StartAsync("""{ "org": { "Limit": 1000 } }""");

        Spend(app, minutes: 50, perMinute: 1m);
        app.Budget("org").Reset();
        Spend(app, minutes: 30, perMinute: 2m);
        var line = (await app.Operator().JsonAsync("budget?budget=org")).GetProperty("lastHour").EnumerateArray().Select(point => point.GetProperty("spent").GetDecimal()).ToList();

        line.Should().BeInAscendingOrder().And.HaveCountLessThan(125);
        line[^1].Should().BeInRange(88m, 92m);
    }

    [Fact]
    public async Task Pace_ThatAPeriodCatchesUpWith_EndsNothing()
    {
        await using var app = await StartAsync("""{ "org": { "Limit": 100000, "Period": "Daily" } }""");

        Spend(app, minutes: 10, perMinute: 1m);

        (await app.Operator().JsonAsync("budget?budget=org")).TryGetProperty("endsAt", out _).Should().BeFalse();
        (await app.Operator().GetStringAsync("/budgets", TestContext.Current.CancellationToken)).Should().Contain("lasts until 29 Nov, 00:00 UTC");
    }

    [Fact]
    public async Task Amounts_AtTheEndOfDecimal_AreShown()
    {
        await using var app = await StartAsync("""{ "org": { "Limit": 79228162514264337593543950335 } }""");
        app.Budget("org").AddCost(decimal.MaxValue);
        app.Budget("org").AddCost(decimal.MaxValue);
        _clock.Advance(TimeSpan.FromMinutes(5));
        app.Budget("org").AddCost(decimal.MaxValue);

        (await app.Operator().GetStringAsync("/budgets", TestContext.Current.CancellationToken)).Should().Contain("org is exceeded");
    }

    [Fact]
    public async Task CommandBook_HoweverManyCommands_RemembersSoMany()
    {
        var book = new CommandBook(capacity: 3);
        for (var i = 0; i < 10; i++)
        {
            var command = BudgetCommand.Of(BudgetCommand.Reset, new CommandJson { CommandKey = "k" + i.ToString(CultureInfo.InvariantCulture), Budget = "org" });
            await book.RunAsync(command, () => Task.FromResult(new CommandResultJson { Command = "reset" }));
        }

        book.Count.Should().Be(3);
    }

    private void Spend(TestApp app, int minutes, decimal perMinute)
    {
        for (var i = 0; i < minutes * 2; i++)
        {
            app.Budget("org").AddCost(perMinute / 2m);
            _clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    private Task<TestApp> StartAsync(string section) => PageApp.StartAsync(section, services => services.AddSingleton<TimeProvider>(_clock));
}
