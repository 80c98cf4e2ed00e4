#pragma warning disable CA2000 // Reservations are kept in lists, beyond what the analyzer follows.

using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Fate = BudgetEnforcement.Tests.WaitingForRoom.LineModel.Fate;
using Node = BudgetEnforcement.Tests.WaitingForRoom.LineModel.Node;

namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>A tree of three levels, one of them with a period, against the model, step by step.</summary>
public sealed class LineModelTests
{
    private const int Kinds = 12;

    private static readonly Gen<(int Kind, int Place, int Amount, int Choice)> Step =
        Gen.Select(Gen.Int[0, Kinds - 1], Gen.Int[0, 5], Gen.Int[0, 14], Gen.Int[0, 1000]);

    [Fact]
    public void AnySequence_ThreeLevels_AgreesWithTheModelAfterEveryStep() =>
        Step.Array[1, 60].Sample(
            steps =>
            {
                using var pair = new Pair();
                foreach (var step in steps)
                    pair.Take(step.Kind, step.Place, step.Amount, step.Choice);
            },
            iter: 2000);

    /// <summary>The library and the model, fed with the same.</summary>
    private sealed class Pair : IDisposable
    {
        private const int MaxWaiters = 3;
        private readonly FakeTimeProvider _clock = new();
        private readonly LineModel _model = new();
        private readonly BudgetEnforcer[] _budgets;
        private readonly Node[] _nodes;
        private readonly List<(BudgetReservation Real, Node Node)> _open = [];
        private readonly HashSet<BudgetReservation> _known = [];
        private readonly List<(Task<BudgetReservation> Real, LineModel.Entry Entry, CancellationTokenSource Cancel)> _asked = [];

        internal Pair()
        {
            var root = new BudgetEnforcer(Options(30m), timeProvider: _clock);
            var left = root.CreateChild(Options(20m, BudgetPeriod.Daily));
            var right = root.CreateChild(Options(20m));
            _budgets = [root, left, right, left.CreateChild(Options(15m)), left.CreateChild(Options(12m)), right.CreateChild(Options(40m))];
            var rootNode = new Node(null, 30m);
            var leftNode = new Node(rootNode, 20m);
            var rightNode = new Node(rootNode, 20m);
            _nodes = [rootNode, leftNode, rightNode, new Node(leftNode, 15m), new Node(leftNode, 12m), new Node(rightNode, 40m)];
        }

        public void Dispose() => _asked.ForEach(static asked => asked.Cancel.Dispose());

        internal void Take(int kind, int place, decimal amount, int choice)
        {
            var (budget, node) = (_budgets[place], _nodes[place]);
            switch (kind)
            {
                case 0 or 1 or 2:
                    Wait(budget, node, amount);
                    break;
                case 3:
                    TryReserve(budget, node, amount);
                    break;
                case 4:
                    TryAddCost(budget, node, amount);
                    break;
                case 5:
                    budget.AddCost(amount);
                    node.Spend(amount);
                    break;
                case 6:
                    Cancel(choice);
                    break;
                case 7:
                    End(choice, amount, commit: false);
                    break;
                case 8:
                    End(choice, amount, commit: true);
                    break;
                case 9:
                    budget.UpdateLimit(amount * 3);
                    node.Limit = amount * 3;
                    break;
                case 10:
                    Refund(budget, node, amount);
                    break;
                default:
                    BeginAnew(budget, node, choice);
                    break;
            }

            _model.Settle();
            Compare();
        }

        private static BudgetOptions Options(decimal limit, BudgetPeriod period = BudgetPeriod.None) =>
            new() { Limit = limit, MaxWaiters = MaxWaiters, Period = period };

        private void Wait(BudgetEnforcer budget, Node node, decimal amount)
        {
            var cancel = new CancellationTokenSource();
            var isFree = _model.IsFree(node, amount);
            var isFull = _model.WaitersAt(node) == MaxWaiters;
            var neverFits = node.Path.Any(at => amount > at.Limit);
            var asked = budget.AskUntil(amount, cancel.Token);
            var entry = isFree || neverFits || !isFull ? _model.Join(node, amount) : new LineModel.Entry(node, amount) { Fate = Fate.Refused };
            _asked.Add((asked, entry, cancel));
            if (isFree)
                Assert.True(asked.IsCompletedSuccessfully, "what fits must not wait");
        }

        private void TryReserve(BudgetEnforcer budget, Node node, decimal amount)
        {
            Assert.Equal(_model.IsFree(node, amount), budget.CheckBudgetAvailable(amount).IsAvailable);
            var isHeld = budget.TryReserve(amount, out var reservation);
            Assert.Equal(_model.IsFree(node, amount), isHeld);
            if (!isHeld)
                return;
            node.Hold(amount, 1);
            _open.Add((reservation!, node));
        }

        private void TryAddCost(BudgetEnforcer budget, Node node, decimal amount)
        {
            var isAdmitted = _model.IsFree(node, amount);
            Assert.Equal(isAdmitted, budget.TryAddCost(amount));
            if (isAdmitted)
                node.Spend(amount);
        }

        private void Cancel(int choice)
        {
            if (_asked.Count == 0)
                return;
            var (_, entry, cancel) = _asked[choice % _asked.Count];
            cancel.Cancel();
            _model.Cancel(entry);
        }

        private void End(int choice, decimal cost, bool commit)
        {
            if (_open.Count == 0)
                return;
            var (real, node) = _open[choice % _open.Count];
            _open.RemoveAt(choice % _open.Count);
            node.Hold(-real.Amount, -1);
            if (commit)
            {
                node.Spend(cost);
                real.Commit(cost);
            }
            else
            {
                real.Release();
            }
        }

        private static void Refund(BudgetEnforcer budget, Node node, decimal amount)
        {
            var isCovered = node.Path.All(at => at.Spent >= amount);
            var thrown = Record.Exception(() => budget.Refund(amount));
            Assert.Equal(isCovered, thrown is null);
            if (isCovered)
                node.Spend(-amount);
        }

        private void BeginAnew(BudgetEnforcer budget, Node node, int choice)
        {
            if (choice % 3 == 0)
            {
                _clock.Advance(TimeSpan.FromDays(1));
                _nodes[1].Spent = 0m; // The one with a period.
                return;
            }

            budget.Reset();
            node.Spent = 0m;
        }

        private void Compare()
        {
            // Reading begins the periods that are due; what is compared comes after.
            Array.ForEach(_budgets, static budget => budget.GetStatus());
            for (var i = 0; i < _asked.Count; i++)
            {
                var (real, entry, _) = _asked[i];
                Assert.Equal(entry.Fate, FateOf(real));
                if (entry.Fate == Fate.Granted)
                    Keep(real.Result, entry);
            }

            for (var i = 0; i < _nodes.Length; i++)
            {
                var report = _budgets[i].GetStatus();
                Assert.Equal(
                    (_nodes[i].Limit, _nodes[i].Spent, _nodes[i].Reserved, (long)_nodes[i].Open, _model.Available(_nodes[i])),
                    (report.Limit, report.Spent, report.Reserved, report.OpenReservations, report.Available));
            }
        }

        private void Keep(BudgetReservation granted, LineModel.Entry entry)
        {
            // Once: what has ended since must not come back.
            if (!_known.Add(granted))
                return;
            Assert.Equal(entry.Amount, granted.Amount);
            _open.Add((granted, entry.Budget));
        }

        private static Fate FateOf(Task<BudgetReservation> asked) => asked.Status switch
        {
            TaskStatus.RanToCompletion => Fate.Granted,
            TaskStatus.Canceled => Fate.Cancelled,
            TaskStatus.Faulted => Fate.Refused,
            _ => Fate.Waiting,
        };
    }
}
