using Microsoft.Data.Sqlite;

namespace BudgetEnforcement.Sqlite;

/// <summary>Says what a fault of SQLite means and what to do about it.</summary>
internal static class SqliteFaults
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <param name="fault">The exception of SQLite.</param>
    /// <param name="path">The file.</param>
    /// <param name="lockTimeout">How long the transaction waited for others.</param>
    /// <param name="isOpening">
    /// Whether the file was being opened. Asking again is then of no use before the fault is mended; a ledger that runs asks again until it is.
    /// </param>
    internal static Exception Explain(SqliteException fault, string path, TimeSpan lockTimeout, bool isOpening)
    {
        var message = fault.SqliteErrorCode switch
        {
            Busy or Locked => null,
            ReadOnly => $"The budgets in {path} cannot be written: the file is read-only to this user. SQLite writes the file itself and, beside it, {path}-wal and {path}-shm: give the user the right to write the file and its directory.",
            Corrupt => $"The file {path} is damaged. Stop all that use it, keep a copy with its -wal file, and restore a backup or recover what is readable (sqlite3 {path} .recover).",
            Full => $"The disk with {path} is full, so nothing was saved. Free some space.",
            CannotOpen => CannotBeOpened(path, isOpening),
            Error when isOpening => $"The tables in {path} are not those of a ledger, and were not touched ({fault.Message}). Give another path.",
            NotADatabase => $"The file {path} is no SQLite database (or is encrypted), and was not touched. Give another path.",
            _ => $"SQLite cannot use {path}: {fault.Message}",
        };

        return fault.SqliteErrorCode switch
        {
            Busy or Locked => LockedForTooLong(path, lockTimeout, fault),
            Constraint => new InvalidOperationException($"What was to be saved in {path} is there already and was not in the scope: {fault.Message}", fault),
            Error or ReadOnly or Corrupt or CannotOpen or NotADatabase when isOpening => new BudgetLedgerException(message, fault),
            _ => new IOException(message, fault),
        };
    }

    internal static TimeoutException LockedForTooLong(string path, TimeSpan lockTimeout, Exception? innerException) => new(
        FormattableString.Invariant($"The file {path} was locked by another transaction for more than {lockTimeout.TotalSeconds:0.###} s. Somebody holds a transaction open in it, such as a tool for databases: end that."),
        innerException);

    private static string CannotBeOpened(string path, bool isOpening)
    {
        var directory = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
            return $"{path} is a directory; the budgets need a file.";
        if (!Directory.Exists(directory))
            return $"The budgets cannot be kept in {path}: there is no directory {directory}. Create it, or give another path.";
        if (!File.Exists(path) && !isOpening)
            return $"The file {path} with the budgets is gone. Stop all that use it and put it back, or a backup of it.";
        if (!File.Exists(path))
            return $"There is no file {path}, and none was created: that takes {nameof(SchemaSetUp)}.{nameof(SchemaSetUp.Create)}, and the right of this user to write the directory.";
        return $"The file {path} cannot be opened. Give this user the right to read and write it and its directory.";
    }
}
