namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>The view of a run for a user.</summary>
internal interface ITrainView
{
    /// <summary>Runs the training inside the view.</summary>
    Task<BudgetedRunResult> ShowAsync(Func<Task<BudgetedRunResult>> training);

    void Update(in TrainProgress progress);

    void Crossed(BudgetThresholdCrossedEventArgs crossing);
}
