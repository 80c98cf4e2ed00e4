using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Guesses;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Doubts the cost of a row that has credits or discounts in a column beside it: the bill is less than the sum of the costs.</summary>
internal sealed class CreditWatch
{
    private static readonly string[] Names = ["credit", "discount", "promotion"];

    private static readonly string[] Words = ["credit", "credits", "discount", "discounts", "promotion", "promotions", "savings", "rebate", "rebates", "refund", "refunds", "refunded", "rabatt", "skonto", "rabattbetrag", "skontobetrag", "gutschrift", "remise", "promo", "coupon", "coupons", "adjustment", "adjustments", "deduction", "deductions", "chargeback", "chargebacks",
        "réduction", "reduction", "reductions", "descuento", "desconto", "korting", "rabat", "sconto", "割引", "値引", "折扣"];

    // "Savings programs" are credits; "savings plan rate" is none.
    private static readonly string[] Fillers = ["programs", "other", "others", "and", "total", "amount", "amounts", "applied", "value", "in", "free", "tier"];

    // Costs from which they are taken off already.
    private static readonly string[] Nets = ["subtotal", "net"];

    // The texts that say that there is none, beside blanks: lists of BigQuery, and zeros.
    private static readonly string[] Nothing = ["[]", "{}", "-", "null", "none"];

    private readonly CostTable _table;
    private readonly int[] _columns;

    internal CreditWatch(CostTable table, string[] header, int cost, IReadOnlyList<string> ignored)
    {
        _table = table;
        _columns = cost >= 0 && HeaderWords.Of(header[cost]).Any(Nets.Contains)
            ? []
            : [.. Enumerable.Range(0, header.Length).Where(column => column != cost && !ignored.Contains(header[column]) && IsName(header[column]))];
    }

    internal void See()
    {
        foreach (var column in _columns)
        {
            if (!_table.IsBlank(column) && !IsNothing(_table.Field(column).Trim()))
            {
                throw _table.Error(
                    column, "stands beside the cost and is not taken into account. Is the bill less than its costs? --cost-column names the column of what was paid; --ignore-column leaves this one aside.");
            }
        }
    }

    private static bool IsName(string name)
    {
        var words = HeaderWords.Of(name);
        return Array.Exists(Names, start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            || (Array.Exists(words, Words.Contains) && Array.TrueForAll(words, word => Words.Contains(word) || Fillers.Contains(word) || HeaderWords.IsCode(word)));
    }

    private static bool IsNothing(string text) =>
        Array.Exists(Nothing, word => word.Equals(text, StringComparison.OrdinalIgnoreCase)) || (text.Contains('0', StringComparison.Ordinal) && text.Trim('0', '.', ',', '$', '€', '-', ' ').Length == 0);
}
