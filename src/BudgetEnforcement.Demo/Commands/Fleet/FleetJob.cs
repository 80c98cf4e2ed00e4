using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>One job of the fleet under its own budget, which is a child of that of the team.</summary>
internal sealed class FleetJob(FleetRecipe recipe, BudgetEnforcer budget, decimal ratePerHour)
{
    private volatile FleetJobStanding _standing = FleetJobStanding.Waiting;

    internal FleetRecipe Recipe => recipe;

    internal BudgetEnforcer Budget => budget;

    internal FleetJobStanding Standing => _standing;

    /// <summary>The projection of the pre-flight, or null where there was none.</summary>
    internal Projection? Projection { get; private set; }

    /// <summary>A text that the model writes, or null where nothing was trained.</summary>
    internal string? Sample { get; private set; }

    /// <summary>The exception of the job, where it failed.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Runs it, once. It never throws.</summary>
    /// <param name="text">The text to learn from.</param>
    /// <param name="watch">Told of each change, on the thread of the job.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    internal async Task RunAsync(LearnerText text, IFleetWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            if (cancellationToken.IsCancellationRequested)
                End(FleetJobState.Interrupted);
            else
                await TrainAsync(text, watch, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // One job that fails must not take the others with it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failure = exception;
            End(FleetJobState.Failed);
        }

        watch.Ended(this);
    }

    private async Task TrainAsync(LearnerText text, IFleetWatch watch, CancellationToken cancellationToken)
    {
        _standing = _standing with { State = FleetJobState.PreFlight };
        watch.Changed();
        var settings = new LearnerSettings(LearnerSettings.DefaultSeed, LearnerSettings.DefaultBatchSize, recipe.Hidden, recipe.LearningRate);
        var learner = new Learner(text, settings);
        var plan = new JobPlan(text, learner, (long)recipe.Epochs * learner.StepsPerEpoch, ratePerHour, recipe.MustFit);
        if (await PreFlight.RunAsync(plan, budget).ConfigureAwait(false) is not { } projection)
        {
            End(FleetJobState.Refused);
            return;
        }

        Projection = projection;
        var result = await JobRunner.RunAsync(plan, projection, budget, Watch, Land, cancellationToken).ConfigureAwait(false);
        Failure = result.Exception;
        End(result.Outcome switch
        {
            BudgetedRunOutcome.Completed => FleetJobState.Completed,
            BudgetedRunOutcome.Refused => FleetJobState.Refused,
            BudgetedRunOutcome.StoppedByBudget => result.StoppedBy?.Name == budget.Name ? FleetJobState.StoppedByJob : FleetJobState.StoppedByTeam,
            BudgetedRunOutcome.Cancelled => FleetJobState.Interrupted,
            _ => FleetJobState.Failed,
        });

        void Watch(BudgetForecast forecast)
        {
            _standing = new FleetJobStanding(FleetJobState.Running, forecast.Progress, learner.Loss, forecast.Spent, forecast);
            watch.Changed();
        }

        void Land() => Sample = learner.Sample(SampleText.Length);
    }

    private void End(FleetJobState state) => _standing = _standing with { State = state, Spent = budget.Spent };
}
