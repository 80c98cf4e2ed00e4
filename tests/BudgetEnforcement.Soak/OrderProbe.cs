namespace BudgetEnforcement.Soak;

/// <summary>
/// Listens to the crossings of one budget: they come one at a time, in order, and none is left out unless the log says so. Other budgets have
/// turns of their own.
/// </summary>
internal sealed class OrderProbe
{
    private readonly World _world;
    private readonly bool _onlyRises;
    private int _last;
    private int _drops = UnreliableLogger.Drops;
    private int _handlers;

    /// <param name="world">Where the budget is.</param>
    /// <param name="onlyRises">Whether its spend and limit can only bring it nearer to the limit, so that nothing is told twice.</param>
    internal OrderProbe(World world, bool onlyRises) => (_world, _onlyRises) = (world, onlyRises);

    internal bool IsAllTold => Volatile.Read(ref _last) == (int)BudgetStatus.Exceeded;

    internal void OnCrossed(object? sender, BudgetThresholdCrossedEventArgs crossing)
    {
        _world.Findings.Require(Interlocked.Increment(ref _handlers) == 1, "one thread at a time tells the crossings of a budget");
        var last = Volatile.Read(ref _last);
        var told = (int)crossing.Status;
        var drops = UnreliableLogger.Drops;
        var isAfterDrops = drops != _drops; // The drop may be of another budget; then the probe leaves out one check of the order.
        _drops = drops;
        if (isAfterDrops)
            _world.Findings.Count("crossings after some were dropped");
        _world.Findings.Require(
            isAfterDrops || (_onlyRises ? told == last + 1 : told >= 1 && told <= last + 1), $"crossings come in order: after {(BudgetStatus)last}", crossing.Status);
        _world.Findings.Require(crossing.Report.Status >= crossing.Status, "a crossing is told with a report that shows it", crossing.Report);
        ReportRules.Check(crossing.Report, _world.Findings);
        Volatile.Write(ref _last, told);
        Interlocked.Decrement(ref _handlers);
    }
}
