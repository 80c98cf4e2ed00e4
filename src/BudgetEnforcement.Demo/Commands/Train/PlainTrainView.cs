namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>Plain lines, at most one a second and one for each crossing: for logs and pipes.</summary>
internal sealed class PlainTrainView(TextWriter output, TrainMessages messages) : ITrainView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private TimeSpan _next;

    public Task<BudgetedRunResult> ShowAsync(Func<Task<BudgetedRunResult>> training) => training();

    public void Update(in TrainProgress progress)
    {
        if (progress.Forecast.Elapsed < _next)
            return;

        _next = progress.Forecast.Elapsed + Interval;
        _output.WriteLine(messages.Progress(progress));
    }

    // The timer of the meter may tell while the training writes.
    public void Crossed(BudgetThresholdCrossedEventArgs crossing) => _output.WriteLine($"! {messages.Money.Crossing(crossing)}");
}
