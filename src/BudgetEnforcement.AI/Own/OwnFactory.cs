namespace BudgetEnforcement.AI;

/// <summary>
/// Stands in for the factory of a user: it gives the client the request that was bounded, and not another. A client that asks again gets a new one,
/// because it may have changed the first, but only one that is the same.
/// </summary>
/// <param name="factory">The factory of the user.</param>
/// <param name="made">What it made, which was bounded.</param>
/// <param name="read">What was read of it.</param>
internal sealed class OwnFactory<TClient>(Func<TClient, object?> factory, object? made, OwnRequest read)
{
    private int _isGiven;

    /// <exception cref="InvalidOperationException">The factory makes another request than the one that was bounded.</exception>
    internal object? Make(TClient client)
    {
        if (Interlocked.Exchange(ref _isGiven, 1) == 0)
            return made;
        var next = factory(client);
        if (read.IsUnderstood && OwnRequest.Of(next).Fingerprint != read.Fingerprint)
            throw new InvalidOperationException("RawRepresentationFactory has made another request than the one that was bounded, so the call was not made.");
        return next;
    }
}
