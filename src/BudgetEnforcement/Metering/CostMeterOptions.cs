namespace BudgetEnforcement;

/// <summary>How a <see cref="CostMeter"/> works.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class CostMeterOptions
{
    /// <summary>The shortest <see cref="Slice"/>: 100 milliseconds.</summary>
    public static readonly TimeSpan ShortestSlice = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <see cref="Slice"/>: one hour.</summary>
    public static readonly TimeSpan LongestSlice = TimeSpan.FromHours(1);

    /// <summary>
    /// For how long ahead money is held. Default 5 seconds; from <see cref="ShortestSlice"/> to <see cref="LongestSlice"/>, both included.
    /// The hold is renewed once half of it has passed, so a meter that is told to stop has at least a quarter of a slice left that is paid
    /// for.
    /// </summary>
    public TimeSpan Slice { get; set; } = TimeSpan.FromSeconds(5);

    /// <param name="name">What the caller calls these options.</param>
    internal TimeSpan ValidSlice(string name)
    {
        var slice = Slice;
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, ShortestSlice, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slice, LongestSlice, name);
        return slice;
    }
}
