using System.Globalization;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>The sentences about a fleet that every view tells alike.</summary>
internal sealed class FleetMessages(MoneyFormat money)
{
    internal SpendMessages Money { get; } = new(money);

    /// <summary>Its hidden units and its learning rate.</summary>
    internal static string Model(FleetRecipe recipe) => string.Create(
        CultureInfo.InvariantCulture, $"{recipe.Hidden}, {recipe.LearningRate:0.######}");

    internal static string Done(FleetJobStanding standing) => string.Create(CultureInfo.InvariantCulture, $"{standing.Progress * 100:0.0} %");

    internal static string Loss(FleetJobStanding standing) => standing.Loss is { } loss ? SpendMessages.Loss(loss) : "–";

    internal string Crossing(BudgetThresholdCrossedEventArgs crossing) => $"{crossing.Report.Name}: {Money.Crossing(crossing)}";

    /// <summary>What all its epochs will have cost: as its forecast says, or its pre-flight where that was all.</summary>
    internal string Projected(FleetJob job) => job is { Standing.State: FleetJobState.Refused, Projection: { } projection }
        ? money.Up(projection.Cost)
        : Money.Projected(job.Standing.Forecast, job.Projection);

    internal string Progress(FleetJob job)
    {
        var standing = job.Standing;
        return $"{job.Recipe.Name,-10}  {standing.StateText,-10}  done {Done(standing),7}  loss {Loss(standing),6}  " +
            $"spent {Money.Spent(standing.Spent, job.Budget.Limit)}  projected {Money.Projected(standing.Forecast, job.Projection)}  " +
            SpendMessages.TimeLeft(standing.Forecast);
    }

    internal string Team(BudgetEnforcer team)
    {
        var report = team.GetStatus();
        return $"{report.Name,-10}  spent {Money.Spent(report.Spent, report.Limit)}";
    }

    internal string Ending(FleetJob job)
    {
        var standing = job.Standing;
        var text = $"{job.Recipe.Name}: {standing.StateText}";
        return standing.State switch
        {
            FleetJobState.Refused => $"{text}: {Refusal(job)}",
            FleetJobState.Failed => $"{text}: {job.Failure?.Message}",
            _ => $"{text} at {Done(standing)}, loss {Loss(standing)}, spent {Money.Spent(standing.Spent, job.Budget.Limit)}",
        };
    }

    private string Refusal(FleetJob job) => job.Projection is { } projection
        ? $"it would cost about {money.Up(projection.Cost)}, and {money.Down(projection.Check.Available)} is available"
        : "there is no room for its pre-flight";
}
