using System.Diagnostics;

namespace BudgetEnforcement;

/// <content>When the spend starts again from 0.</content>
internal sealed partial class BudgetState
{
    /// <summary>When the spend starts again from 0, in ticks of UTC.</summary>
    internal long PeriodEnd { get; private set; }

    internal bool HasPeriod => _calendar is not null;

    /// <summary>Whether a reading of the clock has something to say to this budget: its period is over, or its end cannot be right.</summary>
    internal bool HasNewsAt(long now) =>
        now >= PeriodEnd || (_calendar is not null && PeriodEnd - now > _calendar.LongestPlausibleWait);

    /// <summary>Corrects an end that a wrong clock made.</summary>
    /// <remarks>
    /// An end more than one period beyond the regular one is set aside, and a reading inside the period that was set aside restores it. So a
    /// clock that was wrong for a moment neither keeps a period going for years nor begins one twice.
    /// </remarks>
    /// <returns>Whether the period of this budget alone has ended.</returns>
    internal bool CorrectPeriodEnd(long now)
    {
        if (_calendar is null)
            return false;
        if (_extras is { EndSetAside: not 0 and var aside } && _calendar.EndAfter(now) == aside)
        {
            PeriodEnd = aside;
            _extras.EndSetAside = 0;
        }
        else if (PeriodEnd - now > _calendar.LongestPlausibleWait)
        {
            var regular = _calendar.EndAfter(now);
            if (PeriodEnd > _calendar.EndAfter(regular))
            {
                Extras.EndSetAside = PeriodEnd;
                PeriodEnd = regular;
            }
        }

        return now >= PeriodEnd;
    }

    /// <summary>Begins a new period of this budget alone, whose last one is over, and arms what is announced of it.</summary>
    internal void BeginPeriod(long now)
    {
        // Where the clocks are put back over midnight, now is a time of the last period again; what has ended does not end twice.
        var next = _calendar!.EndAfter(PeriodEnd);
        PeriodEnd = next > now ? next : _calendar.EndAfter(now);
        Debug.Assert(PeriodEnd > now, "A period that begins has not ended.");
        if (_extras is { EndSetAside: not 0 and var aside } && aside <= PeriodEnd)
            _extras.EndSetAside = 0; // It is over, so nothing may restore it.
        Reset();
        ArmTrigger(this);
        AcknowledgeAll();
    }
}
