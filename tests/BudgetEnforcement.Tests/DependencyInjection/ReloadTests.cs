using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.DependencyInjection;

public sealed class ReloadTests : IDisposable
{
    private readonly IConfigurationRoot _configuration = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Budget:Limit"] = "100" }).Build();

    private readonly FakeLogCollector _logs = new();
    private readonly ServiceProvider _provider;
    private readonly BudgetEnforcer _budget;

    public ReloadTests()
    {
        _provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)))
            .Configure<BudgetOptions>("job", _configuration.GetSection("Budget"))
            .AddBudgetEnforcer("job")
            .BuildServiceProvider();
        _budget = _provider.GetRequiredKeyedService<BudgetEnforcer>("job");
    }

    public void Dispose()
    {
        _provider.Dispose();
        ((IDisposable)_configuration).Dispose();
    }

    [Fact]
    public void Reload_LimitChanged_IsApplied()
    {
        Reload("250");

        _budget.Limit.Should().Be(250m);
    }

    [Fact]
    public void Reload_LimitUnchangedAfterTopUp_KeepsTheTopUp()
    {
        _budget.UpdateLimit(500m);

        Reload("100");

        _budget.Limit.Should().Be(500m);
    }

    [Fact]
    public void Reload_LimitChangedAfterTopUp_ReplacesTheTopUp()
    {
        _budget.UpdateLimit(500m);

        Reload("200");

        _budget.Limit.Should().Be(200m);
    }

    [Fact]
    public void Reload_BackToTheFirstLimit_IsApplied()
    {
        Reload("200");
        Reload("100");

        _budget.Limit.Should().Be(100m);
    }

    [Fact]
    public void Reload_InvalidLimit_IsLoggedAndTheLastValidOneKept()
    {
        Reload("200");

        Reload("-5");

        _budget.Limit.Should().Be(200m);
        var record = _logs.GetSnapshot().Should().ContainSingle(log => log.Id.Name == "ReloadRejected").Which;
        record.Level.Should().Be(LogLevel.Warning);
        record.Message.Should().Contain("job").And.Contain("Limit must not be negative; it is -5.");
    }

    [Fact]
    public void Reload_ValidAgainAfterInvalid_IsApplied()
    {
        Reload("-5");

        Reload("300");

        _budget.Limit.Should().Be(300m);
    }

    [Fact]
    public void Reload_LimitThatIsNoNumber_IsLoggedAndTheLastValidOneKept()
    {
        // The binder throws out of the reload, as it does for every bound option.
        FluentActions.Invoking(() => Reload("plenty")).Should().Throw<Exception>();

        _budget.Limit.Should().Be(100m);
        _logs.GetSnapshot().Should().ContainSingle(log => log.Id.Name == "ReloadRejected").Which.Exception.Should().NotBeNull();
    }

    [Fact]
    public void Reload_AfterTheContainerIsDisposed_ChangesNothing()
    {
        _provider.Dispose();

        Reload("250");

        _budget.Limit.Should().Be(100m);
    }

    [Fact]
    public void Reload_LowerLimit_AnnouncesWhatItCrosses()
    {
        _budget.AddCost(60m);

        Reload("50");

        _budget.IsBudgetExceeded.Should().BeTrue();
        _logs.GetSnapshot().Should().Contain(log => log.Id.Name == "BudgetExceeded");
    }

    [Fact]
    public void Reload_WhileAnotherIsApplied_TheLastOneStays()
    {
        _budget.AddCost(60m);
        var reloads = new Queue<string>(["40", "30"]);
        _budget.ThresholdCrossed += (_, _) =>
        {
            if (reloads.TryDequeue(out var next))
                Reload(next);
        };

        Reload("50");

        reloads.Should().BeEmpty();
        _budget.Limit.Should().Be(30m);
    }

    private void Reload(string limit)
    {
        _configuration["Budget:Limit"] = limit;
        _configuration.Reload();
    }
}
