using System.Collections.Concurrent;
using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>
/// Random sequences of every public operation, on random trees, against a model in exact integers. A sequence that fails is made as small
/// as can be and told in words.
/// </summary>
public class ModelTests
{
    /// <summary>
    /// How many sequences one run takes, in all. The code under test is the same on both frameworks, so the older one takes a tenth.
    /// CsCheck_Iter raises the number of each test; CsCheck_Time gives each that many seconds instead.
    /// </summary>
#if NET10_0_OR_GREATER
    private const int Count = 100_000;
#else
    private const int Count = 10_000;
#endif

    private static readonly string[] Outcomes =
    [
        "AddCost -> recorded", "AddCost -> uncountable",
        "TryAddCost -> recorded", "TryAddCost -> refused",
        "TryReserve -> held", "TryReserve -> refused",
        "Reserve -> held", "Reserve -> refused",
        "ReserveAsync -> held", "ReserveAsync -> waits", "ReserveAsync -> refused", "ReserveAsync -> cancelled",
        "who waited -> held", "who waited -> cancelled",
        "who waited -> refused: NeverFits", "who waited -> refused: Closed", "who waited -> refused: WaitedTooLong",
        "Commit -> recorded", "Commit -> recorded, with overage", "Commit -> committed before", "Commit -> uncountable",
        "CommitAmount -> recorded", "CommitAmount -> recorded, with overage", "CommitAmount -> committed before",
        "TryRenew -> renewed", "TryRenew -> refused", "TryRenew -> ended before",
        "Refund -> taken back", "Refund -> more than was spent", "TryRefund -> taken back", "TryRefund -> more than was spent",
        "AdjustLimit -> adjusted", "AdjustLimit -> impossible",
        "CheckBudgetAvailable -> None", "CheckBudgetAvailable -> NoRoom",
        "CheckBudgetAvailable -> NeverFits", "CheckBudgetAvailable -> WaitersAhead", "CheckBudgetAvailable -> Closed",
        "ExecuteAsync -> Tells", "ExecuteAsync -> Fails", "ExecuteAsync -> FailsAndTells", "ExecuteAsync -> FailsAndIsReleased",
        "ExecuteAsync -> refused", "ExecuteAsync -> cancelled",
    ];

    [Fact]
    public void EverySequence_OfRealPrices_IsWhatTheModelSays() => Run(Sequences.OfPrices, percent: 30);

    [Fact]
    public void EverySequence_OfAmountsThatHurt_IsWhatTheModelSays() => Run(Sequences.OfAmountsThatHurt, percent: 25);

    [Fact]
    public void EverySequence_OfSingleUnits_IsWhatTheModelSays() => Run(Sequences.OfUnits, percent: 25);

    [Fact]
    public void EverySequence_OfManyWhoWait_IsWhatTheModelSays() => Run(Sequences.OfManyWhoWait, percent: 20);

    /// <summary>A model that is never asked for something hard proves nothing.</summary>
    [Fact]
    public void Sequences_ATasteOfAll_MeetEveryOutcome()
    {
        var met = new ConcurrentDictionary<string, bool>();
        Gen.OneOf(Sequences.OfPrices, Sequences.OfAmountsThatHurt, Sequences.OfUnits).Sample(
            sequence =>
            {
                var story = new Story();
                sequence.Run(story);
                foreach (var outcome in Outcomes.Where(outcome => story.Lines.Any(line => IsOf(line, outcome))))
                    met[outcome] = true;
            },
            iter: 5000);

        Outcomes.Except(met.Keys).Should().BeEmpty();
    }

    private static bool IsOf(string line, string outcome)
    {
        var arrow = outcome.IndexOf(" -> ", StringComparison.Ordinal);
        return line.Contains($" {outcome[..arrow]} ", StringComparison.Ordinal) && line.EndsWith(outcome[arrow..], StringComparison.Ordinal);
    }

    private static void Run(Gen<Sequence> sequences, int percent) => sequences.Sample(
        sequence => sequence.Run(),
        iter: Math.Max(Count * percent / 100, Check.Iter),
        print: sequence => sequence.Told());
}
