using System.Globalization;

namespace BudgetEnforcement.Portkey;

/// <summary>A window of whole minutes of UTC, its end exclusive.</summary>
internal readonly record struct CostWindow(DateTimeOffset From, DateTimeOffset To)
{
    // Portkey does not say whether its maximum is in the window. A maximum one millisecond before the end makes that harmless: neighbours share no
    // call, and only calls of that one millisecond could fall between them.
    private static readonly TimeSpan Last = TimeSpan.FromMilliseconds(1);

    internal string Minimum => Text(From);

    internal string Maximum => Text(To - Last);

    internal static CostWindow Of(DateTimeOffset from, DateTimeOffset to)
    {
        MustBeWhole(from, nameof(from));
        MustBeWhole(to, nameof(to));
        if (to <= from)
            throw new ArgumentOutOfRangeException(nameof(to), to, "The end of the window is not after its start.");
        return new CostWindow(from.ToUniversalTime(), to.ToUniversalTime());
    }

    /// <summary>The window as people read it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"[{From:yyyy-MM-dd HH:mm}, {To:yyyy-MM-dd HH:mm}) UTC");

    private static void MustBeWhole(DateTimeOffset instant, string name)
    {
        if (instant.UtcTicks % TimeSpan.TicksPerMinute != 0)
            throw new ArgumentOutOfRangeException(name, instant, "It is not a whole minute of UTC.");
    }

    private static string Text(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
