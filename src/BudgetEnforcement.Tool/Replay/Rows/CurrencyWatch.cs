using BudgetEnforcement.Tool.Replay.Numbers;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>Checks that all costs are in one currency: nothing here knows what one is worth in another.</summary>
/// <param name="tally">Takes the currency.</param>
internal sealed class CurrencyWatch(ReadingTally tally)
{
    private string? _first;
    private string _written = "";
    private string _firstPlace = "";

    /// <summary>Takes the currency of one cost.</summary>
    /// <param name="currency">The sign or the code, empty where the column of currencies is; null where it is not said.</param>
    /// <param name="place">Makes the error about this row.</param>
    /// <param name="column">The column of currencies; null where it is the sign beside the amount.</param>
    internal void See(string? currency, Func<string, InputException> place, string? column)
    {
        if (currency is null)
            return;
        var written = currency;
        currency = Currencies.CodeOf(currency);
        if (_first is null)
        {
            (_first, _written, _firstPlace) = (currency, written, place("").Message);
            tally.Currency = currency;
            return;
        }

        if (_first == currency)
            return;
        if (_first.Length == 0 || currency.Length == 0 || !Currencies.MayBeTheSame(_first, currency))
        {
            var filter = column is null ? "--where COLUMN=VALUE takes some of the rows." : $"--where \"{Printable.Of(column)}={Printable.Of(_written)}\" takes one of them.";
            throw place(
                $"this cost is in {NameOf(currency)}, the one of {_firstPlace.TrimEnd(' ', ':')} in {NameOf(_first)}, and nothing here converts currencies. {filter}");
        }

        // A code says more than a sign.
        if (currency.Length > _first.Length)
            tally.Currency = _first = currency;
    }

    private static string NameOf(string currency) => currency.Length == 0 ? "no currency" : Printable.Of(currency);
}
