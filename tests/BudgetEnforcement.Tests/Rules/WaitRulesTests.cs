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
    public void Asks_OfEveryRefusal_AreDecidedByIt()
    {
        Refusals.Should().OnlyContain(refusal => WaitRules.OrHeldElsewhere(refusal) == refusal);
        WaitRules.OrHeldElsewhere(BudgetRefusalReason.None).Should().Be(BudgetRefusalReason.HeldElsewhere);
        Refusals.Where(WaitRules.IsFinal).Should().BeEquivalentTo([BudgetRefusalReason.NeverFits, BudgetRefusalReason.Closed]);
        Refusals.Except(Refusals.Where(WaitRules.CanLedgerGrant)).Should()
            .BeEquivalentTo([BudgetRefusalReason.Closed, BudgetRefusalReason.WaitersAhead, BudgetRefusalReason.LedgerUnavailable]);
        Refusals.Select(WaitRules.ReasonOfSilence).Distinct().Should().BeEquivalentTo([BudgetRefusalReason.WaitersAhead, BudgetRefusalReason.LedgerUnavailable]);
        WaitRules.ReasonOfSilence(BudgetRefusalReason.WaitersAhead).Should().Be(BudgetRefusalReason.WaitersAhead);
    }

    [Fact]
    public void ReasonOfEnd_OfEveryOutcome_IsItsOwnOrThatOfTheNumbers()
    {
        var ends = Enum.GetValues<ClaimOutcome>().ToDictionary(outcome => outcome, outcome => WaitRules.ReasonOfEnd(outcome, BudgetRefusalReason.NoRoom));

        ends.Where(end => end.Value != BudgetRefusalReason.NoRoom).Should().BeEquivalentTo(new Dictionary<ClaimOutcome, BudgetRefusalReason>
        {
            [ClaimOutcome.LedgerUnavailable] = BudgetRefusalReason.LedgerUnavailable,
            [ClaimOutcome.WaitedTooLong] = BudgetRefusalReason.WaitedTooLong,
        });
    }
}
