namespace BudgetEnforcement.Tests;

/// <summary>How a run makes its calls overlap.</summary>
internal enum ParallelPace
{
    /// <summary>The threads start at the same moment.</summary>
    Together,

    /// <summary>They meet before every call, so that as many calls as can be begin at the same moment.</summary>
    InStep,

    /// <summary>
    /// One more thread takes the lock again and again and holds it for a moment. So the others stop before the lock, at any place of a call, and a thread
    /// no longer runs alone between two of its sections under the lock.
    /// </summary>
    StopAndGo,
}
