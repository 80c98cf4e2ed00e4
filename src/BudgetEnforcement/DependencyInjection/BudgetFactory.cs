using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Makes the budgets of a container and follows the reloads of their options.</summary>
/// <remarks>
/// It asks the container for each budget and its parents, so that there is one budget of each key. It holds no lock while foreign code
/// runs; the container holds one lock per budget while it makes the budget.
/// </remarks>
internal sealed partial class BudgetFactory : IDisposable
{
    private readonly IServiceProvider _services;
    private readonly IOptionsMonitor<BudgetRegistrations> _registrations;
    private readonly IOptionsMonitor<BudgetOptions> _options;
    private readonly BudgetOptionsFactory? _optionsFactory;
    private readonly ILogger<BudgetEnforcer>? _logger;
    private readonly TimeProvider? _clock;
    private readonly ReloadNews _news;
    private readonly ConcurrentDictionary<string, FollowedBudget> _made = new(StringComparer.Ordinal);
    private readonly LateBudgets _late = new();
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

        // The monitor does not report options that cannot be made, so the factory of the options does.
        _optionsFactory = optionsFactory as BudgetOptionsFactory;
        if (_optionsFactory is not null)
            _optionsFactory.NotMade = LogNotMade;
    }

    /// <summary>Makes the budget of a key. The container calls it once for each key.</summary>
    internal BudgetEnforcer Create(string key)
    {
        // The first reading validates all budgets, so from here on there is no missing parent, no cycle and no bad option.
        var registrations = _registrations.CurrentValue;
        var parentKeys = registrations.ParentsOf(key);
        if (!parentKeys.All(_made.ContainsKey))
        {
            // Make the parents from the root down, so that calls do not nest, however many levels there are.
            foreach (var above in new BudgetOrder(registrations, parentKeys, _made.ContainsKey).ParentsFirst)
                Resolve(above);
        }

        var parents = parentKeys.Select(Resolve).ToArray();
        var configured = _options.Get(key);
        var options = ConfiguredOptions.Of(configured, key);
        var budget = registrations.IsOnLedger(key) ? _services.GetRequiredService<BudgetLedger>().OpenBudget(options, parents)
            : parents.Length == 0 ? new BudgetEnforcer(options, _logger, _clock)
            : parents[0].CreateChild(options, parents.AsSpan(1));
        FollowFromNowOn(key, budget, configured, options);
        return budget;
    }

    /// <summary>
    /// Makes every budget, so that its metrics exist. Does nothing where the registrations are not valid, which the validation reports.
    /// </summary>
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

    /// <summary>Has a budget follow the reloads of its options.</summary>
    /// <param name="key">The key of the budget.</param>
    /// <param name="budget">The budget, which is made.</param>
    /// <param name="configured">The options as the monitor gave them.</param>
    /// <param name="options">The copy of them that the budget was made from.</param>
    private void FollowFromNowOn(string key, BudgetEnforcer budget, BudgetOptions configured, BudgetOptions options)
    {
        _made[key] = new FollowedBudget(budget, options, _news);

        // Options that were reloaded before the budget was followed would be lost, so read them again.
        if (!IsPresent(configured, key))
            Follow(key);
    }

    private bool IsPresent(BudgetOptions options, string key)
    {
        try
        {
            return ReferenceEquals(_options.Get(key), options);
        }
#pragma warning disable CA1031 // As below: Follow reports the error.
        catch
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>Applies the present options of a budget, where it is made.</summary>
    internal void Follow(string key)
    {
        if (!_made.TryGetValue(key, out var budget))
            return;

        // The options that a listener receives may be older than those of another listener, so read the present options here, after taking
        // the ticket.
        var ticket = budget.TakeTicket();
        BudgetOptions options;
        try
        {
            options = ConfiguredOptions.Of(_options, key);
        }
#pragma warning disable CA1031 // Binding and validating run foreign code, which may throw anything; the budget stays as it is.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            budget.Reject(exception);
            return;
        }

        budget.Apply(options, ticket);
    }

    private void LogNotMade(string key, Exception exception)
    {
        if (_made.TryGetValue(key, out var budget))
            budget.Reject(exception);
    }
}
