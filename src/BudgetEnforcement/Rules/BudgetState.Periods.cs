using System.Diagnostics;

namespace BudgetEnforcement;

/// <content>The periods of a budget.</content>
internal sealed partial class BudgetState
{
    /// <summary>When the spend starts again from 0, in ticks of UTC.</summary>
    internal long PeriodEnd { get; private set; }

    /// <summary>When the spend of this budget, or of the term of its ledger, starts again from 0, in ticks of UTC.</summary>
    internal long TermEnd => Slice is { } slice ? slice.TermEnd : PeriodEnd;

    /// <summary>Whether its spend starts again from 0 by itself.</summary>
    internal bool HasPeriod => _calendar is not null || Slice is { Calendar: not null };

    /// <summary>
    /// Whether this budget must act on a reading of the clock: its period has ended, or the end that it expects cannot be right.
    /// </summary>
    internal bool HasNewsAt(long now) =>
        now >= PeriodEnd || (_calendar is not null && PeriodEnd - now > _calendar.LongestPlausibleWait);

    /// <summary>Corrects an end that a wrong clock made.</summary>
    /// <remarks>
    /// The budget sets aside an end that lies more than one period beyond the regular one, and restores it when the clock reads a time
    /// inside that period. So a clock that is wrong for a moment neither extends a period for years nor begins one twice.
    /// </remarks>
    internal void CorrectPeriodEnd(long now)
    {
        if (_calendar is null)
            return;
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
    }

    /// <summary>Whether the period of this budget alone has ended. Correct the end first.</summary>
    internal bool IsPeriodOver(long now) => now >= PeriodEnd;

    /// <summary>Begins the next period of this budget alone, after the last one has ended, and arms its triggers.</summary>
    internal void BeginPeriod(long now)
    {
        // Clocks that are put back over midnight show a time of the last period again. That period must not end twice.
        var next = _calendar!.EndAfter(PeriodEnd);
        PeriodEnd = next > now ? next : _calendar.EndAfter(now);
        Debug.Assert(PeriodEnd > now, "A period that begins has not ended.");
        if (_extras is { EndSetAside: not 0 and var aside } && aside <= PeriodEnd)
            _extras.EndSetAside = 0; // The period that was set aside is over, so no reading may restore it.
        Reset();
        ArmTrigger(this);
        AcknowledgeAll();
    }
}
