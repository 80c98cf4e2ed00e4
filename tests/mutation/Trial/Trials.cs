using System.Collections.Concurrent;

namespace BudgetEnforcement.Mutation;

/// <summary>Switches every mutant on, one at a time, and looks whether a test turns red.</summary>
internal sealed class Trials(TestRun tests, Reach reach, int processes, Action<IEnumerable<Verdict>> onProgress)
{
    internal async Task<List<Verdict>> RunAsync(IReadOnlyCollection<Mutant> mutants)
    {
        var verdicts = new ConcurrentBag<Verdict>();
        await Parallel.ForEachAsync(mutants, new ParallelOptions { MaxDegreeOfParallelism = processes }, async (mutant, _) =>
        {
            var verdict = await TryAsync(mutant);
            verdicts.Add(verdict);
            if (!verdict.IsSeen)
                Console.WriteLine($"{verdict.Fate}: {mutant.File}:{mutant.Line} {mutant.Change}");
            if (verdicts.Count % 20 != 0)
                return;
            Console.WriteLine($"{verdicts.Count} of {mutants.Count} tried.");
            onProgress([.. verdicts]);
        });
        return [.. verdicts.OrderBy(one => one.Mutant.File, StringComparer.Ordinal).ThenBy(one => one.Mutant.Line).ThenBy(one => one.Mutant.Id)];
    }

    private async Task<Verdict> TryAsync(Mutant mutant)
    {
        var groups = reach.GroupsFor(mutant.Id);
        if (groups.Count == 0)
            return new Verdict(mutant, Fate.Unreached, string.Empty);
        foreach (var (classes, time) in groups)
        {
            var (fate, by) = await tests.TryAsync(classes, mutant.Id, TimeSpan.FromSeconds(15) + (2 * time));
            if (fate != Fate.Survived)
                return new Verdict(mutant, fate, by);
        }

        return new Verdict(mutant, Fate.Survived, string.Empty);
    }
}
