using Microsoft.Coyote.Specifications;

namespace BudgetEnforcement.Interleavings;

/// <summary>Runs a scenario once under the schedule at hand and judges what came out.</summary>
internal sealed class Judge(Scenario scenario)
{
    private readonly List<Order> _orders = scenario.Allowed is null ? Orders.Of(scenario.Begin) : [];
    private readonly Dictionary<string, int> _seen = [];
    private int _ticks;

    /// <summary>Every outcome that may come out; a schedule that brings another one is a bug.</summary>
    internal IEnumerable<string> Allowed => scenario.Allowed ?? _orders.Select(static order => order.Outcome).Distinct();

    /// <summary>The outcomes that no schedule has brought yet: where some are left, the exploration was blind to them.</summary>
    internal List<string> Unseen => [.. Allowed.Where(outcome => !_seen.ContainsKey(outcome))];

    internal async Task RunAsync()
    {
        ControlledWorkItems.BeginSchedule();
        var play = scenario.Begin();
        var answers = play.Threads.Select(static steps => new string[steps.Length]).ToArray();
        var spans = play.Threads.Select(static steps => new Span[steps.Length]).ToArray();
        var threads = new Task[play.Threads.Count];
        for (var i = 0; i < threads.Length; i++)
        {
            var thread = i;
            threads[i] = Task.Run(() =>
            {
                for (var step = 0; step < answers[thread].Length; step++)
                {
                    var begin = Interlocked.Increment(ref _ticks);
                    answers[thread][step] = play.Threads[thread][step]();
                    spans[thread][step] = new Span(begin, Interlocked.Increment(ref _ticks));
                }
            });
        }

        await Task.WhenAll(threads);
        await ControlledWorkItems.EndScheduleAsync();
        var broken = play.Broken(); // Before the look at the end, because a question to a budget may set it going again.
        var outcome = play.Outcome(answers);
        Specification.Assert(broken is null, "Broken: {0}, in: {1}", broken ?? "nothing", outcome);
        var isRight = scenario.Allowed?.Contains(outcome) ?? _orders.Exists(order => order.Outcome == outcome && order.Respects(spans));
        Specification.Assert(isRight, "No order of the steps explains: {0}", outcome);
        _seen[outcome] = _seen.GetValueOrDefault(outcome) + 1;
    }
}
