using System.Text;

namespace BudgetEnforcement.Tests;

/// <summary>
/// A program that is played once on several threads: what each call returned, what had returned before it began, and the end.
/// </summary>
internal sealed class ParallelRun(ParallelProgram program)
{
    private const int CacheLine = 32; // Numbers of the same line would make the threads wait for each other.

    private readonly ParallelTree _tree = program.Begin();
    private readonly int[] _returned = new int[(program.Threads.Length + 1) * CacheLine];
    private readonly object[][] _answers = [.. program.Threads.Select(calls => new object[calls.Length])];
    private readonly int[][][] _before = [.. program.Threads.Select(calls => calls.Select(_ => new int[program.Threads.Length]).ToArray())];
    private readonly int[] _met = new int[program.Threads.Max(calls => calls.Length)];
    private List<object>? _end;

    internal ParallelProgram Program => program;

    internal int Threads => program.Threads.Length;

    private bool HasEnded
    {
        get
        {
            for (var thread = 0; thread < Threads; thread++)
            {
                if (Volatile.Read(ref _returned[(thread + 1) * CacheLine]) < program.Threads[thread].Length)
                    return false;
            }

            return true;
        }
    }

    internal List<object> End => _end ??= _tree.End();

    /// <summary>Plays the calls of a thread; each thread calls this once.</summary>
    internal void Play(int thread)
    {
        var calls = program.Threads[thread];
        for (var number = 0; number < calls.Length; number++)
        {
            if (program.Pace == ParallelPace.InStep)
                ParallelMeeting.Wait(ref _met[number], program.Threads.Count(others => others.Length > number));
            calls[number].Before.Take();
            var before = _before[thread][number];
            for (var other = 0; other < before.Length; other++)
                before[other] = Volatile.Read(ref _returned[(other + 1) * CacheLine]);
            _answers[thread][number] = _tree.Do(thread + 1, calls[number]);
            Volatile.Write(ref _returned[(thread + 1) * CacheLine], number + 1);
        }
    }

    /// <summary>Holds the threads up until all have ended.</summary>
    internal void StopAndGo()
    {
        // The turns are bounded: where the threads stand still, the crew that waits for them says so.
        for (var turns = 0; !HasEnded && turns < 100_000; turns++)
        {
            using (_tree.Gate.EnterScope())
            {
                Thread.SpinWait(20);
                Thread.Yield();
            }

            Thread.SpinWait(5);
        }
    }

    internal object Answer(int thread, int number) => _answers[thread][number];

    /// <summary>Replaces a recorded answer, for tests of the checker.</summary>
    internal void Alter(int thread, int number, object answer) => _answers[thread][number] = answer;

    /// <summary>How many calls of another thread had returned before a call began, and so come before it in every order.</summary>
    internal int ReturnedBefore(int thread, int number, int other) => _before[thread][number][other];

    public override string ToString()
    {
        var text = new StringBuilder().Append(program.Shape).Append("\nbefore:\n");
        foreach (var call in program.Before)
            text.Append("  ").Append(call).Append('\n');
        for (var thread = 0; thread < Threads; thread++)
        {
            text.Append("thread ").Append(thread).Append(":\n");
            for (var number = 0; number < program.Threads[thread].Length; number++)
            {
                text.Append("  ").Append(thread).Append('.').Append(number).Append(' ').Append(program.Threads[thread][number])
                    .Append(" -> ").Append(ParallelText.Of(Answer(thread, number)));
                var known = Enumerable.Range(0, Threads).Where(other => other != thread && ReturnedBefore(thread, number, other) > 0)
                    .Select(other => $"{other}.{ReturnedBefore(thread, number, other) - 1}").ToList();
                text.Append(known.Count == 0 ? "\n" : $"    (began after the end of {string.Join(" and ", known)})\n");
            }
        }

        return text.Append("end:\n").Append(ParallelText.Lines(End)).ToString();
    }
}
