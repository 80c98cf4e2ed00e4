using System.Runtime.CompilerServices;

namespace BudgetEnforcement;

/// <summary>Validates the values of results that users make themselves or read from JSON.</summary>
internal static class ResultInput
{
    /// <summary>
    /// A name as it is stored: null for the name of unnamed budgets, so that a result that was read back equals the one that was written.
    /// </summary>
    internal static string? Name(string? value) => value == BudgetOptions.UnnamedBudget ? null : value;

    /// <summary>A label as it is stored: null where there is none.</summary>
    internal static string? Label(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is no named value of its type.</exception>
    internal static TEnum Defined<TEnum>(TEnum value, [CallerMemberName] string? name = null)
        where TEnum : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a named value of {typeof(TEnum).Name}.");

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    internal static long Count(long value, [CallerMemberName] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }

    /// <summary>An amount as it is stored, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is negative.</exception>
    internal static Money Amount(decimal value, [CallerMemberName] string? name = null) => Money.From(value, name);
}
