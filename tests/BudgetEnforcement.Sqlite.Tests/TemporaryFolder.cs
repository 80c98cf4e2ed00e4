namespace BudgetEnforcement.Sqlite.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string InMemory = "/dev/shm";

    private int _files;

    /// <param name="isFast">Whether it may lie in memory, where what is written reaches no disk.</param>
    internal TemporaryFolder(bool isFast = false) => Path = isFast && Directory.Exists(InMemory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(InMemory, "budgets-" + Guid.NewGuid().ToString("N"))).FullName
        : Directory.CreateTempSubdirectory("budgets").FullName;

    internal string Path { get; }

    internal string NewFile() => System.IO.Path.Combine(Path, FormattableString.Invariant($"budgets {++_files}.db"));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
