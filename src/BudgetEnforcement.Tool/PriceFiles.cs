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

    /// <summary>Puts a book, which was read whole, in its place at once.</summary>
    /// <exception cref="InputException">It cannot be written, or would be written over another file.</exception>
    internal static void Copy(string source, string target, bool mayReplace)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}";
        try
        {
            if (!mayReplace && File.Exists(target))
                throw new InputException($"{Printable.Quote(target)} is there already; --yes writes over it.");
            File.Copy(source, temporary);
            File.Move(temporary, target, mayReplace);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"{Printable.Quote(target)} cannot be written: {FileProblem.Describe(target, error)}", error);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
