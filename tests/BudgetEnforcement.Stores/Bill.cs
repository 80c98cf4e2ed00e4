using System.Globalization;
using System.Text;

namespace BudgetEnforcement.Stores;

/// <summary>
/// What a process was charged for, in a file that outlives it, as the bill of a provider does: each cost stands there before the ledger can hear
/// of it. The file is named after the budget.
/// </summary>
internal sealed class Bill(string path)
{
    /// <summary>Where it is: a file of a process of its own.</summary>
    internal string Path => path;

    /// <summary>The budget from which the process spends.</summary>
    internal string BudgetName => System.IO.Path.GetFileNameWithoutExtension(path).Split('@')[0];

    /// <summary>The id of the process in the ledger; null where it has none yet.</summary>
    internal Guid? NodeId => Lines("node ").Select(Guid.Parse).Cast<Guid?>().SingleOrDefault();

    /// <summary>Everything that was spent.</summary>
    internal decimal Total => Lines("cost ").Sum(static line => decimal.Parse(line, CultureInfo.InvariantCulture));

    /// <summary>How many lines there are, those about refusals included.</summary>
    internal int Count => Lines("").Count();

    internal int Refusals => Lines("refused").Count();

    internal static string PathOf(string folder, string budgetName, int process) =>
        System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{budgetName}@{process}.bill"));

    internal void WriteNode(Guid id) => Write(FormattableString.Invariant($"node {id}"));

    internal void WriteCost(decimal cost) => Write(FormattableString.Invariant($"cost {cost}"));

    internal void WriteRefusal() => Write("refused");

    /// <summary>Writes one line at once: a process that is killed has written it or has not.</summary>
    private void Write(string line)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Encoding.ASCII.GetBytes(line + '\n'));
    }

    private IEnumerable<string> Lines(string kind)
    {
        if (!File.Exists(path))
            return [];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.ASCII);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith(kind, StringComparison.Ordinal)).Select(line => line[kind.Length..])];
    }
}
