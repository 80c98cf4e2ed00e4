using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>A settings file that is gone for a moment, or empty, is no limit of 0.</summary>
public sealed class SettingsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly FakeLogCollector _logs = new();
    private readonly IConfigurationRoot _configuration;
    private readonly ServiceProvider _provider;
    private readonly BudgetEnforcer _budget;

    public SettingsFileTests()
    {
        File.WriteAllText(_path, """{ "Budget": { "Limit": 100, "AlertAt": [ 0.5, 1.0 ] } }""");
        _configuration = new ConfigurationBuilder().AddJsonFile(_path, optional: true, reloadOnChange: false).Build();
        _provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)))
            .Configure<BudgetOptions>("job", _configuration.GetSection("Budget"))
            .AddBudgetEnforcer("job").Services
            .BuildServiceProvider();
        _budget = _provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        _budget.AddCost(40m);
    }

    public void Dispose()
    {
        _provider.Dispose();
        ((IDisposable)_configuration).Dispose();
        File.Delete(_path);
    }

    [Fact]
    public void Reload_FileDeletedAndRewritten_KeepsTheLimitInBetween()
    {
        File.Delete(_path);
        _configuration.Reload();
        var between = (_budget.Limit, _budget.IsBudgetExceeded);

        File.WriteAllText(_path, """{ "Budget": { "Limit": 120 } }""");
        _configuration.Reload();

        between.Should().Be((100m, false));
        _budget.Limit.Should().Be(120m);
        IsRejectedOnce();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "Budget": {} }""")]
    [InlineData("""{ "Budget": null }""")]
    [InlineData("""{ "Budget": { "Limit": null } }""")]
    [InlineData("""{ "Budget": { "Limmit": 100 } }""")]
    public void Reload_FileWithoutTheLimit_KeepsTheLastOneWithAWarning(string text)
    {
        File.WriteAllText(_path, text);
        _configuration.Reload();

        _budget.Limit.Should().Be(100m);
        _budget.ExceededToken.IsCancellationRequested.Should().BeFalse();
        IsRejectedOnce();
    }

    [Fact]
    public void Reload_FileThatIsNoJson_KeepsTheLastLimit()
    {
        File.WriteAllText(_path, """{ "Budget": { "Lim""");
        FluentActions.Invoking(_configuration.Reload).Should().Throw<InvalidDataException>();

        _budget.Limit.Should().Be(100m);
    }

    private void IsRejectedOnce()
    {
        ReloadedBudget.Until(() => _logs.GetSnapshot().Any(log => log.Id.Name == "ReloadRejected"));
        _logs.GetSnapshot().Should().ContainSingle(log => log.Id.Name == "ReloadRejected").Which.Level.Should().Be(LogLevel.Warning);
    }
}
