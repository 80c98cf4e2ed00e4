using System.Numerics;
using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>The events of the reading of the files: everything that is not told row by row, and must be told.</summary>
internal sealed class ReadingTally
{
    private const int MostWords = 16;
    private const int MostExamples = 3;

    private static readonly BigInteger Most = ExactDecimal.ToUnits(decimal.MaxValue);

    private readonly Dictionary<string, long> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _badRows = [];

    /// <summary>Rows that count, those of no cost with them.</summary>
    internal long Rows { get; set; }

    internal long BlankRows { get; set; }

    /// <summary>Rows that <c>--where</c> leaves out.</summary>
    internal long FilteredRows { get; set; }

    internal long RepeatedRows { get; set; }

    /// <summary>Of the repeated rows, those with another cost than the first.</summary>
    internal long RepeatedWithOtherCost { get; set; }

    internal long TotalRows { get; set; }

    internal long RoundedRows { get; set; }

    internal long CreditRows { get; private set; }

    internal long BadRows { get; private set; }

    internal BigInteger CreditUnits { get; private set; }

    /// <summary>The sum of all costs and credits, in units of 10⁻²⁸.</summary>
    internal BigInteger Units { get; private set; }

    /// <summary>Whether the spend can be told: neither costs nor credits are beyond what decimal holds.</summary>
    internal bool IsRecordable => Units - CreditUnits <= Most && -CreditUnits <= Most;

    /// <summary>Words that stand for no cost, with how often.</summary>
    internal IReadOnlyDictionary<string, long> Words => _words;

    /// <summary>The first of the rows that were left out.</summary>
    internal IReadOnlyList<string> BadExamples => _badRows;

    /// <summary>Further sentences.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>The sign or the code of the currency; null where the files do not say it.</summary>
    internal string? Currency { get; set; }

    /// <summary>All costs and credits, as decimal has them.</summary>
    internal decimal Total => ExactNumber.OfUnits(Units, out _);

    internal decimal Credits => ExactNumber.OfUnits(-CreditUnits, out _);

    internal void AddCost(decimal amount)
    {
        Rows++;
        var units = ExactDecimal.ToUnits(amount);
        Units += units;
        if (amount < 0m)
        {
            CreditRows++;
            CreditUnits += units;
        }
    }

    internal void AddWord(string word)
    {
        var key = _words.Count < MostWords || _words.ContainsKey(word) ? word : "others";
        _words[key] = _words.GetValueOrDefault(key) + 1;
    }

    internal void AddBadRow(InputException error)
    {
        BadRows++;
        if (_badRows.Count < MostExamples)
            _badRows.Add(error.Message);
    }
}
