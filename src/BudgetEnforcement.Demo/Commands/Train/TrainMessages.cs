using System.Globalization;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>The sentences about a run that every view tells alike.</summary>
internal sealed class TrainMessages(MoneyFormat money)
{
    internal SpendMessages Money { get; } = new(money);

    internal string Progress(in TrainProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {progress.Epoch:N0}/{progress.Epochs:N0}  step {progress.Step:N0}/{progress.TotalSteps:N0}  " +
        $"loss {SpendMessages.Loss(progress.Loss)}  spent {Spent(progress)}  remaining {Remaining(progress)}  " +
        $"projected {Money.Projected(progress.Forecast, progress.PreFlight)}  {SpendMessages.TimeLeft(progress.Forecast)}");

    internal string Spent(in TrainProgress progress) => Money.Spent(progress.Forecast.Spent, progress.Limit);

    internal string Remaining(in TrainProgress progress) => money.Down(progress.Limit - progress.Forecast.Spent);

    internal string Projection(in Projection projection) => string.Create(
        CultureInfo.InvariantCulture,
        $"Pre-flight: a step takes {DurationFormat.Text(projection.StepTime)}; {projection.RemainingSteps:N0} steps will cost about " +
        $"{money.Up(projection.Cost)}, and {money.Up(projection.LandingReserve)} is held for the landing. " +
        $"{(projection.Check.IsAvailable ? "That fits" : "That does not fit")}: {money.Down(projection.Check.Available)} is available.");
}
