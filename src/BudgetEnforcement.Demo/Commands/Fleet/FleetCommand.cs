using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>The command line of <c>fleet</c>.</summary>
internal sealed class FleetCommand
{
    private const int DefaultJobs = 4;
    private const int MostJobs = 64;
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

    private FleetCommand()
    {
    }

    internal static Command Create(DemoHost host) => new FleetCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command("fleet", "Trains several models at once: each under a budget of its own, and all under that of their team.")
        {
            _file, _jobs, _parallel, _rate, _teamBudget, _jobBudget,
        };
        command.SetAction((parsed, cancellationToken) => new FleetSession(ReadOptions(parsed), host).RunAsync(cancellationToken));
        return command;
    }

    private FleetOptions ReadOptions(ParseResult parsed)
    {
        var jobs = parsed.GetValue(_jobs) ?? DefaultJobs;
        return new FleetOptions
        {
            File = parsed.GetValue(_file),
            Jobs = jobs,
            Parallel = parsed.GetValue(_parallel) ?? jobs,
            RatePerHour = parsed.GetValue(_rate) ?? DefaultRate,
            TeamBudget = parsed.GetValue(_teamBudget) ?? DefaultTeamBudget,
            JobBudget = parsed.GetValue(_jobBudget) ?? DefaultJobBudget,
        };
    }
}
