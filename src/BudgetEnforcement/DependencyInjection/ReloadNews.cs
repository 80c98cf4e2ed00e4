using Microsoft.Extensions.Logging;

namespace BudgetEnforcement;

/// <summary>
/// Logs what reloads could not apply, in order and on a thread of the pool: a logger that hangs holds up this log and no reload.
/// </summary>
internal sealed class ReloadNews(ILogger logger) : IThreadPoolWorkItem
{
    // Twice the budgets of a large container; behind a logger that hangs, the oldest are dropped.
    private const int MostWaiting = 16_384;

    private readonly Queue<Action<ILogger>> _waiting = [];
    private bool _isTelling;

    internal void Add(Action<ILogger> tell)
    {
        lock (_waiting)
        {
            if (_waiting.Count == MostWaiting)
                _waiting.Dequeue();
            _waiting.Enqueue(tell);
            if (_isTelling)
                return;
            _isTelling = true;
        }

        WorkItems.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (TryTake(out var tell))
            tell!(logger);
    }

    private bool TryTake(out Action<ILogger>? tell)
    {
        lock (_waiting)
            return _isTelling = _waiting.TryDequeue(out tell);
    }
}
