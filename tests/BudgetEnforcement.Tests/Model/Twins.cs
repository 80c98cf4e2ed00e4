using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A tree of real budgets and its model. Every step is done to both, and then everything is compared.</summary>
internal sealed partial class Twins
{
    private const int MostBudgets = 8;
    private static readonly TimeSpan ShortestAlarm = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromMinutes(1); // Until it sees that the calendar was set.
    private const int MostCountable = 7; // One more of the largest amount does not fit into 192 bits.

    // A Wednesday, the last day but one of a month.
    private static readonly DateTimeOffset Start = new(2024, 10, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly BigInteger FullLimbs = BigInteger.Pow(2, 128) - 1; // One unit more carries through all of 64 bits and on.
    private readonly ManualClock _clock = new(Start);
    private readonly ModelTree _model = new(Start);
    private readonly ModelWorkItems _workItems = new();
    private readonly List<Twin> _budgets = [];
    private readonly List<(BudgetReservation Real, ModelReservation Model)> _reservations = [];
    private readonly List<(Task<BudgetReservation> Real, ModelWaiter Model, CancellationTokenSource Cancel)> _waiting = [];
    private readonly List<(CancellationToken Token, ModelBudget Budget, bool IsCancelled)> _tokens = [];
    private readonly Story? _story;
    private int _step;

    internal Twins(Beginning[] tree, Story? story)
    {
        _story = story;
        _workItems.Take();
        foreach (var beginning in tree)
            Begin(beginning);
        Compare();
    }

    internal void Do(in Step step)
    {
        _step++;
        var twin = _budgets[step.Budget % _budgets.Count];
        Pass(step, twin);
        if (!step.IsLate)
            FireTimers(step);
        var amount = AmountOf(step, twin.Model);
        DoOperation(step, twin, amount);
        if (step.IsLate)
            FireTimers(step);
        _workItems.Execute(newestFirst: step.Pick % 2 == 1);
        CompareWaiting();
        if (step.IsUnread)
            _story?.Append(" (and nothing is read)");
        else
            Compare();
    }

    internal void Compare()
    {
        CompareWaiting();
        foreach (var twin in _budgets)
            twin.Compare();
    }

    private void DoOperation(in Step step, Twin twin, decimal amount)
    {
        switch (step.Operation)
        {
            case Operation.AddCost:
                AddCost(twin, amount);
                break;
            case Operation.AddHeaps:
                for (var i = 0; i < MostCountable; i++)
                    AddCost(twin, decimal.MaxValue);
                break;
            case Operation.AddUpToACarry:
                while (twin.Model.Spent < FullLimbs && twin.Model.CanCount(FullLimbs, freed: 0))
                    AddCost(twin, Exact.AtMost(FullLimbs - twin.Model.Spent));
                break;
            case Operation.TryAddCost:
                TryAddCost(twin, amount);
                break;
            case Operation.TryAddCostChecked:
                TryAddCostChecked(twin, amount);
                break;
            case Operation.TryReserve:
                TryReserve(twin, amount);
                break;
            case Operation.TryReserveChecked:
                TryReserveChecked(twin, amount);
                break;
            case Operation.Reserve:
                Reserve(twin, amount);
                break;
            case Operation.ReserveAsync:
                ReserveAsync(twin, amount, isCancelled: step.Pick % 16 == 15);
                break;
            case Operation.Cancel when _waiting.Count > 0:
                Cancel(step.Pick % _waiting.Count);
                break;
            case Operation.Commit or Operation.CommitAmount or Operation.TryRenew or Operation.Release when _reservations.Count > 0:
                End(step.Operation, step.Pick % _reservations.Count, amount, step.Pick / _reservations.Count);
                break;
            case Operation.Refund:
                Refund(twin, amount);
                break;
            case Operation.TryRefund:
                TryRefund(twin, amount);
                break;
            case Operation.UpdateLimit:
                UpdateLimit(twin, amount);
                break;
            case Operation.AdjustLimit:
                AdjustLimit(twin, step.Pick % 2 == 0 ? amount : -amount);
                break;
            case Operation.Reset:
                Reset(twin);
                break;
            case Operation.Close:
                Close(twin);
                break;
            case Operation.CheckBudgetAvailable:
                CheckBudgetAvailable(twin, amount);
                break;
            case Operation.BudgetCheck:
                CheckWithoutABudget(twin, amount, step.Amount);
                break;
            case Operation.ExecuteAsync:
                ExecuteAsync(twin, amount, step.Amount, step.Pick);
                break;
            case Operation.Read:
                Read(twin, step.Pick);
                break;
            case Operation.GetPath:
                GetPath(twin);
                break;
            case Operation.CreateChild when _budgets.Count < MostBudgets:
                CreateChild(step, amount);
                break;
            case Operation.BadInput:
                AskForNonsense(twin, -amount - Budgets.Unit, step.Pick);
                break;
            default:
                break;
        }
    }

    private static string Word(TaskStatus fate) => fate switch
    {
        TaskStatus.RanToCompletion => "held",
        TaskStatus.Canceled => "cancelled",
        TaskStatus.Faulted => "refused",
        _ => "waits",
    };

    private static string Money(decimal amount) => Exact.Text(Exact.Of(amount));

    private void Say(Twin twin, string operation, decimal? amount = null) =>
        _story?.Line($"{_step}: budget {twin.Model.Name} {operation}{(amount is null ? string.Empty : " " + Money(amount.Value))}");

    private void Pass(in Step step, Twin twin)
    {
        if (step.Passing == Passing.Nothing)
            return;
        Compare(); // A period begins only when it is seen, so each is seen before the next can end.
        var (now, elapsed) = (_model.Now, _model.Elapsed);
        (now, elapsed) = step.Passing switch
        {
            Passing.Hours => (now.AddHours(7), elapsed + TimeSpan.FromHours(7)),
            Passing.UntilJustBeforeTheNextPeriod when twin.Model.NextPeriodEnd?.AddMilliseconds(-1) is { } end && end > now => (end, elapsed + (end - now)),
            Passing.UntilTheNextPeriod when twin.Model.NextPeriodEnd is { } end => (end, elapsed + (end - now)),
            Passing.Weeks => (now.AddDays(17), elapsed + TimeSpan.FromDays(17)),
            Passing.SetToYearsAhead => (Start + elapsed + TimeSpan.FromDays(3650), elapsed + LongestAlarm),
            Passing.SetToWeeksBack => (now.AddDays(-20), elapsed + LongestAlarm),
            Passing.SetRight => (Start + elapsed + LongestAlarm, elapsed + LongestAlarm),
            _ => (now, elapsed),
        };
        _story?.Line($"{_step}: it becomes {now:yyyy-MM-dd HH:mm:ss.fffffff}{(step.IsLate ? ", timers late" : string.Empty)}, and then");
        (_model.Now, _model.Elapsed) = (now, elapsed);
        _clock.Set(now, elapsed);

        // A period that no call reads and no call waits for may begin later, but none of its numbers changes before that.
        _model.BeginPeriods();
    }

    private void FireTimers(in Step step)
    {
        if (step.Passing == Passing.Nothing)
            return;
        _model.Elapsed += ShortestAlarm; // An alarm for a time that has already come rings this late.
        _clock.Set(_model.Now, _model.Elapsed);
        _clock.FireDue();
        _model.EndLongWaits();
    }

    private decimal AmountOf(in Step step, ModelBudget budget) => step.Boundary switch
    {
        Boundary.Given => step.Amount,
        Boundary.Available => Exact.AtMost(_model.Available(budget)),
        Boundary.MoreThanAvailable => Exact.AtLeast(_model.Available(budget) + 1),
        Boundary.ToFirstThreshold => Exact.AtLeast(budget.FirstTrigger - budget.Spent),
        Boundary.BelowFirstThreshold => Exact.AtMost(budget.FirstTrigger - budget.Spent - 1),
        Boundary.ToSecondThreshold => Exact.AtLeast(budget.SecondTrigger - budget.Spent),
        Boundary.BelowSecondThreshold => Exact.AtMost(budget.SecondTrigger - budget.Spent - 1),
        Boundary.ToLimit => Exact.AtMost(budget.Limit - budget.Spent),
        Boundary.AboveLimit => Exact.AtLeast(budget.Limit - budget.Spent + 1),
        Boundary.Spent => Exact.AtMost(budget.Spent),
        Boundary.MoreThanSpent => Exact.AtLeast(budget.Spent + 1),
        Boundary.SpentAndReserved => Exact.AtMost(budget.Spent + budget.Reserved),
        Boundary.Limit => Exact.AtMost(budget.Limit),
        Boundary.MoreThanLimit => Exact.AtLeast(budget.Limit + 1),
        _ => _reservations.Count == 0 ? step.Amount : Exact.AtMost(_reservations[step.Pick % _reservations.Count].Model.Amount),
    };

    private void Begin(in Beginning beginning)
    {
        var parents = _budgets.Count == 0
            ? []
            : new[] { beginning.Parent, beginning.AlsoUnder }.Select(index => _budgets[index % _budgets.Count]).Distinct().ToArray();
        var options = beginning.Options($"{_budgets.Count}");
        _story?.Line($"budget {options.Name}{string.Concat(parents.Select(static parent => " under " + parent.Model.Name))}: {beginning}");
        var real = parents.Length == 0
            ? new BudgetEnforcer(options, logger: null, _clock)
            : parents[0].Real.CreateChild(options, parents.Skip(1).Select(static parent => parent.Real).ToArray());
        _budgets.Add(new Twin(real, _model.Add([.. parents.Select(static parent => parent.Model)], beginning), _model));
    }

    private void CreateChild(in Step step, decimal limit)
    {
        _story?.Line($"{_step}: CreateChild, and so");
        var isNarrow = step.Pick % 2 == 1;
        Begin(new Beginning(
            step.Budget,
            AlsoUnder: step.Pick / 16,
            limit,
            step.Pick % 3 == 1 ? step.Amount : 0m,
            isNarrow ? (1m / 3m, 1m) : Beginning.Usual,
            AlertAt: isNarrow ? [0.5m, 1.2m] : [],
            step.Pick % 4,
            MaxHours: step.Pick / 8 % 4 * 6,
            (BudgetPeriod)(step.Pick / 4 % 4)));
    }

    private void CompareWaiting()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (asked, waiter, _) = _waiting[i];
            if (!IsOver(asked, waiter))
                continue;
            _story?.Line($"   who waited at budget {waiter.Budget.Name} for {Exact.Text(waiter.Amount)} -> {Word(waiter.Fate)}{(waiter.Fate == TaskStatus.Faulted ? $": {waiter.Reason}" : string.Empty)}");
            _waiting.RemoveAt(i);
        }

        CompareTokens();
        CompareAlarm();
    }

    // One timer serves all waiters; it may ring once more after the last waiter that needs it.
    private void CompareAlarm()
    {
        var most = _model.Line.Count > 0 ? 1 : 0;
        var least = _model.Line.Any(static waiter => waiter.NeedsAlarm) ? 1 : 0;
        Expect.Same(Math.Clamp(_clock.Timers, least, most), _clock.Timers, "the clock", "the number of timers");
    }

    // A token that was handed out is cancelled once its path has been exceeded, and stays so.
    private void CompareTokens()
    {
        for (var i = 0; i < _tokens.Count; i++)
        {
            var (token, budget, isCancelled) = _tokens[i];
            isCancelled |= budget.PathStatus == BudgetStatus.Exceeded;
            Expect.Same(token.IsCancellationRequested, isCancelled, budget.Name, "a token of it is cancelled");
            _tokens[i] = (token, budget, isCancelled);
        }
    }

    private bool IsOver(Task<BudgetReservation> asked, ModelWaiter expected)
    {
        Expect.Same(asked.Status, expected.Fate, $"budget {expected.Budget.Name}", $"who asked for {Exact.Text(expected.Amount)}");
        switch (asked.Status)
        {
            case TaskStatus.RanToCompletion:
                Keep(asked.Result, expected.Granted!);
                return true;
            case TaskStatus.Faulted:
                var refused = asked.Exception!.InnerException as BudgetExceededException;
                Expect.Same(refused?.Reason, expected.Reason, $"budget {expected.Budget.Name}", "the reason of the refusal");
                return true;
            default:
                return asked.IsCompleted;
        }
    }

    private void Keep(BudgetReservation real, ModelReservation model)
    {
        Expect.Same(Exact.Of(real.Amount), model.Amount, $"reservation {_reservations.Count}");
        _reservations.Add((real, model));
    }
}
