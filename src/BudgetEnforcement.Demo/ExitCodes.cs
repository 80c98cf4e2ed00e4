namespace BudgetEnforcement.Demo;

/// <summary>How the program ends, told to the caller.</summary>
internal static class ExitCodes
{
    internal const int Ok = 0;
    internal const int UnexpectedFailure = CommandProgram.UnexpectedFailure;
    internal const int BadInput = CommandProgram.BadInput;
    internal const int StoppedByBudget = 3;
    internal const int DoesNotFit = 4;
    internal const int Interrupted = CommandProgram.Interrupted;

    internal const string Help =
        """
        Exit codes:
          0    done; a job of fleet that a budget stopped or refused counts as done
          1    failed; fleet: a job or a process failed, or a limit was passed; agent, reconcile: the books differ
          2    bad arguments, or a file that cannot be read or written
          3    train, agent: stopped by the budget, or not started for want of room
          4    train: not started, for it does not fit and --require-fit was given
          130  interrupted (Ctrl+C)
        """;
}
