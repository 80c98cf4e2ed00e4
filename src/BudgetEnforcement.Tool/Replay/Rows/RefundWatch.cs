using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Doubts a cost above 0 in a row that calls itself a refund: where the kind of a row says its sign, the amounts have none.</summary>
internal sealed class RefundWatch
{
    private static readonly string[] Names = ["type", "typ", "kind", "category", "art", "record", "transaction", "entry", "description", "item", "text", "memo", "buchungstext", "libellé"];

    private static readonly HashSet<string> Refunds = new(StringComparer.OrdinalIgnoreCase)
    {
        "refund", "refunded", "credit", "credit note", "credit memo", "reversal", "chargeback", "gutschrift", "erstattung", "storno", "avoir", "remboursement", "return", "discount", "rabatt", "skonto", "remise",
        "credits applied", "credit applied", "payment", "payment received", "payment - thank you", "zahlungseingang",
    };

    private static readonly string[] Starts = ["refund ", "refund: ", "refund - ", "gutschrift ", "erstattung ", "remboursement "];

    // Of a column that says whether a row is money out or in.
    private static readonly string[] SidesNames = ["DR/CR", "CR/DR", "D/C", "C/D", "S/H", "SOLL/HABEN", "DEBIT/CREDIT", "CREDIT/DEBIT", "DIRECTION", "SIGN", "+/-", "DEBITCREDIT", "SOLL/HABEN-KENNZEICHEN"];

    private static readonly HashSet<string> Sides = new(StringComparer.OrdinalIgnoreCase) { "cr", "c", "credit", "h", "haben", "in", "inbound", "incoming", "-" };

    private const int MostBytes = 60;

    private readonly CostTable _table;
    private readonly int[] _columns;
    private readonly int[] _sides;

    internal RefundWatch(CostTable table, string[] header, int cost, IReadOnlyList<string> ignored)
    {
        _table = table;
        int[] columns = [.. Enumerable.Range(0, header.Length).Where(column => column != cost && !ignored.Contains(header[column]))];
        _sides = [.. columns.Where(column => SidesNames.Contains(Plain(header[column])))];
        _columns = [.. columns.Where(column => !_sides.Contains(column) && HeaderWords.Of(header[column]).Any(Names.Contains))];
    }

    /// <exception cref="InputException">The row calls itself a refund, and its cost is above 0.</exception>
    internal void See(decimal amount)
    {
        if (amount <= 0m)
            return;
        foreach (var column in _columns)
        {
            if (MayBe(_table.Bytes(column)) && IsRefund(_table.Field(column).Trim()))
                throw Doubt(column);
        }

        foreach (var column in _sides)
        {
            if (_table.Bytes(column).Length <= MostBytes && Sides.Contains(_table.Field(column).Trim()))
                throw Doubt(column);
        }
    }

    private InputException Doubt(int column) => _table.Error(
        column, "calls the row a refund or money that came in, and its cost is above 0. Does it have to be taken off? --where leaves such rows out; --ignore-column takes the amounts as they stand.");

    private static bool IsRefund(string text) => Refunds.Contains(text) || Array.Exists(Starts, start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    // Nearly no field is one, and its bytes already show that.
    private static bool MayBe(ReadOnlySpan<byte> field) => field.Length is > 0 and <= MostBytes && " rcgesadpzRCGESADPZ"u8.Contains(field[0]);

    private static string Plain(string name) => string.Concat(name.Where(character => character != ' ')).ToUpperInvariant();
}
