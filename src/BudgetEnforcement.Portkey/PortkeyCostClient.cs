using System.Numerics;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey;

/// <summary>Asks Portkey what calls have cost.</summary>
/// <remarks>
/// <para>
/// Amounts are US dollars, read exactly from the cents of the answers; what is below 10⁻²⁸ dollars, or has more digits than <see cref="decimal"/>,
/// is rounded up. They come from Portkey's price lists: a model that has no price there counts 0.
/// </para>
/// <para>
/// A window is one of whole minutes of UTC, its start inclusive and its end exclusive. Portkey is asked for the time up to a millisecond before the end,
/// so that windows beside each other share no call, however Portkey treats its maximum. A call is in the window of the time that Portkey gave it. Portkey hears of a call up to about
/// three minutes late, so ask for windows that ended ten minutes ago.
/// </para>
/// <para>
/// An answer that is missing, broken, longer than 8 MiB, negative, or incomplete is a <see cref="PortkeyException"/>, never zero. The client repeats
/// a request after a limit of rates (429), a failure of Portkey (500 and above), a timeout (408) or a failure of the network, after the time that
/// Portkey asks for or 1, 2, 4… seconds, as often as <see cref="PortkeyCostOptions.Attempts"/> says.
/// </para>
/// </remarks>
/// <threadsafety>Every member may be called by any thread at any time.</threadsafety>
public sealed class PortkeyCostClient : IBilledCostSource
{
    private const int MostLabels = 100_000;

    // A total and its groups are sums of the same doubles in different orders, so that they differ by less than this part.
    private static readonly BigInteger NoisePart = BigInteger.Pow(10, 12);

    private readonly CostSettings _settings;
    private readonly PortkeyApi _api;
    private readonly QuietLogger _logger;

    /// <summary>Makes a client.</summary>
    /// <param name="client">
    /// Makes the requests, and is not disposed of. Its handler should not follow redirects (<see cref="SocketsHttpHandler.AllowAutoRedirect"/>),
    /// which would send the key to the address that they lead to. If it followed a redirect to another server, a <see cref="PortkeyException"/> is
    /// thrown afterwards.
    /// </param>
    /// <param name="options">Whose costs to ask for, and how.</param>
    /// <param name="logger">Logs failed attempts.</param>
    /// <param name="timeProvider">The clock for waits and timeouts; that of the system by default.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> or <paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// An option is missing or outside its range; the message names it, and never the key.
    /// </exception>
    public PortkeyCostClient(HttpClient client, PortkeyCostOptions options, ILogger<PortkeyCostClient>? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _settings = new CostSettings(options);
        _logger = new QuietLogger(logger);
        _api = new PortkeyApi(client, _settings, _logger, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Gets what was billed in a window, by label.</summary>
    /// <param name="from">The start of the window, inclusive: a whole minute of UTC.</param>
    /// <param name="to">The end of the window, exclusive: a whole minute of UTC, later than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancelled where the answer is no longer wanted.</param>
    /// <returns>
    /// One amount in dollars for each value of the metadata key, and under <see langword="null"/> the rest of the total, where that is more than the
    /// noise of floating-point numbers (10⁻¹² of the total).
    /// </returns>
    /// <remarks>
    /// The client asks for the total before and after the labels. Both totals must be equal, and not less than the labels together; otherwise costs
    /// have just arrived, and the client reads everything again. So the amount under no label never contains a label that has only not been seen yet,
    /// and is never negative.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty, or does not begin or end with a minute.</exception>
    /// <exception cref="PortkeyException">The client cannot get the costs, or cannot trust them.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var window = CostWindow.Of(from, to);
        var before = await TotalAsync(window, cancellationToken).ConfigureAwait(false);
        for (var reading = 1; ; reading++)
        {
            var labels = await LabelsAsync(window, cancellationToken).ConfigureAwait(false);
            var after = await TotalAsync(window, cancellationToken).ConfigureAwait(false);
            if (labels is not null && before == after && TrySubtract(after, labels.Values, out var unlabelled))
                return Costs(window, after, labels, unlabelled);

            await WaitForRestAsync(window, reading, cancellationToken).ConfigureAwait(false);
            before = after;
        }
    }

    /// <summary>Gets the total that was billed in a window.</summary>
    /// <param name="from">The start of the window, inclusive: a whole minute of UTC.</param>
    /// <param name="to">The end of the window, exclusive: a whole minute of UTC, later than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancelled where the answer is no longer wanted.</param>
    /// <returns>The total in dollars; 0 where Portkey says 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty, or does not begin or end with a minute.</exception>
    /// <exception cref="PortkeyException">The client cannot get the total, or cannot trust it.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<decimal> GetTotalAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) =>
        ToDecimal(await TotalAsync(CostWindow.Of(from, to), cancellationToken).ConfigureAwait(false));

    /// <summary>Gets what was billed in a window under each value of the metadata key, as Portkey groups it.</summary>
    /// <param name="from">The start of the window, inclusive: a whole minute of UTC.</param>
    /// <param name="to">The end of the window, exclusive: a whole minute of UTC, later than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancelled where the answer is no longer wanted.</param>
    /// <returns>One amount in dollars for each value. Calls without the key are in none, or in that of the label <see langword="null"/>, as Portkey does it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The window is empty, or does not begin or end with a minute.</exception>
    /// <exception cref="PortkeyException">The client cannot get the groups, or cannot trust them.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<IReadOnlyList<BilledCost>> GetGroupsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default)
    {
        var window = CostWindow.Of(from, to);
        for (var reading = 1; ; reading++)
        {
            if (await LabelsAsync(window, cancellationToken).ConfigureAwait(false) is { } labels)
                return [.. labels.Select(label => new BilledCost(label.Key.Text, ToDecimal(label.Value)))];
            await WaitForRestAsync(window, reading, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<Dollars> TotalAsync(CostWindow window, CancellationToken cancellationToken) => _api.GetAsync(_settings.TotalOf(window), AnalyticsJson.Total, cancellationToken);

    /// <summary>Reads all pages.</summary>
    /// <returns>What each label cost; <see langword="null"/> where the pages do not fit together, because labels came or changed places between them.</returns>
    private async Task<Dictionary<Label, Dollars>?> LabelsAsync(CostWindow window, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<Label, Dollars>();
        for (var (page, count) = (0, 0); ; page++)
        {
            var answer = await _api.GetAsync(_settings.GroupsOf(window, page), AnalyticsJson.Page, cancellationToken).ConfigureAwait(false);
            if (answer.Count > MostLabels)
                throw new PortkeyException($"Portkey has more than {MostLabels} labels in {window}; ask for shorter windows, or choose a metadata key with fewer values.");
            if (page > 0 && answer.Count != count)
                return null;
            count = answer.Count;
            foreach (var (text, cost) in answer.Labels)
            {
                if (!labels.TryAdd(new Label(text), cost))
                    return null;
            }

            if (labels.Count == count)
                return labels;
            if (labels.Count > count || answer.Labels.Count == 0)
                return null;
        }
    }

    private async Task WaitForRestAsync(CostWindow window, int reading, CancellationToken cancellationToken)
    {
        if (reading >= _settings.Attempts)
            throw new PortkeyException($"The costs of {window} change at Portkey while they are read, or its labels cost more than its total.") { IsTransient = true };
        var wait = _settings.WaitAfter(reading, asked: null)!.Value;
        PortkeyLog.CostsMoved(_logger, window.ToString(), wait);
        await _api.WaitAsync(wait, cancellationToken).ConfigureAwait(false);
    }

    private static bool TrySubtract(Dollars total, IEnumerable<Dollars> labels, out Dollars rest)
    {
        var difference = total.Units - labels.Aggregate(default(Dollars), (sum, label) => sum + label).Units;
        var isNoise = BigInteger.Abs(difference) * NoisePart <= total.Units;
        rest = new Dollars(isNoise ? 0 : difference);
        return rest.Units.Sign >= 0;
    }

    private List<BilledCost> Costs(CostWindow window, Dollars total, Dictionary<Label, Dollars> labels, Dollars unlabelled)
    {
        // Portkey may have a group of its own for calls without the key.
        if (labels.Remove(default, out var group))
            unlabelled += group;
        List<BilledCost> costs = [.. labels.Select(label => new BilledCost(label.Key.Text, ToDecimal(label.Value)))];
        if (!unlabelled.Units.IsZero)
            costs.Add(new BilledCost(null, ToDecimal(unlabelled)));
        PortkeyLog.CostsRead(_logger, window.ToString(), ToDecimal(total), labels.Count, ToDecimal(unlabelled));
        return costs;
    }

    private static decimal ToDecimal(Dollars dollars) =>
        dollars.TryToDecimal(out var amount) ? amount : throw new PortkeyException("Portkey's answer has a cost that is larger than any decimal, so the costs are not known.");

    /// <summary>A label, or none.</summary>
    private readonly record struct Label(string? Text);
}
