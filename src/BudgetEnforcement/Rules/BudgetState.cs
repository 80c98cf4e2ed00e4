using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>
/// The numbers of one budget, linked to those of its parents, and every decision and transition of them. It knows no lock, clock, logger or
/// event: the caller holds the lock of the tree and brings the time.
/// </summary>
/// <remarks>
/// Two totals are kept: what is <em>spent</em>, and what is <em>taken</em>, that is spent plus reserved. So admission is one sum and one
/// comparison, and recording is two sums. Everything below the present spend has been told, so one number, the next trigger, says whether
/// a cost has anything to tell.
/// </remarks>
internal sealed partial class BudgetState
{
    private readonly PeriodCalendar? _calendar;
    private BudgetLimit _limit;
    private Money _spent;
    private Money _taken;
    private Money _nextTrigger;
    private BudgetStateExtras? _extras;

    // In one byte each: there may be a million of these.
    private byte _status;
    private byte _toldRank;
    private bool _hasBarrier;
    private bool _isClosed;

    /// <param name="owner">The budget that these are the numbers of.</param>
    /// <param name="parents">The numbers that these count against too.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="thresholds">Where something is announced.</param>
    /// <param name="spent">What is spent at the start, which is not to be told.</param>
    /// <param name="calendar">When the spend starts again from 0, null for never.</param>
    /// <param name="now">The time, in ticks of UTC; of no meaning without a calendar.</param>
    internal BudgetState(
        object? owner, ReadOnlySpan<BudgetState> parents, in BudgetLimit limit, BudgetThresholds thresholds, in Money spent, PeriodCalendar? calendar, long now)
    {
        Owner = owner;
        if (parents.Length > 1)
            _extras = new BudgetStateExtras { Parents = [.. parents] };
        Above = parents.Length switch
        {
            0 => null,
            1 => parents[0],
            _ => BudgetPath.AllAbove(parents),
        };
        _spent = spent;
        _taken = spent;
        _calendar = calendar;
        if (!spent.IsZero)
            Extras.InitialSpent = spent;
        SetLimit(limit, thresholds);
        ArmTrigger(this);
        _toldRank = (byte)Rank;
        PeriodEnd = calendar?.EndAfter(now) ?? PeriodCalendar.Never;
    }

    /// <summary>The budget that these are the numbers of; the rules only hand it back.</summary>
    internal object? Owner { get; }

    /// <summary>
    /// The parent, where there is just one; where there are several, an array of all ancestors in the order of the path; null at the root.
    /// </summary>
    internal object? Above { get; }

    /// <summary>The parent, where there is just one.</summary>
    internal BudgetState? Parent => Above as BudgetState;

    /// <summary>The direct parents, the first one first.</summary>
    internal ReadOnlySpan<BudgetState> Parents => Above is BudgetState parent ? new BudgetState[] { parent } : _extras?.Parents;

    /// <summary>This budget and everything above it.</summary>
    internal BudgetPath Path => new(this);

    internal Money Limit => _limit.Amount;

    internal Money Spent => _spent;

    internal Money Reserved => _taken - _spent;

    /// <summary>What may still be taken of this budget alone, those who wait left aside.</summary>
    internal Money Room => Money.SubtractToZero(_limit.Amount, _taken);

    /// <summary>How many reservations are open on this budget, those of its descendants included.</summary>
    internal long OpenReservations { get; private set; }

    /// <summary>What was committed above its reservations in total.</summary>
    internal Money Overage => _extras?.Overage ?? Money.Zero;

    /// <summary>Every cost that was recorded since the start; refunds and resets take nothing back.</summary>
    internal Money Recorded => _extras is null
        ? _spent
        : Money.AddSaturating(_extras.RecordedBefore, Money.SubtractToZero(_spent, _extras.InitialSpent));

    /// <summary>How often the spend started again from 0.</summary>
    internal int Resets { get; private set; }

    /// <summary>Those who wait for room here; null where there are none.</summary>
    internal ClaimsOfBudget? Claims { get; private set; }

    internal bool IsClosed => _isClosed;

    /// <summary>The status of this budget as of the last <see cref="ArmTriggers()"/>.</summary>
    internal BudgetStatus Status
    {
        get => (BudgetStatus)_status;
        private set => _status = (byte)value;
    }

    /// <summary>The worst status on the path up to the root.</summary>
    internal BudgetStatus PathStatus
    {
        get
        {
            var worst = BudgetStatus.Ok;
            foreach (var state in Path)
            {
                if (state.Status > worst)
                    worst = state.Status;
            }

            return worst;
        }
    }

    private BudgetStateExtras Extras => _extras ??= new BudgetStateExtras();

    /// <summary>The next end of a period on the path, in ticks of UTC.</summary>
    internal long NextPeriodEnd()
    {
        var next = PeriodCalendar.Never;
        foreach (var state in Path)
            next = Math.Min(next, state.PeriodEnd);
        return next;
    }

    [Conditional("DEBUG")]
    private static void Check(BudgetState state)
    {
        Debug.Assert(state.OpenReservations >= 0, "Only what was held is freed.");
        Debug.Assert(state._taken >= state._spent, "What is spent is taken.");
    }
}
