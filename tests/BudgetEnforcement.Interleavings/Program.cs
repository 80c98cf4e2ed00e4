using System.Globalization;
using BudgetEnforcement;
using BudgetEnforcement.Interleavings;

if (args.Length < 1 || !uint.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var schedules) || schedules == 0)
{
    Console.Error.WriteLine("Usage: budget-interleavings SCHEDULES [PART-OF-A-NAME]");
    return 2;
}

FailedAssertions.AreBugs();
AppContext.SetSwitch(HybridLock.UseMonitorsSwitch, true); // The engine controls monitors, and no atomic operations.
WithoutContext.IsOff = true; // The engine controls no contexts, and nothing here depends on one.
var scenarios = Catalogue.Scenarios.Where(scenario => args.Length < 2 || scenario.Name.Contains(args[1], StringComparison.OrdinalIgnoreCase));

// Fewer schedules than this may miss an outcome by chance; this many never did.
const uint EnoughToSeeAll = 100;
var failed = 0;
var explored = 0;
foreach (var scenario in scenarios)
{
    Console.WriteLine(scenario.Name);
    var seenByNobody = new Judge(scenario).Unseen;
    foreach (var strategy in Strategy.Sampling)
    {
        var finding = Explorer.Explore(scenario, strategy, schedules);
        Console.WriteLine($"  {finding.Strategy,-24} {finding.Schedules,6} schedules, {finding.Distinct,6} distinct  {finding.Bug ?? "ok"}");
        explored += finding.Schedules;
        failed += finding.Bug is null ? 0 : 1;
        seenByNobody.RemoveAll(outcome => !finding.Unseen.Contains(outcome));
    }

    if (scenario.IsSmall)
    {
        const uint TooMany = 50_000;
        var finding = Explorer.Explore(scenario, Strategy.Exhaustive, TooMany);
        var isWhole = finding.Schedules < TooMany;
        Console.WriteLine($"  {finding.Strategy,-24} {finding.Schedules,6} schedules, {(isWhole ? "all there are" : "cut off")}  {finding.Bug ?? "ok"}");
        explored += finding.Schedules;
        failed += finding.Bug is null && isWhole && finding.Unseen.Count == 0 ? 0 : 1;
    }

    failed += schedules < EnoughToSeeAll ? 0 : seenByNobody.Count;
    seenByNobody.ForEach(static outcome => Console.WriteLine($"  blind: no schedule brought: {outcome}"));
}

Console.WriteLine($"{explored} schedules explored, {failed} failed");
return failed == 0 && explored > 0 ? 0 : 1;
