namespace BudgetEnforcement;

/// <summary>
/// A set of claims in order of arrival that finds the first claim above or below an amount without visiting all others. It is a treap by
/// ticket, in which each node knows the largest and the smallest amount beneath it.
/// </summary>
/// <remarks>Adding, removing and finding take O(log n) steps.</remarks>
internal sealed class ClaimTree
{
    /// <summary>The root node; null where the tree is empty.</summary>
    internal Node? Root { get; private set; }

    internal bool IsEmpty => Root is null;

    /// <summary>The largest amount. The tree must not be empty.</summary>
    internal Money Largest => Root!.Largest;

    /// <summary>The claim that came first; null where there is none.</summary>
    internal Claim? First
    {
        get
        {
            var node = Root;
            while (node?.Left is { } left)
                node = left;
            return node?.Claim;
        }
    }

    internal void Add(Claim claim)
    {
        var (left, right) = Split(Root, claim.Ticket);
        Root = Join(Join(left, new Node(claim)), right);
    }

    internal void Remove(Claim claim) => Root = Remove(Root!, claim.Ticket);

    /// <summary>The first claim by arrival above the amount.</summary>
    internal Claim? FirstAbove(in Money amount)
    {
        if (Root is null || Root.Largest <= amount)
            return null;
        var node = Root;
        while (true)
        {
            if (node.Left is { } left && left.Largest > amount)
                node = left;
            else if (node.Claim.Amount > amount)
                return node.Claim;
            else
                node = node.Right!;
        }
    }

    /// <summary>The first claim by arrival of at most the amount.</summary>
    internal Claim? FirstAtMost(in Money amount)
    {
        if (Root is null || Root.Smallest > amount)
            return null;
        var node = Root;
        while (true)
        {
            if (node.Left is { } left && left.Smallest <= amount)
                node = left;
            else if (node.Claim.Amount <= amount)
                return node.Claim;
            else
                node = node.Right!;
        }
    }

    /// <summary>The claims of at most the amount, in order of arrival. Each takes O(log n) steps, however many others there are.</summary>
    internal IEnumerable<Claim> AtMost(Money amount)
    {
        var path = new Stack<Node>();
        void GoToFirst(Node? node)
        {
            for (; node is not null && node.Smallest <= amount; node = node.Left)
                path.Push(node);
        }

        GoToFirst(Root);
        while (path.TryPop(out var node))
        {
            if (node.Claim.Amount <= amount)
                yield return node.Claim;
            GoToFirst(node.Right);
        }
    }

    /// <summary>Splits a tree into the claims before a ticket and the rest.</summary>
    private static (Node? Left, Node? Right) Split(Node? node, long ticket)
    {
        if (node is null)
            return (null, null);
        if (node.Claim.Ticket < ticket)
        {
            var (left, right) = Split(node.Right, ticket);
            node.Right = left;
            node.Update();
            return (node, right);
        }
        else
        {
            var (left, right) = Split(node.Left, ticket);
            node.Left = right;
            node.Update();
            return (left, node);
        }
    }

    private static Node? Join(Node? left, Node? right)
    {
        if (left is null || right is null)
            return left ?? right;
        if (left.Priority > right.Priority)
        {
            left.Right = Join(left.Right, right);
            left.Update();
            return left;
        }

        right.Left = Join(left, right.Left);
        right.Update();
        return right;
    }

    private static Node? Remove(Node node, long ticket)
    {
        if (node.Claim.Ticket == ticket)
            return Join(node.Left, node.Right);
        if (ticket < node.Claim.Ticket)
            node.Left = Remove(node.Left!, ticket);
        else
            node.Right = Remove(node.Right!, ticket);
        node.Update();
        return node;
    }

    internal sealed class Node
    {
        internal Node(Claim claim)
        {
            Claim = claim;
            Priority = Mix((ulong)claim.Ticket);
            Update();
        }

        internal Claim Claim { get; }

        /// <summary>A pseudo-random number computed from the ticket, which keeps the tree nearly balanced.</summary>
        internal ulong Priority { get; }

        internal Node? Left { get; set; }

        internal Node? Right { get; set; }

        internal Money Largest { get; private set; }

        internal Money Smallest { get; private set; }

        // The last step of SplitMix64.
        private static ulong Mix(ulong value)
        {
            unchecked
            {
                value += 0x9E37_79B9_7F4A_7C15;
                value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
                value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
                return value ^ (value >> 31);
            }
        }

        internal void Update()
        {
            var (largest, smallest) = (Claim.Amount, Claim.Amount);
            foreach (var side in (ReadOnlySpan<Node?>)[Left, Right])
            {
                if (side is null)
                    continue;
                largest = side.Largest > largest ? side.Largest : largest;
                smallest = side.Smallest < smallest ? side.Smallest : smallest;
            }

            (Largest, Smallest) = (largest, smallest);
        }
    }
}
