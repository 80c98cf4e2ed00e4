using System.Globalization;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>A budget of a container that follows the reloads of its options.</summary>
internal sealed class FollowedBudget
{
    private readonly object _sync = new();
    private readonly BudgetEnforcer _budget;
    private readonly BudgetOptions _started;
    private readonly ReloadNews _news;
    private BudgetOptions _configured;
    private decimal? _limitOfOtherPeriod;
    private string? _rejected;
    private long _lastTicket;
    private long _appliedTicket;

    /// <param name="budget">The budget that reloads change.</param>
    /// <param name="started">The valid options that it was made from.</param>
    /// <param name="news">Logs what a reload could not apply.</param>
    internal FollowedBudget(BudgetEnforcer budget, BudgetOptions started, ReloadNews news)
    {
        (_budget, _started, _news) = (budget, started, news);
        _configured = started;
    }

    /// <summary>Takes a ticket, before the options are read. Of two readings, the one with the higher ticket is not older.</summary>
    internal long TakeTicket() => Interlocked.Increment(ref _lastTicket);

    /// <summary>Applies the options that a reload may change, unless newer ones are applied already.</summary>
    /// <param name="options">A copy of the configured options, valid or not.</param>
    /// <param name="ticket">The ticket that was taken before they were read.</param>
    internal void Apply(BudgetOptions options, long ticket)
    {
        var errors = BudgetOptionsRules.Errors(options, _budget.Parent?.Currency);
        if (errors.Count > 0)
        {
            Reject(string.Join(' ', errors), exception: null);
            return;
        }

        string ignored;
        var now = _budget.Now(); // The clock is foreign code.

        // No foreign code runs under this lock: work items deliver the announcements of the budget.
        lock (_sync)
        {
            if (ticket < _appliedTicket)
                return;
            ignored = Ignored(options, _configured);
            ReconfigureNeedsLock(options, now);
            _appliedTicket = ticket;
            _configured = options;
            _rejected = null;
        }

        if (ignored.Length > 0)
            _news.Add(logger => ReloadLog.ReloadIgnored(logger, _budget.Name, ignored));
    }

    /// <summary>Logs that options cannot be made or applied.</summary>
    internal void Reject(Exception exception) => Reject(exception.Message, exception);

    // One change of a file sometimes comes as two reloads, so the same errors are logged again only after valid options.
    private void Reject(string errors, Exception? exception)
    {
        lock (_sync)
        {
            if (errors == _rejected)
                return;
            _rejected = errors;
        }

        _news.Add(logger => ReloadLog.ReloadRejected(logger, exception, _budget.Name, errors));
    }

    // Applies the limit only if it is configured differently than before, so that a reload does not undo a top-up; and not if the period or
    // the currency is another one, because a limit for a month is no limit for a day.
    private void ReconfigureNeedsLock(BudgetOptions options, long now)
    {
        var appliesLimit = options.Limit != _configured.Limit;
        _limitOfOtherPeriod = null;
        if (appliesLimit && IsLimitOfAnother(options))
        {
            _limitOfOtherPeriod = options.Limit;
            options.Limit = _configured.Limit;
            appliesLimit = false;
        }

        if (appliesLimit || !HasSameSettings(options, _configured))
            _budget.Reconfigure(options, appliesLimit, now);
    }

    private bool IsLimitOfAnother(BudgetOptions options) => options.Period != _started.Period || CurrencyOf(options) != CurrencyOf(_started);

    private string CurrencyOf(BudgetOptions options) => options.Currency ?? _budget.Parent?.Currency ?? MoneyText.DefaultCurrency;

    private static bool HasSameSettings(BudgetOptions options, BudgetOptions before) =>
        options.Warning75Threshold == before.Warning75Threshold
        && options.Warning90Threshold == before.Warning90Threshold
        && options.MaxWaiters == before.MaxWaiters
        && options.MaxWait == before.MaxWait
        && options.AlertAt.SequenceEqual(before.AlertAt);

    /// <summary>
    /// The names of the options that are fixed for the life of a budget and that this reload changed, so that each change is logged once.
    /// </summary>
    private string Ignored(BudgetOptions options, BudgetOptions before)
    {
        var names = new List<string>();
        Look(nameof(BudgetOptions.Name), it => it.Name);
        Look(nameof(BudgetOptions.Currency), CurrencyOf);
        Look(nameof(BudgetOptions.Period), it => it.Period);
        if (IsLimitOfAnother(options) && options.Limit != before.Limit && options.Limit != _limitOfOtherPeriod)
            names.Add(nameof(BudgetOptions.Limit));
        if (_budget.Shared is { } shared)
        {
            if (!shared.TakesLimitFromConfiguration)
                Look(nameof(BudgetOptions.Limit), it => it.Limit);
            Look(nameof(BudgetOptions.Warning75Threshold), it => it.Warning75Threshold);
            Look(nameof(BudgetOptions.Warning90Threshold), it => it.Warning90Threshold);
            Look(nameof(BudgetOptions.AlertAt), it => string.Join(' ', it.AlertAt.Order().Select(portion => portion.ToString(CultureInfo.InvariantCulture))));
        }

        Look(options.TimeZone is null && before.TimeZone is null ? nameof(BudgetOptions.TimeZoneId) : nameof(BudgetOptions.TimeZone), it => it.Zone);
        return string.Join(", ", names);

        void Look<T>(string name, Func<BudgetOptions, T> value)
        {
            if (!Equals(value(options), value(before)) && !Equals(value(options), value(_started)))
                names.Add(name);
        }
    }
}
