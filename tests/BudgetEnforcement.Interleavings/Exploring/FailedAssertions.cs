using System.Diagnostics;
using Microsoft.Coyote.Specifications;

namespace BudgetEnforcement.Interleavings;

/// <summary>Makes a failed Debug.Assert of the library a bug of the schedule, where it would end the process.</summary>
internal sealed class FailedAssertions : TraceListener
{
    internal static void AreBugs()
    {
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new FailedAssertions());
    }

    public override void Fail(string? message, string? detailMessage) =>
        Specification.Assert(false, "Debug.Assert failed: {0} {1}", message, detailMessage);

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }
}
