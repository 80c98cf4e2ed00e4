using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>A budget of a container that is bound to configuration, to be reloaded.</summary>
internal sealed class ReloadedBudget : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeLogCollector _logs = new();

    internal ReloadedBudget(params (string Member, string? Value)[] configured)
    {
        Configuration = new ConfigurationBuilder().AddInMemoryCollection(
            configured.Prepend(("Limit", "100")).GroupBy(each => each.Item1).ToDictionary(each => "Budget:" + each.Key, each => each.Last().Item2)).Build();
        Provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(new FakeLoggerProvider(_logs)))
            .Configure<BudgetOptions>("job", Configuration.GetSection("Budget"))
            .AddBudgetEnforcer("job").Services
            .BuildServiceProvider();
        Budget = Provider.GetRequiredKeyedService<BudgetEnforcer>("job");
    }

    internal IConfigurationRoot Configuration { get; }

    internal ServiceProvider Provider { get; }

    internal BudgetEnforcer Budget { get; }

    internal IReadOnlyList<FakeLogRecord> Logs => _logs.GetSnapshot();

    public void Dispose()
    {
        Provider.Dispose();
        ((IDisposable)Configuration).Dispose();
    }

    internal void Reload(params (string Member, string? Value)[] changes)
    {
        foreach (var (member, value) in changes)
            Configuration["Budget:" + member] = value;
        Configuration.Reload();
    }

    /// <summary>Waits for the only log of this name.</summary>
    internal FakeLogRecord Logged(string name)
    {
        Until(() => Logs.Any(log => log.Id.Name == name));
        return Logs.Should().ContainSingle(log => log.Id.Name == name).Which;
    }

    /// <summary>Waits until all reloads so far have logged, and counts the logs of this name.</summary>
    internal int CountOfLogs(string name)
    {
        var before = Logs.Count(log => log.Message.Contains("last word", StringComparison.Ordinal));
        var currency = Configuration["Budget:Currency"];
        Reload(("Currency", "last word"));
        Until(() => Logs.Count(log => log.Message.Contains("last word", StringComparison.Ordinal)) > before);
        Reload(("Currency", currency));
        return Logs.Count(log => log.Id.Name == name && !log.Message.Contains("last word", StringComparison.Ordinal));
    }

    internal static void Until(Func<bool> happened)
    {
        if (!SpinWait.SpinUntil(happened, Patience))
            throw new TimeoutException("It did not happen.");
    }
}
