namespace BudgetEnforcement.Tests.WaitingForRoom;

/// <summary>What the specification says of waiting, in the plainest way: nothing is kept but numbers and the line, everything else is worked out anew.</summary>
internal sealed class LineModel
{
    private readonly List<Entry> _line = [];

    internal enum Fate
    {
        Waiting,
        Granted,
        Refused,
        Cancelled,
    }

    /// <summary>Makes room count for those who wait: serves in order, each pass from the start until nothing more changes.</summary>
    internal void Settle()
    {
        while (true)
        {
            var next = _line.Find(entry => entry.Budget.Path.Any(node => entry.Amount > node.Limit) || IsFree(entry.Budget, entry.Amount, entry));
            if (next is null)
                return;
            _line.Remove(next);
            if (next.Budget.Path.Any(node => next.Amount > node.Limit))
            {
                next.Fate = Fate.Refused;
                continue;
            }

            next.Fate = Fate.Granted;
            next.Budget.Hold(next.Amount, 1);
        }
    }

    /// <summary>Whether there is room on the whole path and none of its budgets is one that somebody before waits for.</summary>
    /// <param name="asked">Where the amount is asked for.</param>
    /// <param name="amount">The amount.</param>
    /// <param name="before">Only who came before this one counts; everybody if null.</param>
    internal bool IsFree(Node asked, decimal amount, Entry? before = null) =>
        asked.Path.All(node => node.HasRoomFor(amount) && !IsWaitedFor(node, before));

    internal Entry Join(Node budget, decimal amount)
    {
        var entry = new Entry(budget, amount);
        _line.Add(entry);
        Settle();
        return entry;
    }

    internal int WaitersAt(Node budget) => _line.Count(entry => entry.Budget == budget);

    internal void Cancel(Entry entry)
    {
        if (_line.Remove(entry))
            entry.Fate = Fate.Cancelled;
        Settle();
    }

    internal decimal Available(Node asked) => asked.Path.Any(node => IsWaitedFor(node, before: null))
        ? 0m
        : Math.Max(0m, asked.Path.Min(node => node.Limit - node.Spent - node.Reserved));

    private bool IsWaitedFor(Node node, Entry? before) =>
        _line.TakeWhile(entry => entry != before).Any(entry => entry.Budget.Path.Contains(node) && !node.HasRoomFor(entry.Amount));

    internal sealed class Node(Node? parent, decimal limit)
    {
        internal IEnumerable<Node> Path => parent is null ? [this] : parent.Path.Prepend(this);

        internal decimal Limit { get; set; } = limit;

        internal decimal Spent { get; set; }

        internal decimal Reserved { get; private set; }

        internal int Open { get; private set; }

        internal bool HasRoomFor(decimal amount) => Spent + Reserved + amount <= Limit;

        internal void Hold(decimal amount, int count)
        {
            foreach (var node in Path)
                (node.Reserved, node.Open) = (node.Reserved + amount, node.Open + count);
        }

        internal void Spend(decimal amount)
        {
            foreach (var node in Path)
                node.Spent += amount;
        }
    }

    internal sealed class Entry(Node budget, decimal amount)
    {
        internal Node Budget { get; } = budget;

        internal decimal Amount { get; } = amount;

        internal Fate Fate { get; set; }
    }
}
