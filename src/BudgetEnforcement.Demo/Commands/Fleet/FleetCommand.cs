using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;
using BudgetEnforcement.Demo.Commands.Fleet.Processes;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>The command line of <c>fleet</c>.</summary>
internal sealed class FleetCommand
{
    private const int DefaultJobs = 4;
    private const int MostJobs = 64;
    private const int DefaultProcesses = 4;
    private const int MostProcesses = 16;
    private const decimal DefaultRate = 2.49m;
    private const decimal MostRate = 100_000_000m;

    // 17 seconds of one machine for a job. The team has less than two jobs may spend: one of those that go on for long uses up its own budget, the
    // other finds that the team's is used up first, on any machine.
    private const decimal DefaultJobBudget = 0.012m;
    private const decimal DefaultTeamBudget = 0.022m;

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The text to learn from, UTF-8. [default: the README of this project]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _jobs = NumberOption.Count("--jobs", string.Create(
        CultureInfo.InvariantCulture, $"How many jobs to train, each with a model and a learning rate of its own. [default: {DefaultJobs}]"), MostJobs);

    private readonly Option<int?> _parallel = NumberOption.Count(
        "--parallel", "How many of them to train at the same time; the others wait. [default: all]", MostJobs);

    private readonly Option<decimal?> _rate = MoneyOption.Create(
        "--rate",
        MoneyOption.Describe("The price of a machine per hour; each job has one of its own, or two.", DefaultRate),
        mayBeZero: false,
        MostRate);

    private readonly Option<decimal?> _teamBudget = MoneyOption.Create(
        "--team-budget", MoneyOption.Describe("The most that all jobs may spend together.", DefaultTeamBudget));

    private readonly Option<decimal?> _jobBudget = MoneyOption.Create(
        "--job-budget", MoneyOption.Describe("The most that each job may spend.", DefaultJobBudget));

    private readonly Option<string?> _ledger = new("--ledger")
    {
        Description = "A ledger file, SQLite, which keeps the budget of the team; the jobs run in processes of their own, which share it.",
    };

    private readonly Option<int?> _processes = NumberOption.Count("--processes", string.Create(
        CultureInfo.InvariantCulture, $"With --ledger: in how many processes the jobs run. [default: {DefaultProcesses}, or one for each job]"), MostProcesses);

    private readonly Option<decimal?> _killAfter = MoneyOption.Create(
        "--kill-after", "With --ledger: kill one of the processes (kill -9) once they have spent so much, to see what becomes of what it holds.");

    private FleetCommand()
    {
    }

    internal static Command Create(DemoHost host) => new FleetCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command("fleet", "Trains several models at once: each under a budget of its own, and all under that of their team.")
        {
            _file, _jobs, _parallel, _rate, _teamBudget, _jobBudget, _ledger, _processes, _killAfter,
        };
        command.SetAction((parsed, cancellationToken) => ReadOptions(parsed) is { Ledger: { } ledger } options
            ? new ProcessFleetSession(options, ledger, host).RunAsync(cancellationToken)
            : new FleetSession(ReadOptions(parsed), host).RunAsync(cancellationToken));
        return command;
    }

    private FleetOptions ReadOptions(ParseResult parsed)
    {
        var (ledger, processes) = (parsed.GetValue(_ledger), parsed.GetValue(_processes));
        var jobs = parsed.GetValue(_jobs) ?? Math.Max(DefaultJobs, processes ?? 0);
        if (ledger is null && (processes is not null || parsed.GetValue(_killAfter) is not null))
            throw new InputException($"{(processes is not null ? "--processes" : "--kill-after")} needs --ledger: processes share a budget that stands in a ledger.");
        if (ledger is not null && parsed.GetValue(_parallel) is not null)
            throw new InputException("--parallel and --ledger exclude each other: with a ledger all jobs run at the same time.");
        if (processes > jobs)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--processes: {processes} are too many for {jobs} jobs: each trains at least one."));
        return new FleetOptions
        {
            File = parsed.GetValue(_file),
            Jobs = jobs,
            Parallel = parsed.GetValue(_parallel) ?? jobs,
            RatePerHour = parsed.GetValue(_rate) ?? DefaultRate,
            TeamBudget = parsed.GetValue(_teamBudget) ?? DefaultTeamBudget,
            SetsTeamBudget = parsed.GetValue(_teamBudget) is not null,
            Ledger = ledger,
            Processes = processes ?? Math.Min(DefaultProcesses, jobs),
            KillAfter = parsed.GetValue(_killAfter),
            JobBudget = parsed.GetValue(_jobBudget) ?? DefaultJobBudget,
        };
    }
}
