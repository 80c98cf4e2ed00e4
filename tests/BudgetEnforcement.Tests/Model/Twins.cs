using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>A tree of real budgets and its model. Every step is done to both, and then everything is compared.</summary>
internal sealed partial class Twins
{
    private const int MostBudgets = 8;
    private const int MostCountable = 7; // One more of the largest amount does not fit into 192 bits.

    // A Wednesday, the last day but one of a month.
    private static readonly DateTimeOffset Start = new(2024, 10, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly BigInteger FullLimbs = BigInteger.Pow(2, 128) - 1; // One unit more carries through all of 64 bits and on.
    private readonly ModelClock _clock = new(Start);
    private readonly ModelTree _model = new(Start);
    private readonly List<Twin> _budgets = [];
    private readonly List<(BudgetReservation Real, ModelReservation Model)> _reservations = [];
    private readonly List<(Task<BudgetReservation> Real, ModelWaiter Model, CancellationTokenSource Cancel)> _waiting = [];
    private readonly List<(CancellationToken Token, ModelBudget Budget, bool IsCancelled)> _tokens = [];
    private readonly Story? _story;
    private int _step;

    internal Twins(Beginning[] tree, Story? story)
    {
        _story = story;
        foreach (var beginning in tree)
            Begin(beginning);
        Compare();
    }

    internal void Do(in Step step)
    {
        _step++;
        Pass(step);
        var twin = _budgets[step.Budget % _budgets.Count];
        if (!step.IsLate)
            FireTimers(step);
        else if (BudgetOf(step, twin.Model).NextPeriodEnd is not null)
            _model.BeginPeriods(); // Such an operation reads the clock itself.
        var amount = AmountOf(step, twin.Model);
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
            case Operation.TryReserve:
                TryReserve(twin, amount);
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
            case Operation.UpdateLimit:
                Say(twin, "UpdateLimit", amount);
                twin.Real.UpdateLimit(amount);
                _model.UpdateLimit(twin.Model, Exact.Of(amount));
                break;
            case Operation.Reset:
                Say(twin, "Reset");
                twin.Real.Reset();
                _model.Reset(twin.Model);
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
            case Operation.CreateChild when _budgets.Count < MostBudgets:
                CreateChild(step, amount);
                break;
            case Operation.BadInput:
                AskForNonsense(twin, -amount - Budgets.Unit, step.Pick);
                break;
            default:
                break;
        }

        if (step.IsLate)
            FireTimers(step);
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

    private void Pass(in Step step)
    {
        var end = _budgets[step.Budget % _budgets.Count].Model.NextPeriodEnd;
        var instant = step.Passing switch
        {
            Passing.Hours => _model.Now.AddHours(7),
            Passing.UntilJustBeforeTheNextPeriod => end?.AddMilliseconds(-1), // What timers can tell apart.
            Passing.UntilTheNextPeriod => end,
            Passing.Weeks => _model.Now.AddDays(17),
            _ => null,
        };
        if (instant is null)
            return;
        Compare(); // A period that nobody sees does not begin, so each is seen before the next can end.
        _story?.Line($"{_step}: it becomes {instant:yyyy-MM-dd HH:mm:ss.fffffff}{(step.IsLate ? ", timers late" : string.Empty)}, and then");
        _clock.GoTo(instant.Value);
        _model.Now = instant.Value;
    }

    private void FireTimers(in Step step)
    {
        if (step.Passing == Passing.Nothing)
            return;
        _clock.FireDue(newestFirst: step.Pick % 2 == 1);
        _model.BeginPeriods();
    }

    /// <summary>The budget by whose path it is decided whether the operation reads the clock.</summary>
    private ModelBudget BudgetOf(in Step step, ModelBudget given) => step.Operation switch
    {
        Operation.Cancel when _waiting.Count > 0 => _waiting[step.Pick % _waiting.Count].Model.Budget,
        Operation.Commit or Operation.CommitAmount or Operation.TryRenew or Operation.Release when _reservations.Count > 0 =>
            _reservations[step.Pick % _reservations.Count].Model.Budget,
        _ => given,
    };

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
        var parent = _budgets.Count == 0 ? null : _budgets[beginning.Parent % _budgets.Count];
        var options = beginning.Options($"{_budgets.Count}");
        _story?.Line($"budget {options.Name}{(parent is null ? string.Empty : " under " + parent.Model.Name)}: {beginning}");
        var real = parent is null ? new BudgetEnforcer(options, logger: null, _clock) : parent.Real.CreateChild(options);
        _budgets.Add(new Twin(real, _model.Add(parent?.Model, beginning), _model));
    }

    private void CreateChild(in Step step, decimal limit)
    {
        _story?.Line($"{_step}: CreateChild, and so");
        var isNarrow = step.Pick % 2 == 1;
        Begin(new Beginning(
            step.Budget,
            limit,
            step.Pick % 3 == 1 ? step.Amount : 0m,
            isNarrow ? (1m / 3m, 1m) : Beginning.Usual,
            step.Pick % 4,
            (BudgetPeriod)(step.Pick / 4 % 4)));
    }

    private void CompareWaiting()
    {
        for (var i = _waiting.Count - 1; i >= 0; i--)
        {
            var (asked, waiter, _) = _waiting[i];
            if (!IsOver(asked, waiter))
                continue;
            _story?.Line($"   who waited at budget {waiter.Budget.Name} for {Exact.Text(waiter.Amount)} -> {Word(waiter.Fate)}");
            _waiting.RemoveAt(i);
        }

        CompareTokens();
        Expect.Same(_clock.Timers, _model.Line.Count(static waiter => waiter.Budget.NextPeriodEnd is not null), "the clock");
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
