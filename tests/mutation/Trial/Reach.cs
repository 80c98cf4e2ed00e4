using System.Collections.Concurrent;

namespace BudgetEnforcement.Mutation;

/// <summary>Which classes of the tests reach which mutant, and how long each takes.</summary>
internal sealed class Reach
{
    // Slower classes, above all the tests on generated input, run only where the quick ones stay green.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan VeryQuick = TimeSpan.FromSeconds(0.3);

    private const int Nearest = 20;

    private readonly Dictionary<string, (HashSet<int> Mutants, TimeSpan Time)> _classes;

    private Reach(Dictionary<string, (HashSet<int> Mutants, TimeSpan Time)> classes) => _classes = classes;

    internal static async Task<Reach> MeasureAsync(TestRun tests, IReadOnlyCollection<string> classes, int processes)
    {
        var found = new ConcurrentDictionary<string, (HashSet<int> Mutants, TimeSpan Time)>();
        await Parallel.ForEachAsync(classes, new ParallelOptions { MaxDegreeOfParallelism = processes }, async (name, _) =>
        {
            var start = TimeProvider.System.GetTimestamp();
            var reached = await tests.ReachAsync(name);
            found[name] = (reached, TimeProvider.System.GetElapsedTime(start));
        });

        // The quickest class takes no longer than the start of a process.
        var startup = found.Values.Min(one => one.Time);
        return new Reach(found.ToDictionary(one => one.Key, one => (one.Value.Mutants, one.Value.Time - startup)));
    }

    /// <summary>
    /// The classes that reach a mutant, in the groups in which they are best run: a few that are quick and reach little else, which see
    /// most of what can be seen, then the other quick ones, then the slow.
    /// </summary>
    internal List<(List<string> Classes, TimeSpan Time)> GroupsFor(int mutant)
    {
        var reaching = _classes.Where(one => one.Value.Mutants.Contains(mutant)).ToList();
        var nearest = reaching.Where(one => one.Value.Time < VeryQuick).OrderBy(one => one.Value.Mutants.Count).Take(Nearest).Select(one => one.Key).ToHashSet();
        return [.. reaching
            .GroupBy(one => nearest.Contains(one.Key) ? 0 : one.Value.Time <= Quick ? 1 : 2)
            .OrderBy(group => group.Key)
            .Select(group => (group.Select(one => one.Key).ToList(), group.Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Value.Time)))];
    }
}
