using FluentAssertions;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>
/// Tests of the checker that judges parallel runs. One thread plays the calls of two, so that what comes first is known; then what was
/// recorded is altered.
/// </summary>
public class ParallelOrderTests
{
    private static readonly ParallelCall Take = Call(ParallelCallKind.TryAddCost, 2m);

    [Fact]
    public void WhatIsWrong_WithARightHistory_IsNothing()
    {
        ParallelOrder.WhatIsWrong(Played([Take, Call(ParallelCallKind.Status)], [Take], first: 0)).Should().BeNull();
        ParallelOrder.WhatIsWrong(Played([Take, Call(ParallelCallKind.Status)], [Take], first: 1)).Should().BeNull();
    }

    [Fact]
    public void WhatIsWrong_WithAnAnswerOfNoOrder_SaysWhichAnswerWouldBeRight()
    {
        var run = Played([Take], [Take], first: 0);
        run.Alter(1, 0, answer: true);

        ParallelOrder.WhatIsWrong(run).Should().Be("closest order: 0.0; then 1.0 would return False");
    }

    [Fact]
    public void WhatIsWrong_WithAnEndOfNoOrder_SaysWhichEndWouldBeRight()
    {
        var run = Played([Take], [Take], first: 0);
        var right = ParallelText.Lines(run.End);
        run.End[0] = "something else";

        ParallelOrder.WhatIsWrong(run).Should().Be($"closest order: 0.0, 1.0; then the end would be:\n{right}");
    }

    [Fact]
    public void WhatIsWrong_WithAnEndThatLacksItsLastLine_SaysWhichEndWouldBeRight()
    {
        var run = Played([Take], [Take], first: 0);
        run.End.RemoveAt(run.End.Count - 1);

        ParallelOrder.WhatIsWrong(run).Should().StartWith("closest order: 0.0, 1.0; then the end would be:");
    }

    [Fact]
    public void WhatIsWrong_WhereOnlyAnOrderAgainstTimeExplains_IsThatThereIsNone()
    {
        var other = Played([Take], [Take], first: 1);
        var run = Played([Take], [Take], first: 0);
        run.Alter(0, 0, other.Answer(0, 0));
        run.Alter(1, 0, other.Answer(1, 0));

        run.End.Should().Equal(other.End, "only time tells the two apart");
        ParallelOrder.WhatIsWrong(other).Should().BeNull();
        ParallelOrder.WhatIsWrong(run).Should().Be("closest order: ; then 0.0 would return True");
    }

    [Fact]
    public void WhatIsWrong_WithATokenCancelledEarly_IsNothing_ForItIsReadAfterItWasGivenOut()
    {
        var run = Played([Call(ParallelCallKind.Token)], [Call(ParallelCallKind.AddCost, 3m)], first: 0);
        run.Answer(0, 0).Should().Be(new ParallelTokenRead(IsCancelled: false));
        run.Alter(0, 0, new ParallelTokenRead(IsCancelled: true));

        ParallelOrder.WhatIsWrong(run).Should().BeNull();
    }

    [Fact]
    public void WhatIsWrong_WithATokenCancelledLate_SaysSo()
    {
        var run = Played([Call(ParallelCallKind.Token)], [Call(ParallelCallKind.AddCost, 3m)], first: 1);
        run.Answer(0, 0).Should().Be(new ParallelTokenRead(IsCancelled: true));
        run.Alter(0, 0, new ParallelTokenRead(IsCancelled: false));

        ParallelOrder.WhatIsWrong(run).Should().StartWith("closest order: 1.0; then 0.0 would return ");
    }

    private static ParallelCall Call(ParallelCallKind kind, decimal amount = 0m) =>
        new(kind, Budget: 0, Pick: 0, amount, Next: 0m, Before: default, Inside: default);

    /// <summary>Two threads on a budget that has room for one cost of 2.</summary>
    private static ParallelRun Played(ParallelCall[] calls, ParallelCall[] others, int first)
    {
        var shape = new ParallelTreeShape([2m, 9m, 9m], MaxWaiters: 0, Meters: 0, ReadsClock: false, LogLevel.Debug);
        var run = new ParallelRun(new ParallelProgram(shape, [], [calls, others], ParallelPace.Together));
        run.Play(first);
        run.Play(1 - first);
        return run;
    }
}
