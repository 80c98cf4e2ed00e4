using CsCheck;

namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>
/// Random bills, costs, restatements, outages and comparisons over days: in the end, each window has the larger of its bill and its recorded costs, to the
/// last unit.
/// </summary>
public sealed class ReconciliationModelTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    private static readonly Gen<decimal> Amount = Gen.Int[0, 1_000_000].Select(units => (units * 0.000000000000000000000001m) + (units % 7));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<What>(), Gen.OneOfConst(Labels), Amount, Gen.Int[0, 400], (what, label, amount, minutes) => new Step(what, label, amount, minutes));

    internal enum What
    {
        Call, Bill, Restate, RecordLate, Reconcile, Fail, Pass,
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reconcile_AnySequence_EndsWithWhatWasBilledInTheBooks(bool adjustDown) => Gen.Select(Steps.Array[1, 60], Gen.OneOfConst(1, 7, 60, 1440)).Sample(
        (steps, window) =>
        {
            var clock = new ManualClock();
            var biller = new FakeBiller();
            var options = new CostReconcilerOptions { From = ManualClock.Noon, Window = TimeSpan.FromMinutes(window), RestateFor = TimeSpan.FromDays(100), AdjustDown = adjustDown };
            var reconciler = new CostReconciler(biller, options, timeProvider: clock);
            var team = new BudgetEnforcer(new BudgetOptions { Limit = 1_000m }, timeProvider: clock);
            var budgets = Labels.ToDictionary(label => label, _ => team.CreateChild(new BudgetOptions { Limit = 1_000m }));
            var (recorded, billed) = (new Totals(window), new Totals(window));

            foreach (var step in steps)
                Do(step);
            biller.Failure = null;
            clock.Advance(TimeSpan.FromMinutes(window + 60));

            // Where an earlier window takes back what a later one is only about to add, it is refused, and tried again.
            Ends(reconciler.ReconcileAsync());
            Ends(reconciler.ReconcileAsync());

            foreach (var label in Labels)
            {
                var expected = recorded.Windows(label).Union(billed.Windows(label))
                    .Sum(at => adjustDown ? billed.Of(label, at) : Math.Max(recorded.Of(label, at), billed.Of(label, at)));
                Assert.Equal(expected, budgets[label].Spent);
            }

            Assert.Equal(budgets.Values.Sum(budget => budget.Spent), team.Spent);

            void Do(Step step)
            {
                var now = clock.GetUtcNow();
                var earlier = now.AddMinutes(-step.Minutes) is var past && past < ManualClock.Noon ? ManualClock.Noon : past;
                switch (step.What)
                {
                    case What.Call:
                        Record(step, now);
                        Bill(step.Label, step.Amount, now);
                        break;
                    case What.Bill:
                        // A label is known once something was recorded under it.
                        reconciler.Record(budgets[step.Label], step.Label, 0m, now);
                        Bill(step.Label, step.Amount, now);
                        break;
                    case What.Restate:
                        var left = billed.Of(step.Label, earlier);
                        if (left > 0)
                            Bill(step.Label, step.Minutes % 2 == 0 ? -left : step.Amount, earlier);
                        break;
                    case What.RecordLate:
                        Record(step, earlier);
                        break;
                    case What.Reconcile:
                        Ends(reconciler.ReconcileAsync(), biller.Failure is not null);
                        break;
                    case What.Fail:
                        biller.Failure = biller.Failure is null ? new HttpRequestException() : null;
                        break;
                    default:
                        clock.Advance(TimeSpan.FromMinutes(step.Minutes));
                        break;
                }
            }

            void Record(Step step, DateTimeOffset at)
            {
                budgets[step.Label].AddCost(step.Amount);
                reconciler.Record(budgets[step.Label], step.Label, step.Amount, at);
                recorded.Add(step.Label, at, step.Amount);
            }

            void Bill(string label, decimal amount, DateTimeOffset at)
            {
                biller.Bill(label, amount, at);
                billed.Add(label, at, amount);
            }
        },
        iter: 1_000);

    private static void Ends(Task task, bool mayFail = false)
    {
        Assert.True(task.IsCompleted);
        if (!mayFail || task.Exception?.InnerException is not HttpRequestException)
            task.GetAwaiter().GetResult();
    }

    internal sealed record Step(What What, string Label, decimal Amount, int Minutes);

    private sealed class Totals(int window)
    {
        private readonly Dictionary<(string Label, long Window), decimal> _sums = [];

        internal IEnumerable<DateTimeOffset> Windows(string label) => _sums.Keys.Where(key => key.Label == label).Select(key => new DateTimeOffset(key.Window * window * TimeSpan.TicksPerMinute, TimeSpan.Zero));

        internal decimal Of(string label, DateTimeOffset at) => _sums.GetValueOrDefault((label, Key(at)));

        internal void Add(string label, DateTimeOffset at, decimal amount) => _sums[(label, Key(at))] = Of(label, at) + amount;

        private long Key(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute / window;
    }
}
