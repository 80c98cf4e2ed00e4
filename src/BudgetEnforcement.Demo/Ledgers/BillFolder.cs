using System.Globalization;

namespace BudgetEnforcement.Demo.Ledgers;

/// <summary>The bills of all processes that ever drew from a ledger, beside its file.</summary>
internal sealed class BillFolder
{
    internal const string Train = "train";
    internal const string Fleet = "fleet";

    private const string Extension = ".bill";

    private readonly string _path;

    /// <param name="ledgerPath">The file of the ledger.</param>
    /// <exception cref="InputException">The folder cannot be made or written.</exception>
    internal BillFolder(string ledgerPath)
    {
        _path = $"{ledgerPath}.bills";
        try
        {
            Directory.CreateDirectory(_path);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw CannotWrite(error);
        }
    }

    /// <summary>Makes the name of a process that starts now, in the ledger and on its bill.</summary>
    internal static string NewName(string command) => string.Create(
        CultureInfo.InvariantCulture, $"{command}-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}");

    /// <summary>Whether a process was one of this program, which writes a bill, and not some other that draws from the same ledger.</summary>
    internal static bool IsOfThisProgram(string name) =>
        name.StartsWith($"{Train}-", StringComparison.Ordinal) || name.StartsWith($"{Fleet}-", StringComparison.Ordinal);

    internal string PathOf(string name) => Path.Combine(_path, name + Extension);

    /// <exception cref="InputException">It cannot be written.</exception>
    internal Bill Create(string name)
    {
        try
        {
            return Bill.Create(PathOf(name));
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw CannotWrite(error);
        }
    }

    /// <summary>The sum of all bills of one command; null where one of their processes lives.</summary>
    internal decimal? Total(string command)
    {
        var total = 0m;
        foreach (var path in Directory.EnumerateFiles(_path, $"{command}-*{Extension}"))
        {
            using var bill = Bill.OpenOfTheDead(path);
            if (bill is null)
                return null;
            total += bill.Total;
        }

        return total;
    }

    /// <summary>Takes something that one process at a time may use, until it ends.</summary>
    /// <returns>Dispose of it to let it go; null where another living process has it.</returns>
    internal IDisposable? TryTake(string thing)
    {
        try
        {
            return new FileStream(Path.Combine(_path, $"{thing}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public override string ToString() => _path;

    private InputException CannotWrite(Exception error) =>
        new($"--ledger: '{_path}', the folder of the bills, cannot be written: {FileProblem.Describe(_path, error)}", error);
}
