using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Mutation;

/// <summary>
/// Some classes of the tests in a process of their own. Stryker keeps one process for many mutants, so that what one of them broke is
/// blamed on the next, and static fields are never made again.
/// </summary>
internal sealed partial class TestRun(string tests)
{
    // A mutant that never stops adding to a list must not take the machine with it.
    private const string HeapLimit = "0x60000000";

    // Tests on generated input take a second each here; this one wants to see more than a second shows.
    private const string LeftOut = "*.Sequences_ATasteOfAll_MeetEveryOutcome";

    internal async Task<(Fate Fate, string By)> TryAsync(IEnumerable<string> classes, int mutant, TimeSpan timeout)
    {
        (string Name, string Value)[] active = [("STRYKER_MUTANT_ID_CONTROL_VAR", "MUTANT"), ("MUTANT", $"{mutant}")];
        var (exitCode, output) = await StartAsync(classes, timeout, active);

        // On a busy machine it may only have been late; and a test that waits in vain turns red by itself within a minute.
        if (exitCode is null)
            (exitCode, output) = await StartAsync(classes, TimeSpan.FromMinutes(1) + (2 * timeout), active);
        if (exitCode is null)
            return (Fate.Broke, "a test that does not end");
        if (exitCode == 0)
            return Ran().IsMatch(output) ? (Fate.Survived, string.Empty) : throw new InvalidOperationException("No test ran: " + output);
        var red = Red().Match(output);
        return red.Success ? (Fate.Killed, red.Groups["name"].Value) : (Fate.Broke, "the end of the process");
    }

    /// <summary>Which mutants the classes reach.</summary>
    internal async Task<HashSet<int>> ReachAsync(string @class)
    {
        var folder = Directory.CreateTempSubdirectory("mutation").FullName;
        try
        {
            var (exitCode, output) = await StartAsync([@class], TimeSpan.FromMinutes(20), ("STRYKER_COVERAGE_FILE", "reach.txt"), ("TMPDIR", folder), ("TEMP", folder));
            if (exitCode != 0)
                throw new InvalidOperationException($"{@class} is red, or does not end, without any mutant: {output}");
            return [.. Directory.GetFiles(folder, "reach*.txt").SelectMany(Ids)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal async Task<List<string>> ClassesAsync()
    {
        var (exitCode, output) = await StartAsync([], TimeSpan.FromMinutes(1), list: true);
        if (exitCode != 0)
            throw new InvalidOperationException(output);
        return [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    private static IEnumerable<int> Ids(string file) =>
        File.ReadAllText(file).Split(',', ';').Where(text => text.Length > 0).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    private Task<(int? ExitCode, string Output)> StartAsync(IEnumerable<string> classes, TimeSpan timeout, params (string Name, string Value)[] variables) =>
        StartAsync(classes, timeout, list: false, variables);

    private async Task<(int? ExitCode, string Output)> StartAsync(
        IEnumerable<string> classes, TimeSpan timeout, bool list, params (string Name, string Value)[] variables)
    {
        // More threads than cores, so that threads that wait in vain do not keep the others from running.
        List<string> arguments = list
            ? ["exec", tests, "-list", "classes", "-noColor"]
            : ["exec", tests, "-noColor", "-noLogo", "-stopOnFail", "-maxThreads", "6", "-method-", LeftOut];
        foreach (var name in classes)
            arguments.AddRange(["-class", name]);
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["CsCheck_Time"] = "1";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;

        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, await output);
        }

        return (process.ExitCode, await output + await errors);
    }

    [GeneratedRegex(@"^ *(BudgetEnforcement\.Tests\.)?(?<name>\S+?)(\(.*)? \[FAIL\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Red();

    [GeneratedRegex("Total: [1-9]")]
    private static partial Regex Ran();
}
