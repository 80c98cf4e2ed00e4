namespace BudgetEnforcement.Interleavings;

/// <summary>A step of a thread.</summary>
internal readonly record struct Step(int Thread, int Number);

/// <summary>When a step began and ended, in ticks that only count.</summary>
internal readonly record struct Span(int Begin, int End);

/// <summary>The outcome of a scenario whose steps come one after the other, in one order.</summary>
internal sealed record Order(IReadOnlyList<Step> Steps, string Outcome)
{
    /// <summary>Whether no step comes before one that had ended before it began.</summary>
    internal bool Respects(Span[][] spans)
    {
        for (var later = 1; later < Steps.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (At(Steps[later]).End < At(Steps[earlier]).Begin)
                    return false;
            }
        }

        return true;

        Span At(Step step) => spans[step.Thread][step.Number];
    }
}

/// <summary>Every order in which the steps of a scenario can come one after the other.</summary>
internal static class Orders
{
    internal static List<Order> Of(Func<Play> begin)
    {
        ControlledWorkItems.BeginAlone();
        var lengths = begin().Threads.Select(static steps => steps.Length).ToArray();
        var orders = new List<Order>();
        Extend([], new int[lengths.Length]);
        return orders;

        void Extend(List<Step> steps, int[] done)
        {
            var isWhole = true;
            for (var thread = 0; thread < lengths.Length; thread++)
            {
                if (done[thread] == lengths[thread])
                    continue;
                isWhole = false;
                steps.Add(new Step(thread, done[thread]++));
                Extend(steps, done);
                steps.RemoveAt(steps.Count - 1);
                done[thread]--;
            }

            if (isWhole)
                orders.Add(new Order([.. steps], Run(begin, steps)));
        }
    }

    private static string Run(Func<Play> begin, List<Step> steps)
    {
        ControlledWorkItems.BeginAlone();
        var play = begin();
        ControlledWorkItems.Execute();
        var answers = play.Threads.Select(static thread => new string[thread.Length]).ToArray();
        foreach (var (thread, number) in steps)
        {
            answers[thread][number] = play.Threads[thread][number]();
            ControlledWorkItems.Execute();
        }

        return play.Outcome(answers);
    }
}
