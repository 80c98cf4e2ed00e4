namespace BudgetEnforcement.AI;

/// <summary>
/// The calls of a client that wait for room for their whole bound. When a recorded cost leaves too little for one of them for good, that call stops
/// waiting and asks for less.
/// </summary>
internal sealed class WaitsWithHope
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly List<Wait> _waits = [];

    /// <summary>How many calls wait.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
                return _waits.Count;
        }
    }

    internal Wait Begin(in CallBudgets budgets, decimal amount, CancellationToken cancellationToken)
    {
        var wait = new Wait(this, budgets, amount, cancellationToken);
        lock (_gate)
            _waits.Add(wait);
        return wait;
    }

    /// <summary>Ends the waits that can no longer succeed. It calls foreign code, so callers must hold no lock.</summary>
    internal void OnCostRecorded()
    {
        Wait[] waits;
        lock (_gate)
        {
            if (_waits.Count == 0)
                return;
            waits = [.. _waits];
        }

        foreach (var wait in waits)
            wait.EndUnlessHopeful();
    }

    internal sealed class Wait(WaitsWithHope owner, CallBudgets budgets, decimal amount, CancellationToken cancellationToken) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        private readonly object _gate = new();
        private ITimer? _timer;
        private bool _isOver;

        internal CancellationToken Token => _source.Token;

        /// <summary>
        /// Looks once more, because a cost may have been recorded before the wait was listed, and from then on now and then: other clients, meters and
        /// processes do not tell this client of the costs that they record.
        /// </summary>
        /// <exception cref="Exception">The clock threw when it was asked for a timer.</exception>
        internal void Start()
        {
            _timer = budgets.First.TimeProvider.CreateTimer(static wait => ((Wait)wait!).EndUnlessHopeful(), this, BetweenLooks, BetweenLooks);
            EndUnlessHopeful();
        }

        internal void EndUnlessHopeful()
        {
            if (budgets.CanEverFit(amount))
                return;
            lock (_gate)
            {
                if (_isOver)
                    return;
                _isOver = true;
            }

            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The wait has just ended by itself.
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
                owner._waits.Remove(this);
            lock (_gate)
                _isOver = true;
            _source.Dispose();
            try
            {
                _timer?.Dispose();
            }
#pragma warning disable CA1031 // A timer is foreign code, and the call must learn what was held for it.
            catch (Exception)
#pragma warning restore CA1031
            {
                // A timer that goes on finds the wait over.
            }
        }
    }
}
