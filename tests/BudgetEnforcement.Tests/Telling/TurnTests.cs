namespace BudgetEnforcement.Tests;

/// <summary>Whose turn it is to tell what has happened to a budget: threads and work items that meet, one step after the other.</summary>
public sealed class TurnTests
{
    [Fact]
    public void Thread_ThatComesWhileAWorkItemTells_LeavesTheRestToIt()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.Add(2, turns.One);
        turns.Add(3, turns.Other);
        var toldByTheThread = 0;
        turns.WhenTold(1, () => toldByTheThread = turns.ToldDuring(() => turns.One.Run(null)));

        turns.WorkItems.Should().ContainSingle().Which.Execute();

        toldByTheThread.Should().Be(0);
        turns.Told.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void WorkItem_ThatComesWhileAThreadTells_LeavesTheRestToAnother()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.Add(2, turns.One);
        turns.Add(3, turns.Other);
        var toldByTheWorkItem = 0;
        turns.WhenTold(1, () => toldByTheWorkItem = turns.ToldDuring(turns.WorkItems.Single().Execute));

        turns.One.Run(null);

        toldByTheWorkItem.Should().Be(0);
        turns.Told.Should().Equal(1, 2);
        turns.WorkItems.Should().HaveCount(2).And.Subject.Last().Execute();
        turns.Told.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Announcements_BehindThoseOfAnotherThread_AreLeftToOneWorkItem()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.WorkItems.Should().BeEmpty();

        turns.Add(2, turns.Other);
        turns.Add(3, turns.Other);
        turns.Add(4, null);

        turns.Other.Run(null);
        turns.Told.Should().BeEmpty();
        turns.WorkItems.Should().ContainSingle().Which.Execute();
        turns.Told.Should().Equal(1, 2, 3, 4);
    }

    [Fact]
    public void Announcements_WhileAThreadTells_NeedNoWorkItemBeforeItHasEnded()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.WhenTold(1, () =>
        {
            turns.Add(2, turns.One);
            turns.Add(3, turns.Other);
            turns.WorkItems.Should().BeEmpty();
            turns.Told.Should().Equal(1);
        });

        turns.One.Run(null);

        turns.Told.Should().Equal(1, 2);
        turns.WorkItems.Should().ContainSingle().Which.Execute();
        turns.Told.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Announcements_OfAThreadThatIsHeldUp_AreHandedOver()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.Add(2, turns.One);

        turns.HandOver();

        turns.WorkItems.Should().ContainSingle().Which.Execute();
        turns.One.Run(null);
        turns.Told.Should().Equal(1, 2);
    }

    [Fact]
    public void PendingQueues_OfATreeThatHasToldAll_AreNone()
    {
        using var turns = new Turns();
        turns.Add(1, turns.One);
        turns.Pending.Should().Be(1);

        turns.One.Run(null);

        turns.Pending.Should().Be(0, "operations would look for more, each time");
    }

    /// <summary>The announcements of a budget, and two threads that may tell them. The test plays all threads, and the pool.</summary>
    private sealed class Turns : IDisposable
    {
        private readonly BudgetTree _tree;
        private readonly AnnouncementQueue _telling;
        private readonly Dictionary<int, Action> _whenTold = [];

        internal Turns()
        {
            var budget = new BudgetEnforcer(100m);
            _tree = (BudgetTree)budget.Gate;
            _telling = new AnnouncementQueue(budget, _tree);
            TakenWorkItems.By(WorkItems.Add);
        }

        internal Dispatcher One { get; } = new();

        internal Dispatcher Other { get; } = new();

        internal List<IThreadPoolWorkItem> WorkItems { get; } = [];

        internal List<int> Told { get; } = [];

        internal int Pending => _tree.PendingQueues;

        public void Dispose()
        {
            TakenWorkItems.By(null);
            One.Dispose();
            Other.Dispose();
        }

        internal void Add(int number, Dispatcher? by)
        {
            using (_tree.Lock(inBackground: true))
                _telling.AddNeedsLock(new Number(this, number), by);
            by?.Dispose(); // Disposed, so that a second that passes hands nothing over: the test does that.
        }

        internal void HandOver() => _telling.HandOver();

        internal void WhenTold(int number, Action action) => _whenTold.Add(number, action);

        internal int ToldDuring(Action action)
        {
            var before = Told.Count;
            action();
            return Told.Count - before;
        }

        private sealed class Number(Turns turns, int number) : Announcement
        {
            internal override void Deliver(BudgetEnforcer budget, Telemetry telemetry)
            {
                turns.Told.Add(number);
                if (turns._whenTold.TryGetValue(number, out var action))
                    action();
            }
        }
    }
}
