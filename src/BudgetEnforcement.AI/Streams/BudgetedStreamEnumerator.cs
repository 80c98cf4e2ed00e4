using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>
/// Reads a stream under a budget. Usage comes last, so a stream that is left, cancelled or broken before is charged as one that did not
/// report it. An enumerator that its reader drops without disposing of it never runs a finally block, so this one has a finalizer.
/// </summary>
internal sealed class BudgetedStreamEnumerator(
    Func<CancellationToken, ValueTask<AdmittedChat?>> admitAsync,
    Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> begin,
    Func<ChatResponseUpdate> finished,
    CancellationTokenSource? ownSource,
    CancellationToken cancellationToken) : IAsyncEnumerator<ChatResponseUpdate>
{
    private AdmittedChat? _admitted;
    private IAsyncEnumerator<ChatResponseUpdate>? _inner;
    private ChatResponseUpdate? _current;
    private bool _hasBegun;
    private bool _hasEnded;

    ~BudgetedStreamEnumerator() => _admitted?.Call.Abandon();

    public ChatResponseUpdate Current => _current!;

    public async ValueTask<bool> MoveNextAsync()
    {
        if (_hasEnded)
            return false;
        if (!_hasBegun)
        {
            _hasBegun = _hasEnded = true; // It has ended where the call is refused.
            _admitted = await admitAsync(cancellationToken).ConfigureAwait(false);
            if (_admitted is null)
            {
                _current = finished();
                return true;
            }

            _hasEnded = false;
        }

        return await ReadAsync(_admitted!).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_inner is not null)
                await _inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _hasBegun = _hasEnded = true;
            _admitted?.Call.Charge(hasEnded: false);
            GC.SuppressFinalize(this);
            ownSource?.Dispose();
        }
    }

    private async ValueTask<bool> ReadAsync(AdmittedChat admitted)
    {
        bool hasMoved;
        try
        {
            _inner ??= begin(admitted.Messages, admitted.Options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            hasMoved = await _inner.MoveNextAsync().ConfigureAwait(false);
            if (hasMoved)
                admitted.Call.Reading.Add(_current = _inner.Current);
        }
        catch (Exception failure)
        {
            _hasEnded = true;
            admitted.Call.Fail(failure);
            throw;
        }

        if (!hasMoved)
        {
            _hasEnded = true;
            admitted.Call.Charge(hasEnded: true);
        }

        return hasMoved;
    }
}
