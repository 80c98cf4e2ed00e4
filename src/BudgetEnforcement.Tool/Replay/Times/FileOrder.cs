namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>Sees how the times of one file run. The first two that differ tell whether it is newest first.</summary>
internal sealed class FileOrder
{
    private long? _last;
    private bool? _isNewestFirst;

    /// <summary>Whether it began by going back in time.</summary>
    internal bool IsNewestFirst => _isNewestFirst is true;

    /// <summary>Whether time went on somewhere.</summary>
    internal bool WentOn { get; private set; }

    /// <summary>Whether time went back somewhere.</summary>
    internal bool WentBack { get; private set; }

    internal void See(long ticks)
    {
        if (_last is { } last && last != ticks)
        {
            _isNewestFirst ??= ticks < last;
            WentOn |= ticks > last;
            WentBack |= ticks < last;
        }

        _last = ticks;
    }
}
