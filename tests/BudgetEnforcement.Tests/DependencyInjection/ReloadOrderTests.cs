using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Reloads that overlap: the last one stays, and no listener holds up a reload.</summary>
public class ReloadOrderTests
{
    [Fact]
    public void Reload_OlderOptionsAreHandedOverLater_ThePresentOnesStay()
    {
        var monitor = new Monitor(50m);
        using var provider = Provider(monitor);
        var budget = provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        var older = monitor.CurrentValue;
        monitor.CurrentValue = new BudgetOptions { Limit = 30m };
        monitor.Tell(monitor.CurrentValue);

        monitor.Tell(older);

        budget.Limit.Should().Be(30m);
    }

    [Fact]
    public void Apply_ReadEarlierButComingLater_IsLeftOut()
    {
        var budget = new BudgetEnforcer(100m);
        var followed = new FollowedBudget(budget, Limited(100m), new ReloadNews(SafeLogger.Silent));
        var (older, newer) = (followed.TakeTicket(), followed.TakeTicket());

        followed.Apply(Limited(30m), newer);
        followed.Apply(Limited(50m), older);

        budget.Limit.Should().Be(30m);
    }

    [Fact]
    public void Apply_ReadEarlierThanWhatIsNotValid_IsApplied()
    {
        var budget = new BudgetEnforcer(100m);
        var followed = new FollowedBudget(budget, Limited(100m), new ReloadNews(SafeLogger.Silent));
        var (older, newer) = (followed.TakeTicket(), followed.TakeTicket());

        followed.Apply(Limited(null), newer);
        followed.Apply(Limited(50m), older);

        budget.Limit.Should().Be(50m);
    }

    [Fact]
    public void Reload_OnManyThreads_TheLastConfigurationStays()
    {
        var monitor = new Monitor(1m);
        using var provider = Provider(monitor);
        var budget = provider.GetRequiredKeyedService<BudgetEnforcer>("job");

        for (var round = 0; round < 300; round++)
        {
            Waiting.Together(4, number =>
            {
                for (var i = 0; i < 5; i++)
                {
                    var options = new BudgetOptions { Limit = (number * 10) + i };
                    monitor.CurrentValue = options;
                    monitor.Tell(options);
                }
            });
            budget.Limit.Should().Be(monitor.CurrentValue.Limit);
        }
    }

    [Fact]
    public void Reload_LoggerHangsAtTheOneBefore_IsInForceWhenItReturns()
    {
        using var over = new ManualResetEventSlim();
        var monitor = new Monitor(50m);
        using var provider = Provider(monitor, new CallbackLogger(id =>
        {
            if (id.Name == "ReloadRejected")
                Waiting.IsSet(over);
        }));
        var budget = provider.GetRequiredKeyedService<BudgetEnforcer>("job");

        Waiting.OnAnotherThread(() =>
        {
            Reload(monitor, null);
            Reload(monitor, 70m);
        });

        budget.Limit.Should().Be(70m);
        over.Set();
    }

    [Fact]
    public void Reload_HandlerHangsAtTheOneBefore_IsInForceWhenItReturns()
    {
        using var over = new ManualResetEventSlim();
        var monitor = new Monitor(50m);
        using var provider = Provider(monitor);
        var budget = provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        budget.AddCost(20m);
        budget.ThresholdCrossed += (_, _) => Waiting.IsSet(over);

        Waiting.OnAnotherThread(() =>
        {
            Reload(monitor, 10m);
            Reload(monitor, 70m);
        });

        budget.Limit.Should().Be(70m);
        budget.UpdateLimit(90m);
        over.Set();
        budget.Limit.Should().Be(90m);
    }

    private static void Reload(Monitor monitor, decimal? limit)
    {
        monitor.CurrentValue = new BudgetOptions { Limit = limit };
        monitor.Tell(monitor.CurrentValue);
    }

    private static BudgetOptions Limited(decimal? limit) => new BudgetOptions { Limit = limit }.Copy();

    private static ServiceProvider Provider(Monitor monitor, ILogger<BudgetEnforcer>? logger = null)
    {
        var services = new ServiceCollection().AddSingleton<IOptionsMonitor<BudgetOptions>>(monitor).AddBudgetEnforcer("job").Services;
        return (logger is null ? services : services.AddSingleton(logger)).BuildServiceProvider();
    }

    /// <summary>A monitor with which a test chooses what its listeners are told, and when.</summary>
    private sealed class Monitor(decimal limit) : IOptionsMonitor<BudgetOptions>, IDisposable
    {
        private volatile BudgetOptions _current = new() { Limit = limit };
        private Action<BudgetOptions, string?>? _listener;

        public BudgetOptions CurrentValue
        {
            get => _current;
            set => _current = value;
        }

        public BudgetOptions Get(string? name) => _current;

        public IDisposable OnChange(Action<BudgetOptions, string?> listener)
        {
            _listener = listener;
            return this;
        }

        public void Dispose() => _listener = null;

        internal void Tell(BudgetOptions options) => _listener!(options, "job");
    }
}
