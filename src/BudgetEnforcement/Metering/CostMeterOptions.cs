using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>How a <see cref="CostMeter"/> works.</summary>
/// <threadsafety>Not safe for use by several threads while one of them writes.</threadsafety>
public sealed class CostMeterOptions
{
    /// <summary>The shortest <see cref="Slice"/>: 100 milliseconds.</summary>
    public static readonly TimeSpan ShortestSlice = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest <see cref="Slice"/>: one hour.</summary>
    public static readonly TimeSpan LongestSlice = TimeSpan.FromHours(1);

    /// <summary>The longest <see cref="Increment"/> and <see cref="Minimum"/>: 24 hours.</summary>
    public static readonly TimeSpan LongestIncrement = TimeSpan.FromHours(24);

    /// <summary>
    /// How far ahead money is held. Default 5 seconds; from <see cref="ShortestSlice"/> to <see cref="LongestSlice"/>, both included. The
    /// hold is renewed once half of it has passed. Where it cannot be renewed, the meter tries again until what it holds pays for a quarter
    /// of a slice, and then it is exhausted.
    /// </summary>
    public TimeSpan Slice { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The unit that time is billed by, such as a second, a minute or an hour: each is billed whole when it begins, at the rate and in the
    /// period of that moment. The first begins with the start, and again with each resumption; exactly at the end of one, the next has not
    /// begun. Default zero: time is billed as it passes. From zero to <see cref="LongestIncrement"/>, both included.
    /// </summary>
    public TimeSpan Increment { get; set; }

    /// <summary>
    /// The least time that the start, and each resumption, is billed for, at once: <c>max(Minimum, started increments)</c>. Default zero;
    /// from zero to <see cref="LongestIncrement"/>, both included.
    /// </summary>
    public TimeSpan Minimum { get; set; }

    /// <summary>Returns a copy; throws where a value is out of its range.</summary>
    /// <param name="name">The name of the argument of the caller.</param>
    internal CostMeterOptions ValidCopy(string name) => new()
    {
        Slice = ValidSlice(name),
        Increment = ValidIncrement(Increment, name),
        Minimum = ValidIncrement(Minimum, name),
    };

    /// <param name="name">The name of the argument of the caller.</param>
    internal TimeSpan ValidSlice(string name)
    {
        var slice = Slice;
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, ShortestSlice, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slice, LongestSlice, name);
        return slice;
    }

    private static TimeSpan ValidIncrement(TimeSpan value, string name, [CallerArgumentExpression(nameof(value))] string? property = null)
    {
        if (value < TimeSpan.Zero || value > LongestIncrement)
            throw new ArgumentOutOfRangeException(name, value, $"{property} must be from zero to {LongestIncrement}.");
        return value;
    }
}
