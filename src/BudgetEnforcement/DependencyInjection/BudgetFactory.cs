using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Makes the budgets of a container and follows the reloads of their options.</summary>
/// <remarks>
/// Each budget is asked of the container, its parents too, so that there is one of each key. No lock is held here
/// while foreign code runs; the container holds one, per budget, while it makes it.
/// </remarks>
internal sealed class BudgetFactory : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IOptionsMonitor<BudgetRegistrations> _registrations;
    private readonly IOptionsMonitor<BudgetOptions> _options;
    private readonly BudgetOptionsFactory? _optionsFactory;
    private readonly ILogger<BudgetEnforcer>? _logger;
    private readonly TimeProvider? _clock;
    private readonly ReloadNews _news;
    private readonly ConcurrentDictionary<string, FollowedBudget> _made = new(StringComparer.Ordinal);
    private readonly IDisposable? _subscription;

    public BudgetFactory(
        IServiceProvider services,
        IOptionsMonitor<BudgetRegistrations> registrations,
        IOptionsMonitor<BudgetOptions> options,
        IOptionsFactory<BudgetOptions> optionsFactory,
        ILogger<BudgetEnforcer>? logger = null,
        TimeProvider? clock = null)
    {
        _services = services;
        _registrations = registrations;
        _options = options;
        _logger = logger;
        _clock = clock;
        _news = new ReloadNews(new SafeLogger(logger));
        _subscription = options.OnChange((_, key) => Follow(key ?? Options.DefaultName));

        // Where options cannot even be made, the monitor tells nothing.
        _optionsFactory = optionsFactory as BudgetOptionsFactory;
        if (_optionsFactory is not null)
            _optionsFactory.NotMade = TellNotMade;
    }

    /// <summary>Makes the budget; called by the container, once for each key.</summary>
    internal BudgetEnforcer Create(string key)
    {
        // Validates all budgets on the first call, so below there is no missing parent, no cycle and no bad option.
        var registrations = _registrations.CurrentValue;
        var parentKeys = registrations.ParentsOf(key);
        if (!parentKeys.All(_made.ContainsKey))
        {
            // From the root down, so that no call is nested in another, however many levels there are.
            foreach (var above in new BudgetOrder(registrations, parentKeys, _made.ContainsKey).ParentsFirst)
                Resolve(above);
        }

        var parents = parentKeys.Select(Resolve).ToArray();
        var configured = _options.Get(key);
        var options = ConfiguredOptions.Of(configured, key);
        var budget = parents.Length == 0 ? new BudgetEnforcer(options, _logger, _clock) : parents[0].CreateChild(options, parents.AsSpan(1));
        _made[key] = new FollowedBudget(budget, options, _news);

        // A reload between reading the options and following them would be lost.
        if (!IsPresent(configured, key))
            Follow(key);
        return budget;
    }

    /// <summary>Makes every budget, so that its metrics exist; nothing where they are not valid, which the validation tells.</summary>
    internal void MakeAll()
    {
        BudgetRegistrations registrations;
        try
        {
            registrations = _registrations.CurrentValue;
        }
        catch (OptionsValidationException)
        {
            return;
        }

        foreach (var key in new BudgetOrder(registrations, registrations.Keys).ParentsFirst)
            Resolve(key);
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        if (_optionsFactory is not null)
            _optionsFactory.NotMade = null;
    }

    private BudgetEnforcer Resolve(string key) => key == Options.DefaultName
        ? _services.GetRequiredService<BudgetEnforcer>()
        : _services.GetRequiredKeyedService<BudgetEnforcer>(key);

    private bool IsPresent(BudgetOptions options, string key)
    {
        try
        {
            return ReferenceEquals(_options.Get(key), options);
        }
#pragma warning disable CA1031 // As below: following them tells what is wrong.
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private void Follow(string key)
    {
        if (!_made.TryGetValue(key, out var budget))
            return;

        // What a listener is handed may be older than what another one was handed before, so the present options are read here, after
        // the ticket was taken.
        var ticket = budget.TakeTicket();
        BudgetOptions options;
        try
        {
            options = ConfiguredOptions.Of(_options, key);
        }
#pragma warning disable CA1031 // Binding and validating run foreign code, which may throw anything; the budget goes on as it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            budget.Reject(exception);
            return;
        }

        budget.Apply(options, ticket);
    }

    private void TellNotMade(string key, Exception exception)
    {
        if (_made.TryGetValue(key, out var budget))
            budget.Reject(exception);
    }
}
