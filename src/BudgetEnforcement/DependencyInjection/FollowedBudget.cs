using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>A budget of a container and the options that were last configured for it.</summary>
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

    /// <param name="budget">What reloads change.</param>
    /// <param name="started">The valid copy that it was made from.</param>
    /// <param name="news">Where a reload tells what it could not apply.</param>
    internal FollowedBudget(BudgetEnforcer budget, BudgetOptions started, ReloadNews news)
    {
        (_budget, _started, _news) = (budget, started, news);
        _configured = started;
    }

    /// <summary>Taken before options are read: of two readings, that with the higher ticket is not the older one.</summary>
    internal long TakeTicket() => Interlocked.Increment(ref _lastTicket);

    /// <summary>Applies what a reload may change, unless something newer is applied already.</summary>
    /// <param name="options">A copy of what is configured, valid or not.</param>
    /// <param name="ticket">What was taken before they were read.</param>
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

        // The budget only changes its numbers here; what there is to tell of them, it tells later and elsewhere.
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

    /// <summary>Tells of options that cannot be made or applied.</summary>
    internal void Reject(Exception exception) => Reject(exception.Message, exception);

    // One change of a file is told as two reloads now and then, so the same errors are told again only after something was valid.
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

    // The limit only where another one is configured than before, so that a reload does not undo a top-up; and not where it is one of another
    // period or currency, for a month's limit is none for a day.
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
    /// The names of what a budget keeps for its life and is configured otherwise since the last reload; told once, not with every reload.
    /// </summary>
    private string Ignored(BudgetOptions options, BudgetOptions before)
    {
        var names = new List<string>();
        Look(nameof(BudgetOptions.Name), it => it.Name);
        Look(nameof(BudgetOptions.Currency), CurrencyOf);
        Look(nameof(BudgetOptions.Period), it => it.Period);
        if (IsLimitOfAnother(options) && options.Limit != before.Limit && options.Limit != _limitOfOtherPeriod)
            names.Add(nameof(BudgetOptions.Limit));
        Look(options.TimeZone is null && before.TimeZone is null ? nameof(BudgetOptions.TimeZoneId) : nameof(BudgetOptions.TimeZone), it => it.Zone);
        return string.Join(", ", names);

        void Look<T>(string name, Func<BudgetOptions, T> value)
        {
            if (!Equals(value(options), value(before)) && !Equals(value(options), value(_started)))
                names.Add(name);
        }
    }
}
