namespace BudgetEnforcement.Demo.Learning;

/// <summary>The order in which an epoch visits the places of a text: each once, and in each epoch another order.</summary>
internal sealed class EpochOrder(ulong seed, int length)
{
    private readonly int[] _places = new int[length];
    private long _epoch = -1;

    /// <summary>The places in the order of an epoch. The span is valid until another epoch is asked for.</summary>
    internal ReadOnlySpan<int> Of(long epoch)
    {
        if (epoch != _epoch)
            Shuffle(new SeededRandom(seed, (ulong)epoch));

        _epoch = epoch;
        return _places;
    }

    private void Shuffle(SeededRandom random)
    {
        for (var i = 0; i < _places.Length; i++)
        {
            var j = random.NextBelow(i + 1);
            _places[i] = _places[j];
            _places[j] = i;
        }
    }
}
