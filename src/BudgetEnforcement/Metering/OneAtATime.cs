using System.Runtime.ExceptionServices;

namespace BudgetEnforcement;

/// <summary>
/// Carries requests out in the order of their arrival, one at a time and without holding a lock. Whoever comes while another thread, or the
/// same one further up its stack, is at it leaves its request to that one.
/// </summary>
internal sealed class OneAtATime<TRequest>(Action<TRequest> carryOut)
{
    private readonly Queue<TRequest> _requests = new();
    private bool _isBusy;

    internal bool IsBusy
    {
        get
        {
            lock (_requests)
                return _isBusy;
        }
    }

    /// <summary>Carries the request out, or leaves it to whoever is at it. What a request throws is thrown when none is left.</summary>
    internal void Carry(TRequest request)
    {
        lock (_requests)
        {
            _requests.Enqueue(request);
            if (_isBusy)
                return;
            _isBusy = true;
        }

        // One that fails must not keep the others waiting.
        Exception? failure = null;
        while (TryTake(out var next))
        {
            try
            {
                carryOut(next!);
            }
#pragma warning disable CA1031 // It is thrown on below.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure ??= exception;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    private bool TryTake(out TRequest? request)
    {
        lock (_requests)
        {
            if (_requests.TryDequeue(out request))
                return true;
            _isBusy = false;
            return false;
        }
    }
}
