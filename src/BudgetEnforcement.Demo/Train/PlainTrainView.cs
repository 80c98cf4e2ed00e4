namespace BudgetEnforcement.Demo.Train;

/// <summary>Plain lines, at most one a second and one for each crossing: for logs and pipes.</summary>
internal sealed class PlainTrainView(TextWriter output, TrainText text) : ITrainView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private TimeSpan _next;

    public void Show(Action training) => training();

    public void Update(in TrainProgress progress)
    {
        if (progress.Elapsed < _next)
            return;

        _next = progress.Elapsed + Interval;
        output.WriteLine(text.Progress(progress));
    }

    public void Crossed(BudgetThresholdCrossedEventArgs crossing) => output.WriteLine($"! {text.Crossing(crossing)}");
}
