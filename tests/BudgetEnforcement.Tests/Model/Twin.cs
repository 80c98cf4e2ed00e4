using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A real budget beside its model.</summary>
internal sealed class Twin
{
    private readonly List<BudgetThresholdCrossedEventArgs> _told = [];
    private readonly List<BudgetReport> _ended = [];
    private readonly ModelTree _tree;
    private BudgetReport _report;
    private (long Changes, BigInteger Available) _state = (-1, 0);
    private int _toldBefore;
    private int _endedBefore;

    internal Twin(BudgetEnforcer real, ModelBudget model, ModelTree tree)
    {
        (Real, Model, _tree) = (real, model, tree);
        real.ThresholdCrossed += (_, crossing) => _told.Add(crossing);
        real.PeriodEnded += (_, end) => _ended.Add(end.Report);
    }

    internal BudgetEnforcer Real { get; }

    internal ModelBudget Model { get; }

    private string Name => $"budget {Model.Name}";

    /// <summary>Compares everything that can be read; where nothing should have changed, everything must read as it did.</summary>
    internal void Compare()
    {
        var report = Real.GetStatus();
        var state = _tree.StateOf(Model);
        if (state == _state)
        {
            Expect.Same(report, _report, Name);
            return;
        }

        (_state, _report) = (state, report);
        Compare(report);
        CompareTold();
        CompareEnded();
    }

    /// <summary>Compares a report of now.</summary>
    internal void Compare(in BudgetReport report)
    {
        Expect.Same(report.Name, Model.Name, Name);
        Expect.Money(report.Limit, Model.Limit, roundedUp: false, Name);
        Expect.Money(report.Spent, Model.Spent, roundedUp: true, Name);
        Expect.Money(report.Reserved, Model.Reserved, roundedUp: true, Name);
        Expect.Money(report.Remaining, Model.Limit - Model.Spent, roundedUp: false, Name);
        Expect.Money(report.Available, _tree.Available(Model), roundedUp: false, Name);
        Expect.Money(report.Overage, Model.Overage, roundedUp: true, Name);
        Expect.Same(report.OpenReservations, Model.OpenReservations, Name);
        Expect.Same(report.Resets, Model.Resets, Name);
        Expect.Same(report.PeriodEnd, Model.PeriodEnd, Name);
        Expect.Same(report.Status, Model.Status, Name);
        Expect.Same(report.IsExceeded, Model.Status == BudgetStatus.Exceeded, Name);
        Expect.Same(report.PathStatus, Model.PathStatus, Name);
    }

    /// <summary>Reads one property or method by itself, which begins a period that is due as well as a report does.</summary>
    internal void Read(int choice)
    {
        switch (choice % 9)
        {
            case 0:
                Expect.Money(Real.Limit, Model.Limit, roundedUp: false, Name);
                break;
            case 1:
                Expect.Money(Real.Spent, Model.Spent, roundedUp: true, Name);
                break;
            case 2:
                Expect.Money(Real.Reserved, Model.Reserved, roundedUp: true, Name);
                break;
            case 3:
                Expect.Money(Real.Available, _tree.Available(Model), roundedUp: false, Name);
                break;
            case 4:
                Expect.Money(Real.GetRemainingBudget(), Model.Limit - Model.Spent, roundedUp: false, Name);
                break;
            case 5:
                Expect.Same(Real.IsBudgetExceeded, Model.PathStatus == BudgetStatus.Exceeded, Name);
                break;
            case 6:
                Expect.Same(Real.ExceededToken.IsCancellationRequested, Model.PathStatus == BudgetStatus.Exceeded, Name);
                break;
            case 7:
                CompareUtilization();
                break;
            default:
                Expect.Same(Real.ToString().StartsWith($"{Model.Name}: {Model.Status}, ", StringComparison.Ordinal), true, Name);
                break;
        }
    }

    internal BudgetRefusalReason Check(decimal amount)
    {
        var check = Real.CheckBudgetAvailable(amount);
        var expected = _tree.Check(Model, Exact.Of(amount));
        Compare(check, expected, amount, Name);
        return check.Reason;
    }

    /// <summary>Compares everything in a check.</summary>
    internal static void Compare(in BudgetCheck check, in ModelCheck expected, decimal amount, string name)
    {
        Expect.Same(check.Reason, expected.Reason, name);
        Expect.Same(check.IsAvailable, expected.Reason == BudgetRefusalReason.None, name);
        Expect.Same(check.RequiredAmount, amount, name);
        Expect.Same(check.Status, expected.Status, name);
        Expect.Same(check.BudgetName, expected.Decider.Name, name);
        Expect.Money(check.Available, expected.Available, roundedUp: false, name);
        Expect.Money(check.Limit, expected.Decider.Limit, roundedUp: false, name);
        Expect.Money(check.Spent, expected.Decider.Spent, roundedUp: true, name);
        Expect.Money(check.Reserved, expected.Decider.Reserved, roundedUp: true, name);
        Expect.Same(check.PeriodEnd, expected.Decider.PeriodEnd, name);
        Expect.Same(check.RetryAt, expected.RetryAt, name);
    }

    private void CompareTold()
    {
        Await(_told, Model.Told.Count);
        Expect.Same(_told.Count, Model.Told.Count, Name, "how often it told");
        for (; _toldBefore < _told.Count; _toldBefore++)
        {
            var (told, expected) = (_told[_toldBefore], Model.Told[_toldBefore]);
            Expect.Same(told.Threshold, expected.Portion, Name, "the portion told");
            Expect.Same(told.Status, expected.Status, Name, "the status told");
            Expect.Money(told.Report.Spent, expected.Spent, roundedUp: true, Name, "the spend told");
            Expect.Money(told.Report.Limit, expected.Limit, roundedUp: false, Name, "the limit told");
        }
    }

    // If the machine is so busy that this thread does not get to tell within a second, a work item tells.
    private static void Await<T>(List<T> told, int count)
    {
        if (told.Count < count)
            SpinWait.SpinUntil(() => told.Count >= count, TimeSpan.FromSeconds(10));
    }

    private void CompareEnded()
    {
        Await(_ended, Model.Ended.Count);
        Expect.Same(_ended.Count, Model.Ended.Count, Name, "how many periods it said ended");
        for (; _endedBefore < _ended.Count; _endedBefore++)
        {
            var (report, expected) = (_ended[_endedBefore], Model.Ended[_endedBefore]);
            Expect.Money(report.Spent, expected.Spent, roundedUp: true, Name, "the spend of the period that ended");
            Expect.Money(report.Reserved, expected.Reserved, roundedUp: true, Name, "what was reserved as the period ended");
            Expect.Money(report.Limit, expected.Limit, roundedUp: false, Name, "the limit as the period ended");
        }
    }

    // The library computes it from the spend as it reads, and rounds the last digits. So the comparison allows a small difference.
    private void CompareUtilization()
    {
        var percentage = Real.GetUtilizationPercentage();
        var exact = Model.Limit.IsZero ? 0 : Exact.Held(Model.Spent, up: true) * 100 * Exact.One / Model.Limit;
        if (Model.Limit.IsZero || percentage == decimal.MaxValue)
        {
            Expect.Money(percentage, exact, roundedUp: false, Name);
            return;
        }

        var tolerated = (exact / BigInteger.Pow(10, 25)) + 1000;
        Expect.Same(BigInteger.Abs(Exact.Of(percentage) - exact) <= tolerated, true, Name, $"{percentage} nearly {Exact.Text(exact)}");
    }
}
