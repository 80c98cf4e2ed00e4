using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>The command line by which <c>fleet --processes</c> starts its processes. It is not for people, so no help shows it.</summary>
internal sealed class FleetWorkerCommand
{
    private const string Name = "fleet-worker";

    private readonly Argument<string?> _file = new("FILE") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _ledger = new("--ledger") { Required = true };
    private readonly Option<string> _name = new("--name") { Required = true };
    private readonly Option<string[]> _jobs = new("--job") { Required = true };
    private readonly Option<decimal?> _rate = MoneyOption.Create("--rate", "");
    private readonly Option<decimal?> _teamBudget = MoneyOption.Create("--team-budget", "");
    private readonly Option<decimal?> _jobBudget = MoneyOption.Create("--job-budget", "");

    private FleetWorkerCommand()
    {
    }

    internal static Command Create(DemoHost host) => new FleetWorkerCommand().Build(host);

    /// <summary>The arguments that <see cref="Create"/> understands.</summary>
    internal static IReadOnlyList<string> Arguments(FleetWorkerOptions options) =>
    [
        Name,
        "--ledger", options.Ledger,
        "--name", options.Name,
        .. options.Jobs.SelectMany(job => (string[])["--job", job.ToString(CultureInfo.InvariantCulture)]),
        "--rate", options.RatePerHour.ToString(CultureInfo.InvariantCulture),
        "--team-budget", options.TeamBudget.ToString(CultureInfo.InvariantCulture),
        "--job-budget", options.JobBudget.ToString(CultureInfo.InvariantCulture),
        .. options.File is null ? Array.Empty<string>() : ["--", options.File],
    ];

    private Command Build(DemoHost host)
    {
        var command = new Command(Name) { _file, _ledger, _name, _jobs, _rate, _teamBudget, _jobBudget };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => new FleetWorker(ReadOptions(parsed), host).RunAsync(cancellationToken));
        return command;
    }

    private FleetWorkerOptions ReadOptions(ParseResult parsed) => new()
    {
        File = parsed.GetValue(_file),
        Ledger = parsed.GetRequiredValue(_ledger),
        Name = parsed.GetRequiredValue(_name),
        Jobs = [.. parsed.GetRequiredValue(_jobs).Select(job => int.Parse(job, CultureInfo.InvariantCulture))],
        RatePerHour = parsed.GetValue(_rate) ?? 0m,
        TeamBudget = parsed.GetValue(_teamBudget) ?? 0m,
        JobBudget = parsed.GetValue(_jobBudget) ?? 0m,
    };
}
