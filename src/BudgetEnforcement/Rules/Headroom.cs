using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>What a limit leaves above what is taken, or how far it is exceeded: the order of budgets by how tight they are.</summary>
internal readonly struct Headroom
{
    private readonly Money _difference; // Modulo 2¹⁹²: below the limit it is the room, above it grows less the further it is.
    private readonly bool _isOver;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Headroom(in Money limit, in Money taken)
    {
        _difference = Money.SubtractModulo(limit, taken);
        _isOver = taken > limit;
    }

    /// <summary>What may still be taken; 0 where the limit is exceeded.</summary>
    internal Money Room => _isOver ? Money.Zero : _difference;

    /// <summary>Whether this is the tighter one; of two that are over their limits, the one that is further over.</summary>
    internal bool IsLessThan(in Headroom other) => _isOver == other._isOver ? _difference < other._difference : _isOver;
}
