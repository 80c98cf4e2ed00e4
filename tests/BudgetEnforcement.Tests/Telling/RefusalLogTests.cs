using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>Refusals are warnings once a minute, with a count of those in between; asking is not taking.</summary>
public class RefusalLogTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualClock _clock = new();
    private readonly FakeLogger<BudgetEnforcer> _log = new();
    private readonly BudgetEnforcer _budget;

    public RefusalLogTests() => _budget = new(new BudgetOptions { Name = "job", Limit = 100m }, _log, _clock);

    public static TheoryData<string> Clocks => [.. WarningsByClock.Keys];

    /// <summary>What the clock does before each of two refusals, and how many of them are warnings.</summary>
    private static Dictionary<string, (Action<ManualClock> Pass, int Warnings)> WarningsByClock { get; } = new()
    {
        ["passes less than a minute"] = (clock => clock.Advance(Minute - TimeSpan.FromMilliseconds(1)), 1),
        ["passes a minute"] = (clock => clock.Advance(Minute), 2),
        ["passes a minute, with the calendar put back"] = (PutBackAndPass, 2),
        ["fails"] = (clock => clock.IsBroken = true, 1),
    };

    [Theory]
    [MemberData(nameof(Clocks))]
    public void Refusals_OnAClock_AreWarnedOfOnceAMinuteThatPasses(string clock)
    {
        var (pass, warnings) = WarningsByClock[clock];

        for (var i = 0; i < 2; i++)
        {
            pass(_clock);
            _budget.TryAddCost(101m).Should().BeFalse();
        }

        _log.Lines().Count(line => line.StartsWith("Warning 3 Refused ", StringComparison.Ordinal)).Should().Be(warnings);
    }

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

            _clock.Advance(Minute);
        }

        _log.Lines("RefusedSinceLastWarning").Where(line => line != "Debug 5 CostRecorded").Should().Equal(
            ((int[])[0, 999, 999]).SelectMany(count =>
                Enumerable.Repeat("Debug 4 RefusedAgain", 999).Prepend($"Warning 3 Refused RefusedSinceLastWarning={count}")));
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

        _log.Lines("RequiredAmount").Should().Equal(
        [
            "Debug 10 Reserved", "Warning 3 Refused RequiredAmount=101",
            .. ((string[])["102", "103", "104", "105", "96.00", "107"]).Select(amount => $"Debug 4 RefusedAgain RequiredAmount={amount}"),
        ]);
    }

    [Fact]
    public void Refusals_OfOtherBudgets_WarnForThemselves()
    {
        var (one, other) = (_budget.Child(10m, "one"), _budget.Child(10m, "other"));

        one.TryAddCost(11m);
        other.TryAddCost(11m);
        one.TryAddCost(11m);

        _log.Lines("BudgetName").Should().Equal(
            "Warning 3 Refused BudgetName=one", "Warning 3 Refused BudgetName=other", "Debug 4 RefusedAgain BudgetName=one");
    }

    [Fact]
    public void CheckBudgetAvailable_SixtyPolls_LeaveTheWarningToTheRealRefusal()
    {
        for (var i = 0; i < 60; i++)
            _budget.CheckBudgetAvailable(101m).IsAvailable.Should().BeFalse();

        _budget.TryAddCost(101m).Should().BeFalse();

        _log.Lines("RefusedSinceLastWarning").Should().Equal(
            Enumerable.Repeat("Debug 26 NotAvailable", 60).Append("Warning 3 Refused RefusedSinceLastWarning=0"));
    }

    private static void PutBackAndPass(ManualClock clock)
    {
        clock.SetCalendar(ManualClock.Noon.AddYears(-1));
        clock.Advance(Minute);
    }
}
