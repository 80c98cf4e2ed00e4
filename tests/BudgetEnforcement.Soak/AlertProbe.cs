namespace BudgetEnforcement.Soak;

/// <summary>Listens to the crossings of a budget with alerts whose spend only rises: each is told once, in ascending order.</summary>
internal sealed class AlertProbe(Findings findings)
{
    private static readonly decimal?[] Expected = [0.5m, 0.75m, 0.9m, 1.0m, null, 1.2m];

    private int _told;

    internal static IEnumerable<decimal> Alerts => [1.2m, 0.5m, 1.0m, 0.75m];

    internal bool IsAllTold => Volatile.Read(ref _told) == Expected.Length;

    internal void OnCrossed(object? sender, BudgetThresholdCrossedEventArgs crossing)
    {
        var told = Interlocked.Increment(ref _told) - 1;
        findings.Require(
            told < Expected.Length && crossing.Threshold == Expected[told], $"alerts are told once, in ascending order: after {told} of them", crossing.Threshold);
        ReportRules.Check(crossing.Report, findings);
    }
}
