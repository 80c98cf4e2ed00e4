namespace BudgetEnforcement.AI;

/// <summary>
/// The latest reports on conversations, by fingerprint. A conversation that only grew has at most the input that was reported for it and what was
/// added since.
/// </summary>
/// <remarks>It keeps no text, and of the oldest conversations nothing. Any number of threads may use it.</remarks>
internal sealed class Conversations
{
    private const int Capacity = 4096;

    private readonly object _gate = new();
    private Dictionary<ulong, Reported> _recent = [];
    private Dictionary<ulong, Reported> _older = [];

    internal bool TryFind(ulong fingerprint, out Reported reported)
    {
        lock (_gate)
            return _recent.TryGetValue(fingerprint, out reported) || _older.TryGetValue(fingerprint, out reported);
    }

    internal void Remember(ulong fingerprint, Reported reported)
    {
        lock (_gate)
        {
            if (_recent.Count >= Capacity)
                (_older, _recent) = (_recent, []);
            _recent[fingerprint] = reported;
        }
    }

    internal void Forget(ulong fingerprint)
    {
        lock (_gate)
        {
            _recent.Remove(fingerprint);
            _older.Remove(fingerprint);
        }
    }

    /// <param name="InputTokens">The input of the request that was reported last.</param>
    /// <param name="OutputTokens">The output of its answer.</param>
    /// <param name="OptionsFingerprint">Tells the tools and instructions of the request, which are part of the input, from others.</param>
    internal readonly record struct Reported(long InputTokens, long OutputTokens, ulong OptionsFingerprint);
}
