using System.Runtime.CompilerServices;

namespace BudgetEnforcement.AI;

/// <summary>
/// A number for each object, which no other object ever has: an object of which nothing is known counts as the same only where it is the same
/// object. Hash codes would not do, because another object may have the same.
/// </summary>
internal static class Identity
{
    private static readonly ConditionalWeakTable<object, StrongBox<ulong>> Known = [];
    private static ulong s_last;

    internal static ulong Of(object value) => Known.GetValue(value, static _ => new StrongBox<ulong>(Interlocked.Increment(ref s_last))).Value;
}
