namespace BudgetEnforcement.Terminal;

/// <summary>The program cannot use an input of the user. The message is for them; the program ends with an exit code of its own.</summary>
internal sealed class InputException : Exception
{
    public InputException()
    {
    }

    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
