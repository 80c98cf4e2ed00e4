using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace BudgetEnforcement.Tests;

/// <summary>Comparisons that cost nothing while they hold, and otherwise name what differs and in which budget.</summary>
internal static class Expect
{
    /// <summary>Reads money that must be exact, or rounded against the spender where <see cref="decimal"/> cannot hold it.</summary>
    internal static void Money(
        decimal real, BigInteger expected, bool roundedUp, string of, [CallerArgumentExpression(nameof(real))] string what = "")
    {
        var units = Exact.Of(real);
        if (units != expected && units != Exact.Held(expected, roundedUp))
            throw Difference(what, of, Exact.Text(units), Exact.Text(expected));
    }

    internal static void Same<T>(T real, T expected, string of, [CallerArgumentExpression(nameof(real))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(real, expected))
            throw Difference(what, of, real, expected);
    }

    internal static TException Throws<TException>(string of, Action call, [CallerArgumentExpression(nameof(call))] string what = "")
        where TException : Exception
    {
        try
        {
            call();
        }
        catch (TException thrown)
        {
            return thrown;
        }
        catch (Exception thrown)
        {
            throw Difference(what, of, thrown.GetType().Name, typeof(TException).Name);
        }

        throw Difference(what, of, "done", typeof(TException).Name);
    }

    private static XunitException Difference(string what, string of, object? real, object? expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{of}: {what} is {real ?? "null"} and should be {expected ?? "null"}"));
}
