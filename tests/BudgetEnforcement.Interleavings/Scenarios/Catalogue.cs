namespace BudgetEnforcement.Interleavings;

internal static class Catalogue
{
    internal static IReadOnlyList<Scenario> Scenarios =>
    [
        .. LastCent.All,
        .. CommitAndRelease.All,
        .. ResetAndCommit.All,
        .. WaiterAndCancel.All,
        .. Crossings.All,
        .. CallingBack.All,
        .. LimitAndReserve.All,
        .. Stopping.All,
        .. HopeAndPeriods.All,
    ];
}
