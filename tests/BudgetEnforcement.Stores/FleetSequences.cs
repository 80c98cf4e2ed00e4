using BudgetEnforcement.Tests.Ledger.Model;

namespace BudgetEnforcement.Stores;

/// <summary>Random fleets over a real store, with the check of the books after every step. A seed replays the same.</summary>
internal static class FleetSequences
{
    /// <summary>How many of each mode; a tenth on the older runtime.</summary>
#if NET10_0_OR_GREATER
    internal const int Count = 150;
#else
    internal const int Count = 15;
#endif

    private const int Steps = 80;

    /// <param name="mode">What may happen.</param>
    /// <param name="sequences">How many fleets, one after the other.</param>
    /// <param name="open">Opens an empty store for one of them; with what moves its clock, where that can be moved.</param>
    internal static void HoldWhatTheLedgerPromises(FleetMode mode, int sequences, Func<(IBudgetStore Store, Action<TimeSpan>? Advance)> open)
    {
        for (var seed = 0; seed < sequences; seed++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var (store, advance) = open();
            using (store)
            {
                store.Open(SchemaSetUp.Create);
                using var fleet = new Fleet(store, mode, seed, advance);
                fleet.Run(Steps).Should().BeNull("that is what seed {0} of {1} finds", seed, mode);
            }
        }
    }
}
