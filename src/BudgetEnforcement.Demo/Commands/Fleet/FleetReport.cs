using BudgetEnforcement.Demo.Display;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>The last word about a fleet, and whether the books are in order.</summary>
internal sealed class FleetReport
{
    // A total above 7.9 may have more digits than decimal shows; it then reads rounded in the last of them.
    private const decimal AllDigitsShown = 7.9m;
    private const decimal RoundedPart = 1e-26m;

    private readonly IReadOnlyList<FleetJob> _jobs;
    private readonly BudgetReport _team;
    private readonly IReadOnlyList<BudgetReport> _reports;

    internal FleetReport(BudgetEnforcer team, IReadOnlyList<FleetJob> jobs)
    {
        _jobs = jobs;
        _team = team.GetStatus();
        _reports = [.. jobs.Select(job => job.Budget.GetStatus())];
    }

    private decimal Sum => _reports.Sum(report => report.Spent);

    private string[] Exceeded => [.. _reports.Append(_team).Where(report => report.IsExceeded).Select(report => report.Name)];

    private bool AddsUp => Math.Abs(Sum - _team.Spent) <= (_team.Spent <= AllDigitsShown ? 0m : _team.Spent * RoundedPart);

    /// <summary>Whether the jobs together spent what the team did, to the last digit, and none passed a limit.</summary>
    internal bool IsInOrder => AddsUp && Exceeded.Length == 0;

    internal void Write(IAnsiConsole console, MoneyFormat money)
    {
        var table = FleetTable.Create("Job", "Units, rate", "Outcome", "Done", "Loss", "Spent", "Limit");
        foreach (var (job, report) in _jobs.Zip(_reports))
        {
            var standing = job.Standing;
            table.AddRow(
                new Text(job.Recipe.Name),
                new Text(FleetMessages.Model(job.Recipe)),
                new Text(standing.StateText),
                new Text(FleetMessages.Done(standing)),
                new Text(FleetMessages.Loss(standing)),
                new Text(money.Up(report.Spent)),
                new Text(money.Down(report.Limit)));
        }

        console.Write(table);
        var output = console.Profile.Out.Writer;
        output.WriteLine(
            $"Team: {new SpendMessages(money).Spent(_team.Spent, _team.Limit)}, remaining {money.Down(_team.Remaining)}, status {_team.Status}.");
        output.WriteLine(Verdict(money));
        if (_jobs.Where(job => job.Sample is not null).MinBy(job => job.Standing.Loss) is { } best)
            SampleText.Write(console, $"What {best.Recipe.Name}, the job with the least loss, writes:", best.Sample!);
    }

    private string Verdict(MoneyFormat money)
    {
        if (!AddsUp)
        {
            var (what, difference) = Sum > _team.Spent ? ("more", Sum - _team.Spent) : ("less", _team.Spent - Sum);
            return $"NOT IN ORDER: the jobs spent {money.PreciseUp(Sum)} together, {money.PreciseUp(difference)} {what} than the team.";
        }

        if (Exceeded is { Length: > 0 } names)
            return $"NOT IN ORDER: passed its limit: {string.Join(", ", names)}.";
        var exactness = Sum == _team.Spent ? "exactly" : "to the last digit shown";
        return $"Checked: the jobs spent {money.PreciseUp(Sum)} together, {exactness} what the team spent, and no limit was passed.";
    }
}
