using System.CommandLine;
using System.Runtime.InteropServices;
using BudgetEnforcement.Soak;

using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndGently);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndGently);

var duration = new Option<TimeSpan>("--duration") { Description = "How long to go on.", DefaultValueFactory = _ => TimeSpan.FromMinutes(5) };
var threads = new Option<int>("--threads") { Description = "How many threads spend without a pause.", DefaultValueFactory = _ => 4 };
var seed = new Option<int>("--seed") { Description = "Repeats the choices, though not the interleaving.", DefaultValueFactory = _ => 1 };
duration.Validators.Add(result =>
{
    if (result.Tokens is [var token] && TimeSpan.TryParse(token.Value, out var time) && time < TimeSpan.FromSeconds(10))
        result.AddError("--duration: growth is judged over rounds, which takes 10 seconds at least.");
});
threads.Validators.Add(result =>
{
    if (result.Tokens is [var token] && int.TryParse(token.Value, out var count) && count is < 1 or > 256)
        result.AddError("--threads: from 1 to 256.");
});

var root = new RootCommand("Uses budgets in every way at once, and fails where a rule is broken or something grows.") { duration, threads, seed };
root.SetAction((parsed, cancellationToken) => new SoakRun(
    new SoakOptions(parsed.GetValue(duration), parsed.GetValue(threads), parsed.GetValue(seed)), Console.Out).RunAsync(cancellationToken));

// The first signal ends the soak with a verdict.
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await root.Parse(args).InvokeAsync(configuration, interruption.Token);

void EndGently(PosixSignalContext signal)
{
    // A second signal ends the process at once.
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
