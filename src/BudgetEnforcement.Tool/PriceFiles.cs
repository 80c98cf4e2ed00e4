using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool;

/// <summary>Price books in files.</summary>
internal static class PriceFiles
{
    /// <exception cref="InputException">The file cannot be read, or is no price book.</exception>
    internal static PriceBook Load(string path)
    {
        try
        {
            return PriceBook.Load(path);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"{Printable.Quote(path)} cannot be read: {FileProblem.Describe(path, error)}", error);
        }
        catch (FormatException error)
        {
            throw new InputException($"{Printable.Quote(path)} is no price book: {error.Message}", error);
        }
    }
}
