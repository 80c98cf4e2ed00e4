namespace BudgetEnforcement.Tests;

/// <summary>A tree of budgets that several threads use, and everything that its callers see of it.</summary>
internal sealed class ParallelTree
{
    /// <summary>The caller of the calls that come before the threads.</summary>
    internal const int Everyone = 0;

    private readonly BudgetEnforcer[] _budgets;
    private readonly CostMeter[] _meters;
    private readonly ParallelClock _clock = new();
    private readonly ParallelLogger _logger;
    private readonly ParallelHolder[] _holders;
    private readonly List<(int Budget, BudgetStatus Status, BudgetReport Report)> _told = [];
    private readonly object _telling = new();
    private readonly ParallelWorkItems _workItems = new();

    internal ParallelTree(ParallelTreeShape shape, int threads)
    {
        _logger = new ParallelLogger(shape.LogLevel);
        _holders = [.. Enumerable.Range(0, threads + 1).Select(_ => new ParallelHolder())];
        _budgets = new BudgetEnforcer[shape.Limits.Length];
        for (var i = 0; i < _budgets.Length; i++)
        {
            // Unnamed: ten thousands of named budgets would all be published.
            var options = new BudgetOptions
            {
                Limit = shape.Limits[i],
                MaxWaiters = shape.MaxWaiters,
                Period = shape.ReadsClock && i == 0 ? BudgetPeriod.Daily : BudgetPeriod.None,
            };
            _budgets[i] = i switch
            {
                0 => new BudgetEnforcer(options, _logger, _clock),
                2 => _budgets[1].CreateChild(options),
                4 => _budgets[1].CreateChild(options, _budgets[3]),
                _ => _budgets[0].CreateChild(options),
            };
            var number = i;
            _budgets[i].ThresholdCrossed += (_, crossing) => Hear((number, crossing.Status, crossing.Report));
        }

        _meters = [.. Enumerable.Range(0, shape.Meters).Select(number => _budgets[2 - number].StartMeter(3600m))];
    }

    /// <summary>The lock of the tree.</summary>
    internal HybridLock Gate => _budgets[0].Gate;

    /// <summary>Does a call and tells what its caller got to see.</summary>
    /// <param name="holder">
    /// Who calls: <see cref="Everyone"/>, or a thread, from 1 on. Each has its own reservations beside those of everyone.
    /// </param>
    /// <param name="call">What to do.</param>
    internal object Do(int holder, ParallelCall call) => _workItems.OnPool(() => DoCall(holder, call));

    /// <summary>Does a call while no other one runs, and everything that it leaves to the pool.</summary>
    internal object DoAlone(int holder, ParallelCall call) => ParallelWorkItems.Alone(() => DoCall(holder, call));

    private object DoCall(int holder, in ParallelCall call)
    {
        var budget = _budgets[call.Budget % _budgets.Length];
        var own = _holders[holder];
        call.Inside.SetInside();
        try
        {
            switch (call.Kind)
            {
                case ParallelCallKind.AddCost:
                    return budget.AddCost(call.Amount);
                case ParallelCallKind.TryAddCost:
                    return budget.TryAddCost(call.Amount);
                case ParallelCallKind.TryReserve:
                    return own.Holds(budget.TryReserve(call.Amount, out var reservation) ? reservation : null);
                case ParallelCallKind.Reserve:
                    return own.Holds(budget.Reserve(call.Amount));
                case ParallelCallKind.ReserveAsync:
                    own.Wait(budget, call.Amount);
                    return Nothing;
                case ParallelCallKind.CancelWait:
                    WaitsOf(holder, call.Pick)?.Cancel();
                    return Nothing;
                case ParallelCallKind.CommitWhole:
                    Reservation(own, call.Pick)?.Commit();
                    return Nothing;
                case ParallelCallKind.Commit:
                    Reservation(own, call.Pick)?.Commit(call.Amount);
                    return Nothing;
                case ParallelCallKind.Renew:
                    return Reservation(own, call.Pick) is { } renewed ? renewed.TryRenew(call.Amount, call.Next) : Nothing;
                case ParallelCallKind.Release:
                    Reservation(own, call.Pick)?.Release();
                    return Nothing;
                case ParallelCallKind.Amount:
                    return Reservation(own, call.Pick) is { } held ? held.Amount : Nothing;
                case ParallelCallKind.Refund:
                    budget.Refund(call.Amount);
                    return Nothing;
                case ParallelCallKind.UpdateLimit:
                    budget.UpdateLimit(call.Amount);
                    return Nothing;
                case ParallelCallKind.Reset:
                    return budget.Reset();
                case ParallelCallKind.TryRefund:
                    return budget.TryRefund(call.Amount);
                case ParallelCallKind.AdjustLimit:
                    return budget.AdjustLimit(call.Pick % 2 == 0 ? call.Amount : -call.Amount);
                case ParallelCallKind.Close:
                    budget.Close();
                    return Nothing;
                case ParallelCallKind.TryAddCostChecked:
                    return (budget.TryAddCost(call.Amount, out var check), check).ToString();
                case ParallelCallKind.Path:
                    return ParallelText.Lines(budget.GetPath().Cast<object>());
                case ParallelCallKind.LinkedToken:
                    return own.Reads(budget.CreateLinkedTokenSource().Token);
                case ParallelCallKind.Check:
                    return budget.CheckBudgetAvailable(call.Amount);
                case ParallelCallKind.Status:
                    return budget.GetStatus();
                case ParallelCallKind.Available:
                    return budget.Available;
                case ParallelCallKind.IsExceeded:
                    return budget.IsBudgetExceeded;
                case ParallelCallKind.Token:
                    return own.Reads(budget.ExceededToken);
                case ParallelCallKind.PauseMeter:
                    Meter(call.Pick).Pause();
                    return Nothing;
                case ParallelCallKind.ResumeMeter:
                    Meter(call.Pick).Resume();
                    return Nothing;
                case ParallelCallKind.ChangeRate:
                    Meter(call.Pick).ChangeRate(call.Amount * 3600m);
                    return Nothing;
                case ParallelCallKind.PassTime:
                    _clock.Advance(TimeSpan.FromSeconds((double)call.Amount));
                    return Nothing;
                default:
                    throw new InvalidOperationException($"Nobody knows {call.Kind}.");
            }
        }
        catch (BudgetExceededException exception)
        {
            return exception.Check;
        }
        catch (Exception exception)
        {
            return exception.GetType().Name;
        }
        finally
        {
            default(ParallelPause).SetInside();
        }
    }

    /// <summary>Everything that can be seen once all threads have ended.</summary>
    internal List<object> End()
    {
        _workItems.WaitForAll();
        var end = new List<object>();

        // The waits come first, because a call of a budget would wake waiters that were forgotten.
        foreach (var wait in _holders.SelectMany(holder => holder.Waits))
            end.Add(wait.Fate);
        foreach (var meter in _meters)
        {
            // No call uses a meter any more, so its disposal ends at once.
            var isEnded = meter.DisposeAsync().AsTask().IsCompletedSuccessfully;
            end.Add((isEnded, meter.Cost, meter.PendingCost, meter.Elapsed, meter.RatePerHour));
        }

        foreach (var budget in _budgets)
        {
            var report = budget.GetStatus();

            // How much of the spend was held before depends on the time between the two locks of one call, which may be of any length here.
            end.Add(_meters.Length == 0 ? report : (report.Spent, report.Reserved, report.OpenReservations, report.Status));
            end.Add(budget.IsBudgetExceeded);
        }

        foreach (var reservation in _holders.SelectMany(holder => holder.Reservations))
            end.Add(reservation.Amount);
        var tokens = _holders.SelectMany(holder => holder.Tokens).ToList();
        foreach (var token in tokens)
            end.Add((token.IsCancellationRequested, tokens.IndexOf(token)));
        lock (_telling)
            end.AddRange(_told.OrderBy(static told => told.Budget).Cast<object>()); // The order between different budgets is open.
        end.Add(_logger.Counts);
        return end;
    }

    private static string Nothing => "-";

    private BudgetReservation? Reservation(ParallelHolder own, int pick)
    {
        var shared = _holders[Everyone].Reservations;
        var choice = pick % 3 == 0 && own.Reservations.Count > 0 ? own.Reservations : shared;
        return choice.Count == 0 ? null : choice[pick % choice.Count];
    }

    private CostMeter Meter(int pick) => _meters[pick % _meters.Length];

    // A second Cancel of one source returns while the first may still run, so each wait has one thread that may cancel it.
    private ParallelWait? WaitsOf(int holder, int pick)
    {
        var waits = _holders[holder].Waits.Concat(
            _holders[Everyone].Waits.Where((_, number) => holder != Everyone && number % (_holders.Length - 1) == holder - 1)).ToList();
        return waits.Count == 0 ? null : waits[pick % waits.Count];
    }

    private void Hear((int Budget, BudgetStatus Status, BudgetReport Report) crossing)
    {
        lock (_telling)
            _told.Add(crossing);
        ParallelPause.TakeInside();
    }
}
