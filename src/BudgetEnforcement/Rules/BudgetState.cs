using System.Diagnostics;

namespace BudgetEnforcement;

/// <summary>
/// The numbers of one budget, linked to those of its parents, with every decision about them and every change of them. It knows no lock,
/// clock, logger or event: the caller holds the lock of the tree and passes the time.
/// </summary>
/// <remarks>
/// It keeps two totals: <em>spent</em>, and <em>taken</em>, which is spent plus reserved. So admission is one sum and one comparison, and
/// recording is two sums. Every mark up to the present spend is announced, so one comparison with the next trigger tells whether a cost
/// leads to an announcement.
/// </remarks>
internal sealed partial class BudgetState
{
    private readonly PeriodCalendar? _calendar;
    private BudgetLimit _limit;
    private Money _spent;
    private Money _taken;
    private Money _nextTrigger;
    private BudgetStateExtras? _extras;

    // One byte each, because there may be a million budgets.
    private byte _status;
    private byte _acknowledgedRank;
    private bool _hasBarrier; // It is closed, cut off or waited for, so room alone does not decide admission.
    private bool _isShared;

    /// <param name="owner">The budget that these numbers belong to.</param>
    /// <param name="parents">The numbers of the parents, which every cost counts against too.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="thresholds">The portions of the limit that are announced.</param>
    /// <param name="spent">The spend at the start, which is not announced.</param>
    /// <param name="calendar">When the periods end; null without a period.</param>
    /// <param name="now">The time, in ticks of UTC; ignored without a calendar.</param>
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
            Extras.SpentBefore = spent;
        SetLimit(limit, thresholds);
        ArmTrigger(this);
        _acknowledgedRank = (byte)Rank;
        PeriodEnd = calendar?.EndAfter(now) ?? PeriodCalendar.Never;
    }

    /// <summary>The budget that these numbers belong to; the rules only hand it back.</summary>
    internal object? Owner { get; }

    /// <summary>
    /// The parent, where there is one; an array of all ancestors in the order of the path, where there are several; null at the root.
    /// </summary>
    internal object? Above { get; }

    /// <summary>The parent, where there is exactly one.</summary>
    internal BudgetState? Parent => Above as BudgetState;

    /// <summary>The direct parents, the first one first.</summary>
    internal ReadOnlySpan<BudgetState> Parents => Above is BudgetState parent ? new BudgetState[] { parent } : _extras?.Parents;

    /// <summary>This budget and everything above it.</summary>
    internal BudgetPath Path => new(this);

    internal Money Limit => _limit.Amount;

    internal Money Spent => _spent;

    internal Money Reserved => Slice is { } slice ? TakenBeyondSpent - slice.Padding : TakenBeyondSpent;

    /// <summary>What is taken and not spent: what is reserved, and of a shared budget the padding too.</summary>
    internal Money TakenBeyondSpent => _taken - _spent;

    /// <summary>The amount that this budget alone admits without asking a ledger, without regard to waiters.</summary>
    internal Money Room => Money.SubtractToZero(_limit.Amount, _taken);

    /// <summary>How many reservations are open on this budget, those of its descendants included.</summary>
    internal long OpenReservations { get; private set; }

    /// <summary>The total of all committed costs above their reservations.</summary>
    internal Money Overage => _extras?.Overage ?? Money.Zero;

    /// <summary>The sum of every cost recorded since the start. Refunds and resets do not lower it.</summary>
    internal Money Recorded => _extras is null ? _spent
        : _extras.Slice is { } slice ? slice.RecordedAt(_spent)
        : Money.AddSaturating(_extras.RecordedBefore, Money.SubtractToZero(_spent, _extras.SpentBefore));

    /// <summary>How often the spend started again from 0.</summary>
    internal int Resets { get; private set; }

    /// <summary>The claims with this budget on their path; null where there are none.</summary>
    internal ClaimsOfBudget? Claims { get; private set; }

    internal bool IsClosed => _extras is { IsClosed: true };

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
        Debug.Assert(state.Slice is not { } slice || state._taken - state._spent >= slice.Padding, "What this process does not hold is taken.");
    }
}
