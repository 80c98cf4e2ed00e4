using Spectre.Console;

namespace BudgetEnforcement.Demo.Display;

/// <summary>The texts that a model writes, for people to look at.</summary>
internal static class SampleText
{
    internal const int Length = 240;

    internal static void Write(IAnsiConsole console, string heading, string sample)
    {
        console.Profile.Out.Writer.WriteLine(heading);
        foreach (var line in Printable(sample).Split('\n'))
            console.Profile.Out.Writer.WriteLine($"  {line}");
    }

    // A model of any text may write characters that move the cursor.
    private static string Printable(string text) =>
        string.Concat(text.Select(character => character is '\n' || !char.IsControl(character) ? character : ' '));
}
