namespace BudgetEnforcement.Aot;

/// <summary>What the program expects of the library, and how often that was wrong.</summary>
internal static class Checks
{
    internal static int Failures { get; private set; }

    internal static void Expect(string what, bool isTrue)
    {
        if (isTrue)
            return;
        Failures++;
        Console.WriteLine($"Failed: {what}");
    }
}
