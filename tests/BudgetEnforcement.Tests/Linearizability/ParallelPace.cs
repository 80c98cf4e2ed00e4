namespace BudgetEnforcement.Tests;

/// <summary>What is done so that calls overlap.</summary>
internal enum ParallelPace
{
    /// <summary>The threads start at the same moment.</summary>
    Together,

    /// <summary>They meet before every call, so that as many calls as can be begin at the same moment.</summary>
    InStep,

    /// <summary>
    /// Somebody takes the lock again and again and holds it for a moment, so that threads stop before it, wherever in a call they are, and
    /// whoever went on alone between two sections under the lock does so no longer.
    /// </summary>
    StopAndGo,
}
