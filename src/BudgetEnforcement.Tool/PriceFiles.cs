using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool;

/// <summary>Price books in files, and the files that they are made of.</summary>
internal static class PriceFiles
{
    /// <exception cref="InputException">The file cannot be read, or is no price book.</exception>
    internal static PriceBook Load(string path) => Parse(Read(path), path);

    /// <param name="content">The bytes of the file.</param>
    /// <param name="path">The name of the file.</param>
    /// <exception cref="InputException">It is no price book.</exception>
    internal static PriceBook Parse(byte[] content, string path)
    {
        using var stream = new MemoryStream(content, writable: false);
        try
        {
            return PriceBook.Load(stream);
        }
        catch (FormatException error)
        {
            throw new InputException($"{Printable.Quote(path)} is no price book: {error.Message}", error);
        }
    }

    /// <exception cref="InputException">The file cannot be read.</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"{Printable.Quote(path)} cannot be read: {FileProblem.Describe(path, error)}", error);
        }
    }

    /// <summary>Writes a file that is there whole or not at all.</summary>
    /// <exception cref="InputException">It cannot be written, or would be written over another file.</exception>
    internal static void Write(string target, byte[] content, bool mayReplace)
    {
        var temporary = $"{target}.{Guid.NewGuid():N}";
        try
        {
            if (!mayReplace && File.Exists(target))
                throw new InputException($"{Printable.Quote(target)} is there already; --yes writes over it.");
            File.WriteAllBytes(temporary, content);
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
