using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Providers.Clients;

/// <summary>Texts that grow on their way to a model: they are escaped, or longer when normalized.</summary>
internal static class OddTexts
{
    internal static IReadOnlyList<string> All { get; } =
    [
        "plain words",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "ﷺﷺﷺﷺﷺﷺﷺﷺ",
        "съешь ещё этих мягких французских булок",
        "<b>&'+</b> ½ ㌂ ㍿ ｱｲｳ",
        "e\u0301\u0323 a\u0308\u0327 \u1112\u1161\u11AB",
    ];

    internal static AITool Tool { get; } = AIFunctionFactory.Create(LookUp, "look_up", "Looks “up” 😀 what <is> asked — ﷺ");

    [Description("Looks up.")]
    private static Found LookUp([Description("What to look up, 😀 quoted \"so\".")] string what, int count = 3) => new(what, count, [what, "😀", "\u0001\u001F"]);

    internal sealed record Found([property: Description("😀😀😀")] string What, int Count, string[] More);

#pragma warning disable CA1812 // Only its schema is used.
    internal sealed record Answer([property: Description("The name 😀")] string Name, int[] Numbers, Found? Found);
}
