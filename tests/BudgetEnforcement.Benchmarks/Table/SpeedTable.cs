using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace BudgetEnforcement.Benchmarks;

/// <summary>Measures in rounds and prints the table that README shows.</summary>
internal static class SpeedTable
{
    internal const int Rounds = 5;

    /// <returns>Whether every goal is met.</returns>
    internal static bool Print(int rounds)
    {
        var footprints = Footprint.MeasureAll();
        Console.Error.WriteLine($"Measures {rounds} rounds, about half a minute each.");
        var summary = BenchmarkRunner.Run<SpendingBenchmarks>(new RoundsConfig(rounds));
        var measured = summary.Reports.Where(report => report.Success).ToLookup(report => Case.Of(report.BenchmarkCase));

        var allMet = true;
        var spread = new List<string>();
        Console.WriteLine("| operation | ratio | against | goal | allocated |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var row in Row.All)
        {
            var against = measured[row.Against].ToDictionary(report => report.BenchmarkCase.Job.Id, Nanoseconds);
            var ratios = Sorted(measured[row.Measured], report => Nanoseconds(report) / against[report.BenchmarkCase.Job.Id]);
            var bytes = measured[row.Measured].Min(BytesPerOperation);
            allMet &= row.IsMetBy(Median(ratios), bytes);
            Console.WriteLine(row.Format(Median(ratios), bytes));
            var time = Median(Sorted(measured[row.Measured], Nanoseconds));
            spread.Add(string.Create(CultureInfo.InvariantCulture, $"{ratios[0]:0.00} to {ratios[^1]:0.00}, {time,5:0.0} ns  {row.Operation}"));
        }

        foreach (var footprint in footprints)
        {
            allMet &= footprint.IsGoalMet;
            Console.WriteLine(footprint);
        }

        Console.Error.WriteLine("Least and largest ratio of a round, and the median time:");
        spread.ForEach(Console.Error.WriteLine);
        return allMet;
    }

    /// <summary>The time that a tenth of the iterations stayed under: other work of the machine only ever adds to it.</summary>
    private static double Nanoseconds(BenchmarkReport report)
    {
        var times = Sorted(report.GetResultRuns(), run => run.GetAverageTime().Nanoseconds);
        return times[times.Count / 10];
    }

    private static long BytesPerOperation(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static List<double> Sorted<T>(IEnumerable<T> items, Func<T, double> number) => [.. items.Select(number).Order()];

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
