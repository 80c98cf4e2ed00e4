using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.DependencyInjection;

public sealed class ReloadTests : IDisposable
{
    private readonly ReloadedBudget _it = new();

    public void Dispose() => _it.Dispose();

    [Fact]
    public void Reload_LimitChanged_IsApplied()
    {
        Reload("250");

        _it.Budget.Limit.Should().Be(250m);
    }

    [Fact]
    public void Reload_LimitUnchangedAfterTopUp_KeepsTheTopUp()
    {
        _it.Budget.UpdateLimit(500m);

        Reload("100");

        _it.Budget.Limit.Should().Be(500m);
    }

    [Fact]
    public void Reload_LimitChangedAfterTopUp_ReplacesTheTopUp()
    {
        _it.Budget.UpdateLimit(500m);

        Reload("200");

        _it.Budget.Limit.Should().Be(200m);
    }

    [Fact]
    public void Reload_BackToTheFirstLimit_IsApplied()
    {
        Reload("200");
        Reload("100");

        _it.Budget.Limit.Should().Be(100m);
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
    public void Reload_InvalidAndThenTheSameLimitAsBefore_KeepsTheTopUp()
    {
        _it.Budget.UpdateLimit(500m);

        Reload(null);
        Reload("100");

        _it.Budget.Limit.Should().Be(500m);
    }

    [Fact]
    public void Reload_ValidAgainAfterInvalid_IsApplied()
    {
        Reload("-5");

        Reload("300");

        _it.Budget.Limit.Should().Be(300m);
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
