namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>The watches over all files together.</summary>
internal sealed class SharedWatches
{
    internal SharedWatches()
    {
        Currency = new CurrencyWatch(Tally);
        Distinct = new DistinctRows(Tally);
    }

    internal ReadingTally Tally { get; } = new();

    internal CurrencyWatch Currency { get; }

    internal DistinctRows Distinct { get; }

    internal RepeatWatch Repeats { get; } = new();
}
