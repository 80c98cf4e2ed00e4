using System.Diagnostics.Metrics;

namespace BudgetEnforcement;

/// <summary>The meter of the library. It looks at the budgets when a listener collects, and holds them weakly.</summary>
internal static class BudgetMetrics
{
    internal const string MeterName = "BudgetEnforcement";

    private static readonly WeakList<BudgetEnforcer> Published = new();
    private static readonly Meter Meter = new(MeterName, typeof(BudgetMetrics).Assembly.GetName().Version?.ToString(3));

    private static Counter<long>? _rejections;
    private static int _isMade;

    /// <summary>Publishes a budget for as long as it lives.</summary>
    internal static void Publish(BudgetEnforcer budget)
    {
        lock (Published)
            Published.Add(budget);
        if (Interlocked.Exchange(ref _isMade, 1) == 0)
            MakeInstruments();
    }

    /// <summary>Publishes it no more.</summary>
    internal static void Withdraw(BudgetEnforcer budget) => _ = budget;

    /// <summary>Counts a refusal on the budget that decided, where it has a name.</summary>
    internal static void CountRejection(in BudgetCheck refusal)
    {
        if (refusal.GivenName is null || _rejections is not { Enabled: true } rejections)
            return;
        try
        {
            rejections.Add(1, NameTag(refusal.BudgetName), CurrencyTag(refusal.Currency));
        }
#pragma warning disable CA1031 // A listener is foreign code: whatever it throws, the spender must not see it.
        catch
#pragma warning restore CA1031
        {
            // Listeners have no log of ours.
        }
    }

    // Not in a type initializer: listeners are called when an instrument is made, and no other thread may have to wait for them.
    private static void MakeInstruments()
    {
        _rejections = Make(() => Meter.CreateCounter<long>("budget_enforcement.rejections", "{rejection}", "How often a budget refused an amount for lack of room."));
        Make(() => Meter.CreateObservableUpDownCounter("budget_enforcement.limit", ObserveLimit, "{currency}", "The most that may be spent."));
        Make(() => Meter.CreateObservableUpDownCounter("budget_enforcement.usage", ObserveUsage, "{currency}", "What is spent and what is reserved."));
        Make(() => Meter.CreateObservableUpDownCounter("budget_enforcement.overage", ObserveOverage, "{currency}", "What was committed above its reservations."));
        Make(() => Meter.CreateObservableGauge("budget_enforcement.utilization", ObserveUtilization, "1", "What portion of the limit is spent."));
    }

    // One that throws must not take every named budget down.
    private static TInstrument? Make<TInstrument>(Func<TInstrument> make)
        where TInstrument : Instrument
    {
        try
        {
            return make();
        }
#pragma warning disable CA1031 // A listener is foreign code.
        catch
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static IEnumerable<Measurement<double>> ObserveLimit() =>
        Totals().Select(total => new Measurement<double>(total.Limit, NameTag(total.Name), CurrencyTag(total.Currency)));

    private static IEnumerable<Measurement<double>> ObserveUsage() =>
        Totals().SelectMany(total => new Measurement<double>[]
        {
            new(total.Spent, NameTag(total.Name), CurrencyTag(total.Currency), new("state", "spent")),
            new(total.Reserved, NameTag(total.Name), CurrencyTag(total.Currency), new("state", "reserved")),
        });

    private static IEnumerable<Measurement<double>> ObserveOverage() =>
        Totals().Select(total => new Measurement<double>(total.Overage, NameTag(total.Name), CurrencyTag(total.Currency)));

    private static IEnumerable<Measurement<double>> ObserveUtilization() =>
        Totals().Select(total => new Measurement<double>(
            total.Limit == 0 ? 0 : total.Spent / total.Limit, NameTag(total.Name), CurrencyTag(total.Currency)));

    private static List<Total> Totals()
    {
        var budgets = new List<BudgetEnforcer>();
        lock (Published)
            Published.CopyLivingTo(budgets);

        // Budgets of one name and currency are one series, in the order in which their first was made.
        return budgets
            .Select(budget => budget.GetStatus())
            .GroupBy(report => (report.Name, report.Currency))
            .Select(group => new Total(
                group.Key.Name,
                group.Key.Currency,
                group.Sum(report => (double)report.Limit),
                group.Sum(report => (double)report.Spent),
                group.Sum(report => (double)report.Reserved),
                group.Sum(report => (double)report.Overage)))
            .ToList();
    }

    private static KeyValuePair<string, object?> NameTag(string name) => new("name", name);

    private static KeyValuePair<string, object?> CurrencyTag(string currency) => new("currency", currency);

    private readonly record struct Total(string Name, string Currency, double Limit, double Spent, double Reserved, double Overage);
}
