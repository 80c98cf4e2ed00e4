using System.Globalization;
using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>One call of one member with odd arguments, and the outcome that it must have.</summary>
/// <param name="Call">The call as one would write it, with every character visible.</param>
/// <param name="Run">Makes the call and looks at the outcome.</param>
/// <param name="IsHeavy">Whether the totals are near their end.</param>
internal sealed record Attack(string Call, Action<World> Run, bool IsHeavy = false)
{
    /// <summary>An attack with one argument.</summary>
    internal static Gen<Attack> With<T>(Gen<T> argument, string call, Action<World, T> run) =>
        argument.Select(value => new Attack(string.Create(CultureInfo.InvariantCulture, $"{call}({Show(value)})"), world => run(world, value)));

    internal static Gen<Attack> With<T1, T2>(Gen<T1> first, Gen<T2> second, string call, Action<World, T1, T2> run) =>
        Gen.Select(first, second).Select((one, two) => new Attack(
            string.Create(CultureInfo.InvariantCulture, $"{call}({Show(one)}, {Show(two)})"), world => run(world, one, two)));

    internal static Gen<Attack> With<T1, T2, T3>(Gen<T1> first, Gen<T2> second, Gen<T3> third, string call, Action<World, T1, T2, T3> run) =>
        Gen.Select(first, second, third).Select((one, two, three) => new Attack(
            string.Create(CultureInfo.InvariantCulture, $"{call}({Show(one)}, {Show(two)}, {Show(three)})"), world => run(world, one, two, three)));

    /// <summary>Runs the attack on normal totals, or, one time in four, on totals near their end.</summary>
    internal static Gen<Attack> AlsoHeavy(Gen<Attack> attack) =>
        Gen.Select(attack, Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true)))).Select(
            (it, isHeavy) => it with { IsHeavy = isHeavy, Call = isHeavy ? it.Call + " after 7 × decimal.MaxValue" : it.Call });

    private static string Show<T>(T value) => value switch
    {
        null => "null",
        decimal number when number == 0 && decimal.IsNegative(number) => string.Create(CultureInfo.InvariantCulture, $"-{Math.Abs(number)}m"),
        decimal number => string.Create(CultureInfo.InvariantCulture, $"{number}m"),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.Ticks} ticks"),
        BudgetedRunOptions or BudgetOperationOptions or CostMeterOptions =>
            "{ " + string.Join(", ", value.GetType().GetProperties().Select(property => property.Name + " = " + Show(property.GetValue(value)))) + " }",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
