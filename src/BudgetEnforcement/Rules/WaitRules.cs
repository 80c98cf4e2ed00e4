namespace BudgetEnforcement;

/// <summary>Which refusals a caller may wait out, and why a wait or an ask of a ledger ends without the amount.</summary>
internal static class WaitRules
{
    /// <summary>Why a caller that was refused may not wait in the line; <see cref="BudgetRefusalReason.None"/> where it may.</summary>
    /// <param name="refusal">Why it was refused.</param>
    /// <param name="hasAsked">Whether it has asked a ledger. A ledger that does not answer may do so while the caller waits.</param>
    /// <param name="waiters">How many wait already.</param>
    /// <param name="mostWaiters">How many may.</param>
    internal static BudgetRefusalReason ReasonAgainstWait(BudgetRefusalReason refusal, bool hasAsked, int waiters, int mostWaiters)
    {
        if (mostWaiters == 0 || !(CanEnd(refusal) || (hasAsked && refusal == BudgetRefusalReason.LedgerUnavailable)))
            return refusal;
        return waiters < mostWaiters ? BudgetRefusalReason.None : BudgetRefusalReason.TooManyWaiters;
    }

    /// <summary>Why a caller that found no room, without a reason here, was not granted the amount: another process holds the room.</summary>
    internal static BudgetRefusalReason OrHeldElsewhere(BudgetRefusalReason refusal) =>
        refusal == BudgetRefusalReason.None ? BudgetRefusalReason.HeldElsewhere : refusal;

    /// <summary>Why an ask is not granted that was answered.</summary>
    /// <param name="refusal">Why the amount is refused.</param>
    /// <param name="isLearning">Whether the ledger learns what processes hold, and grants nothing until then.</param>
    internal static BudgetRefusalReason ReasonOfAnswer(BudgetRefusalReason refusal, bool isLearning) =>
        isLearning && refusal == BudgetRefusalReason.HeldElsewhere ? BudgetRefusalReason.LedgerUnavailable : refusal;

    /// <summary>Why an ask is not granted that got no answer in time.</summary>
    internal static BudgetRefusalReason ReasonOfSilence(BudgetRefusalReason refusal) =>
        refusal == BudgetRefusalReason.WaitersAhead ? refusal : BudgetRefusalReason.LedgerUnavailable;

    /// <summary>Whether no answer of a ledger can change a refusal, so that an ask ends with it.</summary>
    internal static bool IsFinal(BudgetRefusalReason refusal) => refusal is BudgetRefusalReason.Closed or BudgetRefusalReason.NeverFits;

    /// <summary>Whether a ledger that is asked could answer a refusal with a grant.</summary>
    internal static bool CanLedgerGrant(BudgetRefusalReason refusal) =>
        refusal is not (BudgetRefusalReason.Closed or BudgetRefusalReason.WaitersAhead or BudgetRefusalReason.LedgerUnavailable);

    /// <summary>Why a wait ended without the amount.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="refusal">Why the amount is refused at that instant.</param>
    internal static BudgetRefusalReason ReasonOfEnd(ClaimOutcome outcome, BudgetRefusalReason refusal) => outcome switch
    {
        ClaimOutcome.LedgerUnavailable => BudgetRefusalReason.LedgerUnavailable,
        ClaimOutcome.WaitedTooLong => BudgetRefusalReason.WaitedTooLong,
        _ => refusal,
    };

    /// <summary>Whether a release, an answer of a ledger or a new period can end a refusal.</summary>
    private static bool CanEnd(BudgetRefusalReason refusal) =>
        refusal is BudgetRefusalReason.NoRoom or BudgetRefusalReason.WaitersAhead or BudgetRefusalReason.HeldElsewhere;
}
