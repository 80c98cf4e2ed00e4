using Microsoft.Coyote.Logging;
using Microsoft.Coyote.SystematicTesting;

namespace BudgetEnforcement.Interleavings;

/// <summary>Explores the schedules of a scenario with one strategy, until one fails or enough were right.</summary>
internal static class Explorer
{
    internal static Finding Explore(Scenario scenario, Strategy strategy, uint schedules)
    {
        var judge = new Judge(scenario);
        using var engine = TestingEngine.Create(strategy.Configure(schedules), judge.RunAsync);
        engine.SetLogger(new TextWriterLogger(TextWriter.Null, VerbosityLevel.None));
        engine.Run();
        var report = engine.TestReport;
        return new Finding(
            scenario.Name,
            strategy.Name,
            report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths,
            report.CoverageInfo.ExploredPaths.Count,
            report.BugReports.Concat(report.InternalErrors).FirstOrDefault(),
            judge.Unseen);
    }
}
