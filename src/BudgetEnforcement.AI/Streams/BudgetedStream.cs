using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>A stream under a budget. Each enumeration is a call of its own.</summary>
/// <param name="admitAsync">Admits the call.</param>
/// <param name="begin">Makes it.</param>
/// <param name="finished">The only part of a call that is not made.</param>
/// <param name="cancellationToken">The token that was given with the request.</param>
internal sealed class BudgetedStream(
    Func<CancellationToken, ValueTask<AdmittedChat?>> admitAsync,
    Func<IEnumerable<ChatMessage>, ChatOptions?, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> begin,
    Func<ChatResponseUpdate> finished,
    CancellationToken cancellationToken) : IAsyncEnumerable<ChatResponseUpdate>
{
    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken token = default)
    {
        var needsBoth = token.CanBeCanceled && cancellationToken.CanBeCanceled && token != cancellationToken;
#pragma warning disable CA2000 // The enumerator disposes of it.
        var both = needsBoth ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, token) : null;
#pragma warning restore CA2000
        return new BudgetedStreamEnumerator(admitAsync, begin, finished, both, both?.Token ?? (token.CanBeCanceled ? token : cancellationToken));
    }
}
