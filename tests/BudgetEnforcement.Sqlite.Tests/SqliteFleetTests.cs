using BudgetEnforcement.Stores;
using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Sqlite.Tests;

public class SqliteFleetTests
{
    [Theory]
    [InlineData(nameof(FleetMode.Covered))]
    [InlineData(nameof(FleetMode.Rough))]
    public void Fleet_OverAFile_HoldsWhatTheLedgerPromises(string mode)
    {
        using var folder = new TemporaryFolder(isFast: true);

        FleetSequences.HoldWhatTheLedgerPromises(Enum.Parse<FleetMode>(mode), sequences: FleetSequences.Count, () =>
        {
            var clock = new FleetClock();
            return (new SqliteBudgetStore(folder.NewFile(), clock), clock.Advance);
        });
    }
}
