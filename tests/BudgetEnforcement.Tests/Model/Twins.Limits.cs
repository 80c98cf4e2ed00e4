namespace BudgetEnforcement.Tests;

/// <content>The operations that take back, change the limit, begin anew and end: what each should do, and whether it does.</content>
internal sealed partial class Twins
{
    private void Refund(Twin twin, decimal amount)
    {
        Say(twin, "Refund", amount);
        if (!Array.TrueForAll(twin.Model.Path, budget => budget.Spent >= Exact.Of(amount)))
        {
            Expect.Throws<ArgumentOutOfRangeException>(Name(twin), () => twin.Real.Refund(amount));
            Outcome("more than was spent");
            return;
        }

        twin.Real.Refund(amount);
        _model.Spend(twin.Model, -Exact.Of(amount));
        Outcome("taken back");
    }

    private void TryRefund(Twin twin, decimal amount)
    {
        Say(twin, "TryRefund", amount);
        var isCovered = Array.TrueForAll(twin.Model.Path, budget => budget.Spent >= Exact.Of(amount));
        Expect.Same(twin.Real.TryRefund(amount), isCovered, Name(twin));
        if (isCovered)
            _model.Spend(twin.Model, -Exact.Of(amount));
        Outcome(isCovered ? "taken back" : "more than was spent");
    }

    private void UpdateLimit(Twin twin, decimal limit)
    {
        Say(twin, "UpdateLimit", limit);
        twin.Real.UpdateLimit(limit);
        _model.UpdateLimit(twin.Model, Exact.Of(limit));
    }

    private void AdjustLimit(Twin twin, decimal by)
    {
        Say(twin, "AdjustLimit", by);
        var limit = twin.Model.Limit + Exact.Of(by);
        if (limit.Sign < 0 || Exact.Held(limit, up: false) != limit)
        {
            Expect.Throws<ArgumentOutOfRangeException>(Name(twin), () => twin.Real.AdjustLimit(by));
            Outcome("impossible");
            return;
        }

        Expect.Money(twin.Real.AdjustLimit(by), limit, roundedUp: false, Name(twin));
        _model.UpdateLimit(twin.Model, limit);
        Outcome("adjusted");
    }

    private void Reset(Twin twin)
    {
        Say(twin, "Reset");
        twin.Compare(twin.Real.Reset());
        _model.Reset(twin.Model);
    }

    private void Close(Twin twin)
    {
        Say(twin, "Close");
        twin.Real.Close();
        _model.Close(twin.Model);
    }

    private void GetPath(Twin twin)
    {
        Say(twin, "GetPath");
        var reports = twin.Real.GetPath();
        Expect.Same(reports.Count, twin.Model.Path.Length, Name(twin));
        for (var i = 0; i < reports.Count; i++)
            _budgets.Find(each => each.Model == twin.Model.Path[i])!.Compare(reports[i]);
    }
}
