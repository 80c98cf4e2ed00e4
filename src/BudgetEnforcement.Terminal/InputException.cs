namespace BudgetEnforcement.Terminal;

/// <summary>What the user gave cannot be used. The message is for them; the program ends with an exit code of its own.</summary>
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
