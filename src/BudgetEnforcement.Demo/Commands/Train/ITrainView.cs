namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>What a user sees of a run.</summary>
internal interface ITrainView
{
    /// <summary>Runs the training inside the view.</summary>
    Task<BudgetedRunResult> ShowAsync(Func<Task<BudgetedRunResult>> training);

    void Update(in TrainProgress progress);

    void Crossed(BudgetThresholdCrossedEventArgs crossing);
}
