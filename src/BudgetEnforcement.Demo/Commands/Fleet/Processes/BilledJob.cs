using System.Globalization;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Jobs;
using BudgetEnforcement.Demo.Ledgers;

namespace BudgetEnforcement.Demo.Commands.Fleet.Processes;

/// <summary>A job that pays step by step: it holds what a step may cost, takes the step, bills what it cost, and records that.</summary>
/// <remarks>
/// Each cost is on the bill before any budget hears of it. So the bill of a process that is killed is never below what the ledger knows of it, and
/// the ledger is settled by the difference, to the last digit. A meter, which records when its time has come, could not promise that.
/// </remarks>
internal sealed class BilledJob(string name, JobPlan plan, BudgetEnforcer budget, Bill bill, TimeProvider clock)
{
    /// <summary>How long a job waits before it checks whether waiting is of any use.</summary>
    internal static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    private const int MostWaits = 30;
    private const double Decay = 0.9;

    // A step takes milliseconds; the rest is for a machine that is busy.
    private static readonly TimeSpan LeastHold = TimeSpan.FromMilliseconds(500);

    private TimeSpan _hold = LeastHold;

    /// <summary>Trains until all is done, the money is used up, or the user wants to end.</summary>
    /// <returns>How it ended, in a line.</returns>
    internal async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = await TrainAsync(cancellationToken).ConfigureAwait(false);
        var money = new MoneyFormat(budget.Limit, budget.Currency);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {outcome} at {plan.Progress * 100:0.0} %, loss {SpendMessages.Loss(plan.Learner.Loss)}, spent {money.PreciseUp(budget.Spent)}");
    }

    private async Task<string> TrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (plan.RemainingSteps > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var reservation = await ReserveAsync(plan.CostOf(_hold), cancellationToken).ConfigureAwait(false);
                TakeStep(reservation);
            }

            return "completed";
        }
        catch (BudgetExceededException refusal)
        {
            return Describe(refusal.Check);
        }
        catch (OperationCanceledException)
        {
            return "interrupted";
        }
    }

    // Where others hold the money a job waits, because the money of a killed process comes free when that is settled. Where the money is spent it
    // does not wait.
    private async Task<BudgetReservation> ReserveAsync(decimal amount, CancellationToken cancellationToken)
    {
        for (var waits = 1; ; waits++)
        {
            try
            {
                return await budget.ReserveAsync(amount, cancellationToken).ConfigureAwait(false);
            }
            catch (BudgetExceededException refusal)
                when (refusal.Check.Reason is BudgetRefusalReason.WaitedTooLong && waits < MostWaits && UsedUp(amount) is null)
            {
                // It asks again.
            }
        }
    }

    private void TakeStep(BudgetReservation reservation)
    {
        var start = clock.GetTimestamp();
        plan.Learner.TrainStep();
        var time = clock.GetElapsedTime(start);
        var cost = plan.CostOf(time);
        bill.Add(cost);
        reservation.Commit(cost);

        // Hold twice the longest step, which is forgotten by and by: the first step of a process is slower than any other.
        TimeSpan[] holds = [LeastHold, time * 2, _hold * Decay];
        _hold = holds.Max();
    }

    /// <summary>The budget that is used up, so that the amount never fits; null where there is none.</summary>
    private string? UsedUp(decimal amount) =>
        budget.GetPath().Where(report => report.Spent + amount > report.Limit).Select(report => report.Name).FirstOrDefault();

    private string Describe(BudgetCheck check) => UsedUp(plan.CostOf(_hold)) switch
    {
        _ when check.Reason is BudgetRefusalReason.LedgerUnavailable => "stopped: the ledger does not answer",
        null => "stopped: others hold the money",
        var name when name == budget.Name => "stopped: own budget",
        _ => "stopped: team budget",
    };
}
