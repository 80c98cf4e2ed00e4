using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace BudgetEnforcement;

/// <summary>Makes the budgets of a container and follows the reloads of their options.</summary>
internal sealed class BudgetFactory : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IOptionsMonitor<BudgetRegistrations> _registrations;
    private readonly IOptionsMonitor<BudgetOptions> _options;
    private readonly IOptionsFactory<BudgetOptions> _optionsFactory;
    private readonly ILogger<BudgetEnforcer>? _logger;
    private readonly SafeLogger _safeLogger;
    private readonly TimeProvider? _clock;
    private readonly ConcurrentDictionary<string, ConfiguredLimit> _made = new();
    private readonly List<IDisposable?> _subscriptions = [];

    public BudgetFactory(
        IServiceProvider services,
        IOptionsMonitor<BudgetRegistrations> registrations,
        IOptionsMonitor<BudgetOptions> options,
        IOptionsFactory<BudgetOptions> optionsFactory,
        IEnumerable<IOptionsChangeTokenSource<BudgetOptions>> changes,
        ILogger<BudgetEnforcer>? logger = null,
        TimeProvider? clock = null)
    {
        _services = services;
        _registrations = registrations;
        _options = options;
        _optionsFactory = optionsFactory;
        _logger = logger;
        _safeLogger = new SafeLogger(logger);
        _clock = clock;
        _subscriptions.Add(options.OnChange(Apply));

        // Where options cannot even be made, the monitor throws at whoever reloads and tells its listeners nothing, so that is watched for
        // here.
        foreach (var change in changes)
            _subscriptions.Add(ChangeToken.OnChange(change.GetChangeToken, TellIfNotMakeable, change.Name ?? Options.DefaultName));
    }

    internal BudgetEnforcer Create(string key)
    {
        // Validates all budgets on the first call, so below there is no missing parent, no cycle and no bad option.
        var registration = _registrations.CurrentValue.Find(key)!;
        var parent = registration.ParentKey is null ? null : Parent(registration.ParentKey);
        var options = _options.Get(key);
        var budget = parent is null ? new BudgetEnforcer(options, _logger, _clock) : parent.CreateChild(options);
        _made[key] = new ConfiguredLimit(budget, options.Limit!.Value);

        // A reload between reading the options and following them would be lost.
        Apply(_options.Get(key), key);
        return budget;
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription?.Dispose());

    private BudgetEnforcer Parent(string key) => _services.GetRequiredKeyedService<BudgetEnforcer>(key);

    private void Apply(BudgetOptions options, string? key)
    {
        if (!_made.TryGetValue(key ?? Options.DefaultName, out var configured))
            return;
        var errors = BudgetOptionsRules.Errors(options, configured.Budget.Parent?.Currency);
        if (errors.Count == 0)
            configured.Apply(options.Limit!.Value);
        else
            Log.ReloadRejected(_safeLogger, exception: null, configured.Budget.Name, string.Join(' ', errors));
    }

    private void TellIfNotMakeable(string key)
    {
        if (!_made.TryGetValue(key, out var configured))
            return;
        try
        {
            _optionsFactory.Create(key);
        }
#pragma warning disable CA1031 // Binding and validating run foreign code: whatever it throws, the budget goes on as it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.ReloadRejected(_safeLogger, exception, configured.Budget.Name, exception.Message);
        }
    }

    /// <summary>A budget and the limit that was last configured for it, which a top-up may have replaced.</summary>
    private sealed class ConfiguredLimit(BudgetEnforcer budget, decimal limit)
    {
        private readonly object _sync = new();
        private decimal _limit = limit;
        private bool _isApplying;

        internal BudgetEnforcer Budget { get; } = budget;

        internal void Apply(decimal limit)
        {
            lock (_sync)
            {
                if (limit == _limit)
                    return;
                _limit = limit;
                if (_isApplying)
                    return;
                _isApplying = true;
            }

            // Outside the lock, for listeners are told; whoever is at it applies what came in meanwhile, so the last one stays.
            var next = limit;
            do
                Budget.UpdateLimit(next);
            while (HasAnother(ref next));
        }

        private bool HasAnother(ref decimal applied)
        {
            lock (_sync)
            {
                _isApplying = applied != _limit;
                applied = _limit;
                return _isApplying;
            }
        }
    }
}
