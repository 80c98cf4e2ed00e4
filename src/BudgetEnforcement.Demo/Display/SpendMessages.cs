using System.Globalization;
using BudgetEnforcement.Demo.Jobs;

namespace BudgetEnforcement.Demo.Display;

/// <summary>The sentences about money and forecasts that every view tells alike.</summary>
internal sealed class SpendMessages(MoneyFormat money)
{
    private const string NotKnown = "…";

    internal string Spent(decimal spent, decimal limit) =>
        $"{money.Up(spent)} of {money.Down(limit)} ({MoneyFormat.Percent(MoneyFormat.Percentage(spent, limit))})";

    internal string Crossing(BudgetThresholdCrossedEventArgs crossing)
    {
        var spent = Spent(crossing.Report.Spent, crossing.Report.Limit);
        return crossing.Status switch
        {
            BudgetStatus.Exceeded => $"limit exceeded: spent {spent}",
            BudgetStatus.Warning75 => $"75 % warning: spent {spent}",
            _ => $"90 % warning: spent {spent}",
        };
    }

    /// <summary>The cost of the whole work: as the forecast says, or the pre-flight until there is enough progress for a forecast.</summary>
    internal string Projected(in BudgetForecast forecast, in Projection? preFlight = null) =>
        forecast.ProjectedTotal is { } total ? money.Up(total)
        : preFlight is { } before ? $"about {money.Up(before.Total)}"
        : NotKnown;

    /// <summary>Whether that fits, in a word.</summary>
    internal static string Verdict(in BudgetForecast forecast, in Projection? preFlight = null) => forecast.Status switch
    {
        ForecastStatus.WithinBudget => "within budget",
        ForecastStatus.OverBudget => "over budget",
        _ when preFlight is { } before => before.Check.IsAvailable ? "within budget, says the pre-flight" : "over budget, says the pre-flight",
        _ => "not enough progress yet",
    };

    /// <summary>How long it goes on: until the work is done, or until the budget is exhausted. The latter is known from the first spend on.</summary>
    internal static string TimeLeft(in BudgetForecast forecast) => forecast.Status switch
    {
        ForecastStatus.WithinBudget => $"{Time(forecast.TimeToCompletion)} to the end",
        ForecastStatus.OverBudget => $"{Time(forecast.TimeToExhaustion)} to the limit",
        _ => forecast.TimeToExhaustion is { } time ? $"{Time(time)} to the limit" : NotKnown,
    };

    /// <summary>How long the rest of the work takes, budget or not.</summary>
    internal static string TimeToCompletion(in BudgetForecast forecast) =>
        forecast.Status is ForecastStatus.NotEnoughProgress ? NotKnown : Time(forecast.TimeToCompletion);

    internal static string Loss(double loss) => loss.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan? time) => DurationFormat.Text(time ?? TimeSpan.MaxValue);
}
