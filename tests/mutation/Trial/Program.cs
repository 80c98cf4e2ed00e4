using BudgetEnforcement.Mutation;

// What tests/mutation/run calls: REPORT-OF-STRYKER TESTS README RESULTS PROCESSES THRESHOLD SURVIVORS-ONLY EVERY [PART-OF-A-FILE-NAME]...
var (report, tests, readme, results) = (args[0], args[1], args[2], args[3]);
var processes = int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture);
var threshold = double.Parse(args[5], System.Globalization.CultureInfo.InvariantCulture);
var survivorsOnly = bool.Parse(args[6]);
var every = int.Parse(args[7], System.Globalization.CultureInfo.InvariantCulture);
var files = args[8..];

// The races of threads, allocation and lifetime change with what Stryker puts around every mutant, and so does the public surface, which
// BadInputBulkTests and Layers look at; README is not the library. Whole fleets take minutes.
string[] leftOut = ["Race", "Concurren", "Linearizability", "AllocationTests", "LifetimeTests", ".Layers.", ".Readme.", "BadInputBulkTests", ".Simulation.", "FleetTests"];

var start = TimeProvider.System.GetTimestamp();
var last = Results.Read(results).ToDictionary(verdict => verdict.Mutant.Key);
var (mutants, compileErrors) = StrykerReport.Read(report);
var others = mutants.Where(mutant => files.Length > 0 && !files.Any(file => mutant.File.Contains(file, StringComparison.Ordinal))).ToList();
var kept = others.Where(mutant => last.ContainsKey(mutant.Key)).Select(mutant => last[mutant.Key] with { Mutant = mutant }).ToList();
mutants = [.. mutants.Except(others).Where((_, index) => index % every == 0)];
var explanations = new Explanations(readme);
var known = survivorsOnly
    ? mutants.Where(mutant => last.TryGetValue(mutant.Key, out var verdict) && (verdict.IsSeen || explanations.Explain(mutant))).Select(mutant => last[mutant.Key] with { Mutant = mutant }).ToList()
    : [];
var open = mutants.Except(known.Select(verdict => verdict.Mutant)).ToList();

var run = new TestRun(tests);
var classes = (await run.ClassesAsync()).Where(name => !leftOut.Any(part => name.Contains(part, StringComparison.Ordinal))).ToList();
Console.WriteLine($"{mutants.Count} mutants, {compileErrors} more that do not compile; {open.Count} to be tried against {classes.Count} classes of tests.");
var reach = await Reach.MeasureAsync(run, classes, processes);
Console.WriteLine($"What each class reaches is known after {TimeProvider.System.GetElapsedTime(start):mm\\:ss}.");

// The results are kept on the way too, so that a run that was stopped can go on.
var trials = new Trials(run, reach, processes, tried => Results.Write(results, [.. kept, .. known, .. tried]));
var verdicts = known.Concat(await trials.RunAsync(open)).ToList();
Results.Write(results, [.. kept, .. verdicts]);
var summary = new Summary(verdicts, explanations);
summary.Print();
Console.WriteLine();
Console.WriteLine(FormattableString.Invariant($"Score {summary.Score:0.0} % after {TimeProvider.System.GetElapsedTime(start):hh\\:mm\\:ss}."));
return summary.Score < threshold || summary.Unexplained > 0 ? 1 : 0;
