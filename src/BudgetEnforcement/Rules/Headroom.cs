using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>
/// The room that a limit leaves above the taken amount, or how far the limit is exceeded. It orders budgets by how tight they are.
/// </summary>
internal readonly struct Headroom
{
    private readonly Money _difference; // Limit − taken modulo 2¹⁹²: the room below the limit; above it, less as the excess grows.
    private readonly bool _isOver;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Headroom(in Money limit, in Money taken)
    {
        _difference = Money.SubtractModulo(limit, taken);
        _isOver = taken > limit;
    }

    /// <summary>Whether this headroom is the tighter one. Of two above their limits, the one further above is tighter.</summary>
    internal bool IsLessThan(in Headroom other) => _isOver == other._isOver ? _difference < other._difference : _isOver;
}
