using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Doubts a cost above 0 in a row that calls itself a refund: where the kind of a row says its sign, the amounts have none.</summary>
internal sealed class RefundWatch
{
    private static readonly string[] Names = ["type", "typ", "kind", "category", "art", "record", "transaction", "entry"];

    private static readonly HashSet<string> Refunds = new(StringComparer.OrdinalIgnoreCase)
    {
        "refund", "refunded", "credit", "credit note", "credit memo", "reversal", "chargeback", "gutschrift", "erstattung", "storno", "avoir", "remboursement",
    };

    private static readonly int MostBytes = Refunds.Max(word => word.Length) + 2;

    private readonly CostTable _table;
    private readonly int[] _columns;

    internal RefundWatch(CostTable table, string[] header, int cost, IReadOnlyList<string> ignored)
    {
        _table = table;
        _columns = [.. Enumerable.Range(0, header.Length).Where(column => column != cost && !ignored.Contains(header[column]) && HeaderWords.Of(header[column]).Any(Names.Contains))];
    }

    /// <exception cref="InputException">The row calls itself a refund, and its cost is above 0.</exception>
    internal void See(decimal amount)
    {
        if (amount <= 0m)
            return;
        foreach (var column in _columns)
        {
            if (_table.Bytes(column).Length <= MostBytes && Refunds.Contains(_table.Field(column).Trim()))
            {
                throw _table.Error(
                    column, "calls the row a refund, and its cost is above 0. Does it have to be taken off? --where leaves such rows out; --ignore-column takes the amounts as they stand.");
            }
        }
    }
}
