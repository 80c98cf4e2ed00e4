namespace BudgetEnforcement.Tool;

/// <summary>How the program ends, told to the caller.</summary>
internal static class ExitCodes
{
    internal const int Ok = 0;
    internal const int UnexpectedFailure = CommandProgram.UnexpectedFailure;
    internal const int BadInput = CommandProgram.BadInput;
    internal const int Exceeded = 3;
    internal const int StoreFailed = 4;
    internal const int NotConfirmed = 5;
    internal const int Interrupted = CommandProgram.Interrupted;

    internal const string Help =
        """
        Exit codes:
          0    done; that a replay was stopped by its budget counts as done
          1    failed
          2    bad arguments, or a file that cannot be read, believed or written
          3    status: a budget is exceeded
          4    the ledger cannot be opened, is away, or refuses what was asked
          5    nothing was changed: the question was not answered with yes
          130  interrupted (Ctrl+C)
        """;
}
