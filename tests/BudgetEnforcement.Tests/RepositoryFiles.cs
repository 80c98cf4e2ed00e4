namespace BudgetEnforcement.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class RepositoryFiles
{
    // Not by the path of a source file: a deterministic build does not know where its sources lie.
    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    internal static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "BudgetEnforcement.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
