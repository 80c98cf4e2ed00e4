namespace BudgetEnforcement.Tests;

/// <summary>
/// Looks for an order in which the calls of a run, one after the other on a fresh tree, return what they returned and leave the tree as it
/// was left. No call comes before another one, of its own thread or of any, that had returned before it began. That is linearizability.
/// </summary>
internal sealed class ParallelOrder
{
    private readonly ParallelRun _run;
    private readonly int[] _done;
    private readonly List<int> _order = [];
    private string _closest = string.Empty;
    private int _longest = -1;

    private ParallelOrder(ParallelRun run) => (_run, _done) = (run, new int[run.Threads]);

    /// <summary>Null where there is such an order; else a text that says how far the longest one goes.</summary>
    internal static string? WhatIsWrong(ParallelRun run)
    {
        var order = new ParallelOrder(run);
        return order.Extend(run.Program.Begin()) ? null : order._closest;
    }

    private static bool Explains(object replayed, object answer) =>
        answer is ParallelTokenRead read ? read.MayFollow((ParallelTokenRead)replayed) : answer.Equals(replayed);

    /// <param name="tree">One on which the order so far has happened; it is used up.</param>
    private bool Extend(ParallelTree? tree)
    {
        var isWhole = true;
        for (var thread = 0; thread < _done.Length; thread++)
        {
            var number = _done[thread];
            if (number == _run.Program.Threads[thread].Length)
                continue;
            isWhole = false;
            if (!MayComeNext(thread, number))
                continue;

            tree ??= Replay();
            var answer = tree.DoAlone(thread + 1, Call(thread, number));
            if (Explains(answer, _run.Answer(thread, number)))
            {
                _done[thread]++;
                _order.Add(thread);
                if (Extend(tree))
                    return true;
                _order.RemoveAt(_order.Count - 1);
                _done[thread]--;
            }
            else
            {
                Note(() => $"then {thread}.{number} would return {ParallelText.Of(answer)}");
            }

            tree = null;
        }

        if (!isWhole)
            return false;
        var end = tree!.End();
        if (end.SequenceEqual(_run.End))
            return true;
        Note(() => $"then the end would be:\n{ParallelText.Lines(end)}");
        return false;
    }

    private ParallelCall Call(int thread, int number) => _run.Program.Threads[thread][number] with { Inside = default };

    private bool MayComeNext(int thread, int number)
    {
        for (var other = 0; other < _done.Length; other++)
        {
            if (_done[other] < _run.ReturnedBefore(thread, number, other))
                return false;
        }

        return true;
    }

    private ParallelTree Replay()
    {
        var tree = _run.Program.Begin();
        var next = new int[_done.Length];
        foreach (var thread in _order)
            tree.DoAlone(thread + 1, Call(thread, next[thread]++));
        return tree;
    }

    private void Note(Func<string> what)
    {
        if (_order.Count <= _longest)
            return;
        _longest = _order.Count;
        var next = new int[_done.Length];
        _closest = $"closest order: {string.Join(", ", _order.Select(thread => $"{thread}.{next[thread]++}"))}; {what()}";
    }
}
