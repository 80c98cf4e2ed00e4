using System.Globalization;
using System.Text;

namespace BudgetEnforcement.Demo.Ledgers;

/// <summary>
/// The real spend of a process, a line for each amount: the demo's stand-in for the bill of a provider. The operating system has a line when
/// <see cref="Add"/> returns, so the line outlives the process however that ends. Where a process has died, its bill is the truth.
/// </summary>
internal sealed class Bill : IDisposable
{
    private const string Format = "0.############################";

    private readonly Lock _sync = new();
    private readonly FileStream _file;

    private Bill(FileStream file, decimal total)
    {
        _file = file;
        Total = total;
    }

    /// <summary>All that is billed.</summary>
    internal decimal Total { get; private set; }

    /// <summary>Begins a bill that is locked for as long as this process lives.</summary>
    internal static Bill Create(string path) =>
        new(new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0), total: 0m);

    /// <summary>
    /// Opens the bill of a process that has ended. The operating system frees the lock of a file when its owner ends and not before. So the process
    /// that gets the lock knows at once, and alone, that the other is dead; the ledger can only notice after a while that it is silent.
    /// </summary>
    /// <returns>The bill; null where its process lives, or another process is settling it.</returns>
    /// <exception cref="FileNotFoundException">There is no such bill.</exception>
    /// <exception cref="InputException">It cannot be read.</exception>
    internal static Bill? OpenOfTheDead(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            var bill = new Bill(file, ReadTotal(file));
            file = null;
            return bill;
        }
        catch (FormatException error)
        {
            throw new InputException($"The bill {path} is damaged.", error);
        }
        catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Bills an amount; one below 0 takes back an amount that was billed ahead.</summary>
    internal void Add(decimal amount)
    {
        if (amount == 0m)
            return;
        lock (_sync)
        {
            _file.Write(Encoding.ASCII.GetBytes($"{amount.ToString(Format, CultureInfo.InvariantCulture)}\n"));
            Total += amount;
        }
    }

    /// <summary>Brings the bill to a total.</summary>
    internal void SetTotal(decimal total)
    {
        lock (_sync)
            Add(total - Total);
    }

    public void Dispose() => _file.Dispose();

    // A last line that is not whole was not yet written when its process died, so its amount was not recorded anywhere either.
    private static decimal ReadTotal(FileStream file)
    {
        using var reader = new StreamReader(file, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Sum(line => decimal.Parse(line, NumberStyles.Number, CultureInfo.InvariantCulture));
    }
}
