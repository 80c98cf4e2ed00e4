namespace BudgetEnforcement.Demo;

/// <summary>How the program ends, told to the caller.</summary>
internal static class ExitCodes
{
    internal const int Ok = 0;
    internal const int UnexpectedFailure = 1;
    internal const int BadInput = 2;
    internal const int StoppedByBudget = 3;
    internal const int DoesNotFit = 4;
    internal const int Interrupted = 130;

    internal const string Help =
        """
        Exit codes:
          0    done; fleet: no job failed, whichever a budget stopped or refused
          1    unexpected failure; fleet: a job failed, or a limit was passed
          2    bad arguments, or a file that cannot be read
          3    train: stopped by the budget
          4    train: refused by --require-fit
          130  interrupted (Ctrl+C)
        """;
}
