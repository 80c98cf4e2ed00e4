namespace BudgetEnforcement.Tests;

/// <summary>Some of the sequences of the model, the same every time: a bug in what a budget counts, admits, tells or grants turns them red on any machine.</summary>
public class FixedSequencesTests
{
    private const int OfEachKind = 1500;

    [Fact]
    public void EverySequence_OfAFixedChoice_IsWhatTheModelSays()
    {
        foreach (var sequence in Sequences.Fixed(OfEachKind))
        {
            if (Record.Exception(() => sequence.Run()) is not null)
                Assert.Fail(sequence.Told());
        }
    }
}
