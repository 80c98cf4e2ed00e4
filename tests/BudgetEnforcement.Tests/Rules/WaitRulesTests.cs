namespace BudgetEnforcement.Tests.Rules;

/// <summary>Which refusals may be waited out, and why a wait or an ask ends without the amount.</summary>
public class WaitRulesTests
{
    private static readonly BudgetRefusalReason[] EndByThemselves = [BudgetRefusalReason.NoRoom, BudgetRefusalReason.WaitersAhead, BudgetRefusalReason.HeldElsewhere];
    private static readonly BudgetRefusalReason[] Refusals = [.. Enum.GetValues<BudgetRefusalReason>().Where(reason => reason != BudgetRefusalReason.None)];

    public static TheoryData<BudgetRefusalReason, bool> All => [.. Refusals.SelectMany(reason => new[] { (reason, false), (reason, true) })];

    [Theory]
    [MemberData(nameof(All))]
    public void ReasonAgainstWait_OfEveryRefusal_LetsWaitWhatEndsByItself(BudgetRefusalReason refusal, bool hasAsked)
    {
        var canEnd = EndByThemselves.Contains(refusal) || (hasAsked && refusal == BudgetRefusalReason.LedgerUnavailable);

        WaitRules.ReasonAgainstWait(refusal, hasAsked, waiters: 0, mostWaiters: 0).Should().Be(refusal, "nobody may wait here, so that is no reason of its own");
        WaitRules.ReasonAgainstWait(refusal, hasAsked, waiters: 1, mostWaiters: 2).Should().Be(canEnd ? BudgetRefusalReason.None : refusal);
        WaitRules.ReasonAgainstWait(refusal, hasAsked, waiters: 2, mostWaiters: 2).Should().Be(canEnd ? BudgetRefusalReason.TooManyWaiters : refusal);
    }

    [Fact]
    public void OrHeldElsewhere_OfNoReason_IsHeldElsewhere()
    {
        WaitRules.OrHeldElsewhere(BudgetRefusalReason.None).Should().Be(BudgetRefusalReason.HeldElsewhere);
        Refusals.Should().OnlyContain(refusal => WaitRules.OrHeldElsewhere(refusal) == refusal);
    }

    [Fact]
    public void IsFinal_OfEveryRefusal_IsWhatNoAnswerChanges() =>
        Refusals.Where(WaitRules.IsFinal).Should().BeEquivalentTo([BudgetRefusalReason.NeverFits, BudgetRefusalReason.Closed]);

    [Fact]
    public void CanLedgerGrant_OfEveryRefusal_IsFalseWhereTheReasonIsHere() =>
        Refusals.Except(Refusals.Where(WaitRules.CanLedgerGrant)).Should()
            .BeEquivalentTo([BudgetRefusalReason.Closed, BudgetRefusalReason.WaitersAhead, BudgetRefusalReason.LedgerUnavailable]);

    [Fact]
    public void ReasonOfSilence_OfEveryRefusal_IsTheLedgerUnlessOthersWait() =>
        Refusals.Should().OnlyContain(refusal =>
            WaitRules.ReasonOfSilence(refusal) == (refusal == BudgetRefusalReason.WaitersAhead ? refusal : BudgetRefusalReason.LedgerUnavailable));

    [Fact]
    public void ReasonOfAnswer_OfEveryRefusal_IsTheLedgerWhereItGrantsNothingYet()
    {
        Refusals.Should().OnlyContain(refusal => WaitRules.ReasonOfAnswer(refusal, false) == refusal);
        Refusals.Should().OnlyContain(refusal =>
            WaitRules.ReasonOfAnswer(refusal, true) == (refusal == BudgetRefusalReason.HeldElsewhere ? BudgetRefusalReason.LedgerUnavailable : refusal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ReasonOfEnd_OfEveryOutcome_IsItsOwnOrThatOfTheNumbers(BudgetRefusalReason refusal, bool isLost)
    {
        var outcome = isLost ? ClaimOutcome.LedgerUnavailable : ClaimOutcome.WaitedTooLong;

        WaitRules.ReasonOfEnd(outcome, refusal).Should().Be(isLost ? BudgetRefusalReason.LedgerUnavailable : BudgetRefusalReason.WaitedTooLong);
        Enum.GetValues<ClaimOutcome>().Except([ClaimOutcome.LedgerUnavailable, ClaimOutcome.WaitedTooLong])
            .Should().OnlyContain(other => WaitRules.ReasonOfEnd(other, refusal) == refusal);
    }
}
