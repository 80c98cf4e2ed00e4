namespace BudgetEnforcement.Mutation;

internal enum Fate
{
    /// <summary>A test turned red.</summary>
    Killed,

    /// <summary>The tests took far too long, or the process used too much memory or ended by itself.</summary>
    Broke,

    /// <summary>Every test that reaches it stayed green.</summary>
    Survived,

    /// <summary>No test reaches it.</summary>
    Unreached,
}
