namespace BudgetEnforcement.Tests;

/// <summary>A tree and the steps that are done to it. A sequence does the same every time.</summary>
internal sealed record Sequence(Beginning[] Tree, Step[] Steps)
{
    // The plainest first, and something before nothing: a failure that takes no money is hard to believe.
    private static readonly decimal[] PlainAmounts = [1m, 2m, 0m];
    private static readonly decimal[] PlainLimits = [10m, 1m, 0m];
    private static readonly decimal[] PlainStarts = [0m, 1m];

    /// <summary>Does the steps to real budgets and to the model, and throws where the two differ.</summary>
    internal void Run(Story? story = null)
    {
        try
        {
            var twins = new Twins(Tree, story);
            foreach (var step in Steps)
                twins.Do(step);
            twins.Compare();
        }
        finally
        {
            TakenWorkItems.By(null);
        }
    }

    /// <summary>The smallest sequence of which nothing can be left out or made simpler without losing the failure, in words.</summary>
    internal string Told()
    {
        var smallest = Smallest();
        var story = new Story();
        var failure = smallest.Failure(story);
        return $"\n{story}\nBut {failure?.Message ?? "this time nothing is wrong with it"}";
    }

    private Exception? Failure(Story? story = null)
    {
        try
        {
            Run(story);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private Sequence Smallest()
    {
        var smallest = this;
        while (smallest.Smaller().FirstOrDefault(static smaller => smaller.Failure() is not null) is { } smaller)
            smallest = smaller;
        return smallest;
    }

    // Every simplification removes something that never comes back, so the search ends.
    private IEnumerable<Sequence> Smaller()
    {
        for (var i = Steps.Length - 1; i >= 0; i--)
            yield return this with { Steps = [.. Steps[..i], .. Steps[(i + 1)..]] };
        for (var i = Tree.Length - 1; i > 0; i--)
            yield return this with { Tree = [.. Tree[..i], .. Tree[(i + 1)..]] };
        for (var i = 0; i < Steps.Length; i++)
        {
            foreach (var step in Simpler(Steps[i]))
                yield return this with { Steps = [.. Steps[..i], step, .. Steps[(i + 1)..]] };
        }

        for (var i = 0; i < Tree.Length; i++)
        {
            foreach (var beginning in Simpler(Tree[i]))
                yield return this with { Tree = [.. Tree[..i], beginning, .. Tree[(i + 1)..]] };
        }
    }

    private static IEnumerable<Step> Simpler(Step step)
    {
        if (step.IsUnread)
            yield return step with { IsUnread = false };
        if (step.IsLate)
            yield return step with { IsLate = false };
        if (step.Passing != Passing.Nothing)
            yield return step with { Passing = Passing.Nothing };
        if (step.Boundary != Boundary.Given)
            yield return step with { Boundary = Boundary.Given };
        foreach (var amount in Plainer(step.Amount, PlainAmounts))
            yield return step with { Amount = amount };
        if (step.Pick > 0)
            yield return step with { Pick = 0 };
        for (var budget = 0; budget < step.Budget; budget++)
            yield return step with { Budget = budget };
    }

    private static IEnumerable<Beginning> Simpler(Beginning beginning)
    {
        if (beginning.AlsoUnder > 0)
            yield return beginning with { AlsoUnder = 0 };
        for (var parent = 0; parent < beginning.Parent; parent++)
            yield return beginning with { Parent = parent };
        if (beginning.Period != BudgetPeriod.None)
            yield return beginning with { Period = BudgetPeriod.None };
        if (beginning.Thresholds != Beginning.Usual)
            yield return beginning with { Thresholds = Beginning.Usual };
        if (beginning.AlertAt.Length > 0)
            yield return beginning with { AlertAt = beginning.AlertAt[1..] };
        if (beginning.MaxHours > 0)
            yield return beginning with { MaxHours = 0 };
        if (beginning.MaxWaiters > 0)
            yield return beginning with { MaxWaiters = beginning.MaxWaiters - 1 };
        foreach (var spent in Plainer(beginning.Spent, PlainStarts))
            yield return beginning with { Spent = spent };
        foreach (var limit in Plainer(beginning.Limit, PlainLimits))
            yield return beginning with { Limit = limit };
    }

    private static IEnumerable<decimal> Plainer(decimal amount, decimal[] plain) => plain.TakeWhile(plainer => plainer != amount);
}
