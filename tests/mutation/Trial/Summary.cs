using System.Globalization;

namespace BudgetEnforcement.Mutation;

/// <summary>The score of each file and of all, and every mutant that no test sees.</summary>
internal sealed class Summary(IReadOnlyCollection<Verdict> verdicts, Explanations explanations)
{
    internal double Score => ScoreOf(verdicts);

    internal int Unexplained => verdicts.Count(one => !one.IsSeen && !explanations.Explain(one.Mutant));

    internal void Print()
    {
        Console.WriteLine();
        Console.WriteLine("| file | mutants | killed | broke | survived | unreached | of these explained | score |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var file in verdicts.GroupBy(one => one.Mutant.File).OrderBy(file => file.Key, StringComparer.Ordinal))
            PrintRow(file.Key, [.. file]);
        PrintRow("**all**", verdicts);

        foreach (var (title, isExplained) in new[] { ("Not explained", false), ("Explained in README", true) })
        {
            var some = verdicts.Where(one => !one.IsSeen && explanations.Explain(one.Mutant) == isExplained).ToList();
            Console.WriteLine();
            Console.WriteLine($"{title}: {some.Count}");
            foreach (var one in some)
                Console.WriteLine($"  {one.Fate} in line {one.Mutant.Line}: {Explanations.Row(one.Mutant)}");
        }
    }

    private static double ScoreOf(IReadOnlyCollection<Verdict> some) => some.Count == 0 ? 100 : 100.0 * some.Count(one => one.IsSeen) / some.Count;

    private void PrintRow(string name, IReadOnlyCollection<Verdict> some) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {some.Count} | {Count(some, Fate.Killed)} | {Count(some, Fate.Broke)} | {Count(some, Fate.Survived)} | {Count(some, Fate.Unreached)} | {some.Count(one => !one.IsSeen && explanations.Explain(one.Mutant))} | {ScoreOf(some):0.0} % |"));

    private static int Count(IEnumerable<Verdict> some, Fate fate) => some.Count(one => one.Fate == fate);
}
