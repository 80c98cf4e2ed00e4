using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Refusals are warnings once a minute, with a count of those in between; asking is not taking.</summary>
public class RefusalLogTests
{
    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _budget;

    public RefusalLogTests() => _budget = New();

    [Fact]
    public void Refusals_AThousandWithAdmissionsBetween_WarnOnceAMinuteWithTheirCount()
    {
        for (var minute = 0; minute < 3; minute++)
        {
            for (var i = 0; i < 1000; i++)
            {
                _budget.TryAddCost(101m).Should().BeFalse();
                _budget.TryAddCost(0.001m).Should().BeTrue();
            }

            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Of("Refused").Select(record => (record.Level, record.GetStructuredStateValue("RefusedSinceLastWarning"))).Should().Equal(
            (LogLevel.Warning, "0"), (LogLevel.Warning, "999"), (LogLevel.Warning, "999"));
        Of("RefusedAgain").Should().HaveCount(2997).And.OnlyContain(record => record.Level == LogLevel.Debug);
    }

    [Theory]
    [InlineData(59_999, 1)]
    [InlineData(60_000, 2)]
    public void Refusals_AMinuteApartOrLess_WarnAgainAfterAFullMinute(int milliseconds, int warnings)
    {
        _budget.TryReserve(101m, out _);
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));

        _budget.TryReserve(102m, out _);

        Of("Refused").Should().HaveCount(warnings);
    }

    [Fact]
    public void Refusals_CalendarPutBack_AreWarnedOfByTheTimeThatPasses()
    {
        _budget.TryAddCost(101m);
        _clock.SetCalendar(ManualClock.Noon.AddYears(-1));
        _clock.Advance(TimeSpan.FromMinutes(1));

        _budget.TryAddCost(101m);

        Of("Refused").Should().HaveCount(2);
    }

    [Fact]
    public void Refusals_OfEachKind_ShareTheOneWarning()
    {
        var held = _budget.Reserve(10m);

        _budget.TryAddCost(101m);
        _budget.TryAddCost(102m, out BudgetCheck _);
        _budget.TryReserve(103m, out _);
        _budget.TryReserve(104m, out _, out _);
        _budget.Invoking(it => it.Reserve(105m)).Should().Throw<BudgetExceededException>();
        held.TryRenew(0m, 106m).Should().BeFalse();
        _budget.ReserveAsync(107m, CancellationToken.None).AsTask().IsFaulted.Should().BeTrue();

        Of("Refused").Should().ContainSingle().Which.GetStructuredStateValue("RequiredAmount").Should().Be("101");
        Of("RefusedAgain").Select(record => record.GetStructuredStateValue("RequiredAmount")).Should().Equal("102", "103", "104", "105", "96.00", "107");
    }

    [Fact]
    public void Refusals_OfOtherBudgets_WarnForThemselves()
    {
        var (one, other) = (_budget.Child(10m, "one"), _budget.Child(10m, "other"));

        one.TryAddCost(11m);
        other.TryAddCost(11m);
        one.TryAddCost(11m);

        Of("Refused").Select(record => record.GetStructuredStateValue("BudgetName")).Should().Equal("one", "other");
    }

    [Fact]
    public void CheckBudgetAvailable_SixtyPolls_LeaveTheWarningToTheRealRefusal()
    {
        for (var i = 0; i < 60; i++)
            _budget.CheckBudgetAvailable(101m).IsAvailable.Should().BeFalse();

        _budget.TryAddCost(101m).Should().BeFalse();

        Of("NotAvailable").Should().HaveCount(60).And.OnlyContain(record => record.Level == LogLevel.Debug);
        Of("Refused").Should().ContainSingle().Which.GetStructuredStateValue("RefusedSinceLastWarning").Should().Be("0");
        Of("RefusedAgain").Should().BeEmpty();
    }

    [Fact]
    public void Refusals_ClockFails_AreStillRefusedAndWarnedOfOnce()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m }, _log, new ManualClock { IsBroken = true });

        budget.TryAddCost(101m).Should().BeFalse();
        budget.TryAddCost(101m).Should().BeFalse();

        Of("Refused").Should().HaveCount(1);
    }

    private IEnumerable<FakeLogRecord> Of(string eventName) => _log.Collector.GetSnapshot().Where(record => record.Id.Name == eventName);

    private BudgetEnforcer New() => new(new BudgetOptions { Name = "job", Limit = 100m }, _log, _clock);
}
