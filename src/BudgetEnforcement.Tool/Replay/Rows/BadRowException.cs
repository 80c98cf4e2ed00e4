namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>A row that cannot be read, and that <c>--skip-bad</c> leaves out; a row that the user must be asked about is none.</summary>
internal sealed class BadRowException : Exception
{
    public BadRowException()
    {
    }

    public BadRowException(string message)
        : base(message)
    {
    }

    public BadRowException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal BadRowException(InputException error)
        : base(error.Message, error)
    {
    }

    /// <summary>The error that the user gets.</summary>
    internal InputException Error => (InputException)InnerException!;
}
