namespace BudgetEnforcement.Demo;

/// <summary>What the user gave cannot be used. The message is for them; the program ends with <see cref="ExitCodes.BadInput"/>.</summary>
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
