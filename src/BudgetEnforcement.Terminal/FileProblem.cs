namespace BudgetEnforcement.Terminal;

/// <summary>Why a file cannot be used, in a person's words.</summary>
internal static class FileProblem
{
    /// <summary>Whether an exception is about the file, and not a bug of ours.</summary>
    internal static bool IsFileError(Exception error) =>
        error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>What is wrong, as the end of a sentence about the file.</summary>
    internal static string Describe(string path, Exception error) => error switch
    {
        _ when string.IsNullOrWhiteSpace(path) => "its name is empty.",
        _ when Directory.Exists(path) => "it is a folder.",
        FileNotFoundException => "there is no such file.",
        DirectoryNotFoundException => "there is no such folder.",
        UnauthorizedAccessException => "access is denied.",
        PathTooLongException => "its name is too long.",
        ArgumentException or NotSupportedException => "that is not the name of a file.",
        _ => error.Message,
    };
}
