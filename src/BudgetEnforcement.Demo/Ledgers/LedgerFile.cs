using BudgetEnforcement.Sqlite;

namespace BudgetEnforcement.Demo.Ledgers;

/// <summary>Opens ledgers in SQLite files, and says in one line why one cannot be used.</summary>
internal static class LedgerFile
{
    /// <summary>Opens the ledger in a file, and makes one where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of this process.</param>
    /// <param name="setsLimits">Whether the limits of this process count, where budgets are there with others.</param>
    /// <param name="clock">The clock whose time costs money.</param>
    /// <param name="cancellationToken">The user's wish to end.</param>
    /// <exception cref="InputException">It cannot be used.</exception>
    internal static async Task<BudgetLedger> OpenAsync(
        string path, string name, bool setsLimits, TimeProvider clock, CancellationToken cancellationToken)
    {
        EnsureIsAFile(path);
        var options = new BudgetLedgerOptions
        {
            NodeName = name,
            LimitFrom = setsLimits ? BudgetLimitSource.Configuration : BudgetLimitSource.Ledger,

            // A person watches, so the spend of others shows soon, and a killed process is in doubt after seconds. A disk that is busy gets its time.
            Interval = TimeSpan.FromMilliseconds(250),
            NodeLifetime = TimeSpan.FromSeconds(3),
            AskTimeout = TimeSpan.FromSeconds(10),
        };
        return await TryAsync(path, () => BudgetLedger.OpenAsync(
            new SqliteBudgetStore(path), options, timeProvider: clock, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Does something with the ledger of a file.</summary>
    /// <exception cref="InputException">It failed.</exception>
    internal static async Task<TResult> TryAsync<TResult>(string path, Func<Task<TResult>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (BudgetLedgerException error)
        {
            throw new InputException($"--ledger: '{path}' cannot be used: {error.Message}", error);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new InputException($"--ledger: '{path}' cannot be used: {FileProblem.Describe(path, error)}", error);
        }
    }

    // SQLite would say of each of these no more than that it cannot open the file.
    private static void EnsureIsAFile(string path)
    {
        var problem = string.IsNullOrWhiteSpace(path) ? "its name is empty."
            : Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? "it is a folder."
            : path == ":memory:" ? "it is to outlive this process, so it needs a file."
            : File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly) ? "it is read-only."
            : !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))) ? "there is no such folder."
            : null;
        if (problem is not null)
            throw new InputException($"--ledger: '{path}' cannot be used: {problem}");
    }
}
