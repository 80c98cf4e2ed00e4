using System.Globalization;
using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.Train;

/// <summary>The sentences about a run that every view tells alike.</summary>
internal sealed class TrainText(MoneyFormat money)
{
    internal string Progress(in TrainProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch:N0}/{progress.Epochs:N0}  step {progress.Step:N0}/{progress.TotalSteps:N0}  " +
        $"loss {progress.Loss:0.0000}  spent {Spent(progress.Report)}  " +
        $"remaining {money.Down(progress.Report.Remaining)}  {TimeLeft(progress)}");

    internal string Spent(BudgetReport report) =>
        $"{money.Up(report.Spent)} of {money.Down(report.Limit)} ({MoneyFormat.Percent(report.UtilizationPercentage)})";

    internal static string TimeLeft(in TrainProgress progress) =>
        $"{DurationFormat.Text(progress.TimeLeft)} to the {(progress.LimitComesFirst ? "limit" : "end")}";

    internal string Crossing(BudgetThresholdCrossedEventArgs crossing) => crossing.Status is BudgetStatus.Exceeded
        ? $"limit exceeded: spent {Spent(crossing.Report)}"
        : $"{(crossing.Status is BudgetStatus.Warning75 ? 75 : 90)} % warning: spent {Spent(crossing.Report)}";

    internal string Projection(in Projection projection) => string.Create(
        CultureInfo.InvariantCulture,
        $"Pre-flight: a step takes {DurationFormat.Text(projection.StepTime)}; {projection.RemainingSteps:N0} steps will cost about " +
        $"{money.Up(projection.Cost)}. {(projection.Check.IsAvailable ? "That fits" : "That does not fit")}: " +
        $"{money.Down(projection.Check.Available)} is available.");
}
