using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.DependencyInjection;

public sealed class ReloadTests : IDisposable
{
    private readonly ReloadedBudget _it = new();

    public void Dispose() => _it.Dispose();

    /// <summary>A limit of 100 that is topped up, where it is at all, and then reloaded, in that order; "none" is no limit.</summary>
    [Theory]
    [InlineData(null, "250", 250)]
    [InlineData(null, "200 100", 100)]
    [InlineData(null, "-5 300", 300)]
    [InlineData(500, "100", 500)]
    [InlineData(500, "200", 200)]
    [InlineData(500, "none 100", 500)]
    public void Reload_OfLimits_AppliesWhatIsValidAndChanged(int? topUp, string reloads, int limit)
    {
        if (topUp is not null)
            _it.Budget.UpdateLimit(topUp.Value);

        foreach (var reloaded in reloads.Split(' '))
            Reload(reloaded == "none" ? null : reloaded);

        _it.Budget.Limit.Should().Be(limit);
    }

    [Fact]
    public void Reload_InvalidLimit_IsLoggedAndTheLastValidOneKept()
    {
        Reload("200");

        Reload("-5");

        _it.Budget.Limit.Should().Be(200m);
        var record = _it.Logged("ReloadRejected");
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().Contain("job").And.Contain("Limit must not be negative; it is -5.");
    }

    [Fact]
    public void Reload_LimitThatIsNoNumber_IsLoggedOnceAndTheLastValidOneKept()
    {
        // The binder throws out of the reload, as it does for every bound option.
        FluentActions.Invoking(() => Reload("plenty")).Should().Throw<Exception>();

        _it.Budget.Limit.Should().Be(100m);
        _it.Logged("ReloadRejected").Exception.Should().NotBeNull();
        Reload("300");
        _it.Budget.Limit.Should().Be(300m);
    }

    [Fact]
    public void Reload_LimitIsGone_IsLoggedAndTheLastOneKept()
    {
        _it.Budget.AddCost(40m);

        Reload(null);

        _it.Budget.Limit.Should().Be(100m);
        _it.Budget.ExceededToken.IsCancellationRequested.Should().BeFalse();
        _it.Logged("ReloadRejected").Message.Should().Contain("Limit is not set.");
    }

    [Fact]
    public void Reload_SameErrorsAgain_AreToldOnceUntilSomethingIsValid()
    {
        Reload("-5");
        Reload("-5");
        Reload("100");
        Reload("-5");
        Reload("-6");

        ReloadedBudget.Until(() => _it.Logs.Any(log => log.Message.Contains("-6", StringComparison.Ordinal)));
        _it.Logs.Count(log => log.Id.Name == "ReloadRejected").Should().Be(3);
    }

    [Fact]
    public void Reload_AfterTheContainerIsDisposed_ChangesNothing()
    {
        _it.Provider.Dispose();

        Reload("250");

        _it.Budget.Limit.Should().Be(100m);
    }

    [Fact]
    public void Reload_LowerLimit_AnnouncesWhatItCrosses()
    {
        _it.Budget.AddCost(60m);

        Reload("50");

        _it.Budget.IsBudgetExceeded.Should().BeTrue();
        _it.Logged("BudgetExceeded");
    }

    [Fact]
    public void Reload_FromAHandlerOfTheOneBefore_TheLastOneStays()
    {
        _it.Budget.AddCost(60m);
        var reloads = new Queue<string>(["40", "30"]);
        _it.Budget.ThresholdCrossed += (_, _) =>
        {
            if (reloads.TryDequeue(out var next))
                Reload(next);
        };

        Reload("50");

        ReloadedBudget.Until(() => _it.Budget.Limit == 30m);
        reloads.Should().BeEmpty();
    }

    private void Reload(string? limit) => _it.Reload(("Limit", limit));
}
