using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace BudgetEnforcement.Tests.Json;

/// <summary>Results that are written as JSON are read back unchanged, in both ways in which the serializer learns of the types.</summary>
public abstract class RoundTripTests
{
    /// <summary>Options of the way that is tested.</summary>
    protected abstract JsonSerializerOptions Options { get; }

    [Fact]
    public void Report_OfABudget_ComesBackEqual()
    {
        var clock = new ManualClock();
        var team = new BudgetEnforcer(new BudgetOptions { Name = "team", Limit = 90m, Currency = "EUR", Period = BudgetPeriod.Daily }, timeProvider: clock);
        var job = team.CreateChild(new BudgetOptions { Name = "job", Limit = 100.10m, Period = BudgetPeriod.Monthly });
        job.Reserve(1m).Commit(78.123456789m);
        job.Reset();
        job.AddCost(0.333333333m);
        using var reservation = job.Reserve(2m);

        SameAgain(job.GetStatus());
        SameAgain(team.GetStatus());
    }

    [Fact]
    public async Task Report_OfASharedBudget_ComesBackEqual()
    {
        await using var ledger = await BudgetLedger.OpenAsync(new InMemoryBudgetStore(), cancellationToken: TestContext.Current.CancellationToken);
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 90m }, cancellationToken: TestContext.Current.CancellationToken);
        team.AddCost(3.25m);

        var report = team.GetStatus();

        (report.OwnSpent, report.AsOf is null, report.HeldElsewhere).Should().Be((3.25m, false, 0m));
        SameAgain(report);
        SameAgain(report with { HeldElsewhere = 7.5m, OwnSpent = 0m });
        (report with { HeldElsewhere = 7.5m }).HeldElsewhere.Should().Be(7.5m);
    }

    [Fact]
    public void Report_OfAnUnnamedBudget_ComesBackEqual()
    {
        SameAgain(Budgets.Spent(101m, 100m).GetStatus());
    }

    [Fact]
    public void Report_OfABudgetNamedDefault_ComesBackEqual()
    {
        SameAgain(Budgets.Named("default", 10m).GetStatus());
    }

    [Fact]
    public void Defaults_OfTheResults_ComeBackEqual()
    {
        SameAgain(default(BudgetReport));
        SameAgain(default(BudgetCheck));
        SameAgain(default(BudgetForecast));
    }

    [Fact]
    public void Forecast_OfABudget_ComesBackEqual()
    {
        var clock = new ManualClock();
        var job = new BudgetEnforcer(new BudgetOptions { Name = "job", Limit = 90m, Currency = "EUR" }, timeProvider: clock);
        var forecaster = new BudgetForecaster(job);
        job.AddCost(30.123456789m);
        clock.Advance(TimeSpan.FromMinutes(7));

        var forecast = forecaster.Report(0.4);

        forecast.ExhaustedAt.Should().NotBeNull();
        SameAgain(forecast);
    }

    [Fact]
    public void Check_Admitted_ComesBackEqual()
    {
        SameAgain(Budgets.Named("job", 100m).CheckBudgetAvailable(12.345m));
        SameAgain(Budgets.Spent(50m, 100m).CheckBudgetAvailable(25m));
        SameAgain(Budget.Check(50m, 100m, 25m));
    }

    [Fact]
    public void Check_RefusedUntilThePeriodEnds_ComesBackEqual()
    {
        var budget = new BudgetEnforcer(
            new BudgetOptions { Name = "job", Limit = 100m, Period = BudgetPeriod.Daily }, timeProvider: new ManualClock());
        budget.AddCost(95m);

        var check = budget.CheckBudgetAvailable(6m);

        check.RetryAt.Should().NotBeNull();
        SameAgain(check);
    }

    [Fact]
    public void Check_RefusedForThoseWhoWait_ComesBackEqual()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Limit = 100m, MaxWaiters = 1 });
        using var reservation = budget.Reserve(50m);
        _ = budget.ReserveAsync(60m, CancellationToken.None).AsTask();

        var check = budget.CheckBudgetAvailable(10m);

        check.Available.Should().Be(0m, "others wait, although 50 of 100 are free");
        SameAgain(check);
    }

    [Fact]
    public void Check_OfAnyAmounts_ComesBackEqual()
    {
        Gen.Select(Exact.Amount, Exact.Amount, Exact.Amount).Sample((spent, limit, required) =>
        {
            var check = Budget.Check(spent, limit, required);
            var again = Again(check);

            // The available amount is a difference that decimal may not hold; then it was rounded when it was written.
            var isHeld = Exact.Of(check.Available) == BigInteger.Max(0, Exact.Of(limit) - Exact.Of(spent));
            (again == check).Should().Be(isHeld);
            again.Should().Be(check with { Available = check.Available });
        });
    }

    [Fact]
    public void Report_OfAnyAmounts_ComesBackEqual()
    {
        Gen.Select(Exact.Amount, Exact.Amount, Exact.Amount).Sample((spent, limit, overage) => SameAgain(
            new BudgetReport { Spent = spent, Limit = limit, Available = limit, Reserved = spent, Overage = overage }));
    }

    [Fact]
    public void Report_WithATotalThatDecimalCannotHold_ComesBackRounded()
    {
        var report = Budgets.Spent(10m, 10m);
        report.AddCost(Budgets.Unit);

        Again(report.GetStatus()).Spent.Should().Be(10.000000000000000000000000001m);
    }

    [Fact]
    public void Envelope_WithResultsAndEveryEnum_ComesBackEqual()
    {
        SameAgain(AnEnvelope());
        SameAgain(AnEnvelope() with { Report = null });
    }

    [Fact]
    public void Enums_InJson_AreNames()
    {
        var json = JsonSerializer.SerializeToNode(AnEnvelope(), Options)!.AsObject();

        string[] names = ["Status", "Reason", "Period", "Forecast", "Outcome", "Projection", "FailedCost"];
        names.Select(name => (string?)json[name]).Should().Equal(
            "Warning90", "NeverFits", "Weekly", "OverBudget", "StoppedByBudget", "Warn", "Release");
        ((string?)json["Check"]!["Status"]).Should().Be("Exceeded");
        ((string?)json["Report"]!["PathStatus"]).Should().Be("Warning75");
    }

    [Fact]
    public void Numbers_InJson_HaveEveryDigit()
    {
        JsonSerializer.Serialize(Budget.Check(1m / 3m, 10m), Options).Should().Contain("\"Spent\":0.3333333333333333333333333333,");
    }

    [Fact]
    public void ComputedProperties_InJson_AreWrittenAndNotRead()
    {
        var report = JsonSerializer.SerializeToNode(Budgets.Spent(110m, 100m).GetStatus(), Options)!;
        var check = JsonSerializer.SerializeToNode(Budget.Check(80m, 100m, 30m), Options)!;
        ((decimal)report["Remaining"]!, (decimal)report["UtilizationPercentage"]!, (bool)report["IsExceeded"]!).Should().Be((-10m, 110m, true));
        ((string)check["Message"]!).Should().StartWith("Budget would be exceeded: $110.00");

        (report["Remaining"], report["UtilizationPercentage"], report["IsExceeded"]) = (1m, 2m, false);
        check["Message"] = "something else";

        report.Deserialize<BudgetReport>(Options).Should().Be(Budgets.Spent(110m, 100m).GetStatus());
        check.Deserialize<BudgetCheck>(Options).Should().Be(Budget.Check(80m, 100m, 30m));
    }

    [Fact]
    public void Properties_ThatAreMissing_AreThoseOfTheDefault()
    {
        JsonSerializer.Deserialize<BudgetReport>("{}", Options).Should().Be(default(BudgetReport));
        JsonSerializer.Deserialize<BudgetCheck>("{}", Options).Should().Be(default(BudgetCheck));
        JsonSerializer.Deserialize<BudgetReport>("""{"Limit":5}""", Options).Should().Be(new BudgetReport { Limit = 5m });
    }

    [Theory]
    [InlineData("""{"Limit":-1}""")]
    [InlineData("""{"Reserved":-0.01}""")]
    [InlineData("""{"OpenReservations":-1}""")]
    [InlineData("""{"Status":17}""")]
    public void Report_WithWhatCannotBe_IsRefused(string json)
    {
        var read = () => JsonSerializer.Deserialize<BudgetReport>(json, Options);

        read.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData("""{"Spent":-1}""")]
    [InlineData("""{"Progress":1.5}""")]
    [InlineData("""{"Status":17}""")]
    public void Forecast_WithWhatCannotBe_IsRefused(string json)
    {
        var read = () => JsonSerializer.Deserialize<BudgetForecast>(json, Options);

        read.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData("""{"Status":"Fine"}""")]
    [InlineData("""{"Spent":"much"}""")]
    public void Report_WithWhatCannotBeRead_IsRefused(string json)
    {
        var read = () => JsonSerializer.Deserialize<BudgetReport>(json, Options);

        read.Should().Throw<JsonException>();
    }

    private static Envelope AnEnvelope() => new(
        Budgets.Named("job", 100m, initialSpent: 80m).GetStatus(),
        Budget.Check(80m, 100m, 30m),
        BudgetStatus.Warning90,
        BudgetRefusalReason.NeverFits,
        BudgetPeriod.Weekly,
        ForecastStatus.OverBudget,
        BudgetedRunOutcome.StoppedByBudget,
        ProjectionPolicy.Warn,
        FailedOperationCost.Release);

    private T Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, Options), Options)!;

    private void SameAgain<T>(T value)
    {
        var again = Again(value);

        again.Should().Be(value);
        again!.ToString().Should().Be(value!.ToString());
        again.GetHashCode().Should().Be(value.GetHashCode());
    }
}

/// <summary>By reflection, as <see cref="JsonSerializer"/> does it by itself.</summary>
public sealed class ReflectedRoundTripTests : RoundTripTests
{
    /// <inheritdoc/>
    protected override JsonSerializerOptions Options => JsonSerializerOptions.Default;
}

/// <summary>Source-generated, as a program that is compiled ahead of time does it.</summary>
public sealed class GeneratedRoundTripTests : RoundTripTests
{
    /// <inheritdoc/>
    protected override JsonSerializerOptions Options => ResultsJson.Default.Options;
}
