using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.Ledgers.Output;
using Spectre.Console;

namespace BudgetEnforcement.Tool.Prices;

/// <summary>Prices for people and for programs.</summary>
internal static class PriceText
{
    internal static void Write(IAnsiConsole console, PriceBook book, IReadOnlyList<(string Provider, ModelPrice Price)> found, DateTimeOffset now)
    {
        foreach (var (provider, price) in found)
        {
            var table = new Table().Border(TableBorder.Rounded).Title($"{Markup.Escape(Printable.Of(provider))}: {Markup.Escape(Printable.Of(price.Model ?? ""))}");
            table.AddColumns("Where", "Input", "Cached", "Cache write", "Output", "Reasoning", "Per request");
            for (var column = 1; column < table.Columns.Count; column++)
                table.Columns[column].RightAligned();
            foreach (var row in price.Rows)
            {
                string[] cells =
                [
                    ConditionOf(row), Money(row.Rates.Input), Money(row.Rates.CachedInput), Money(row.Rates.CacheWrite), Money(row.Rates.Output),
                    Money(row.Rates.Reasoning), row.Rates.PerRequest == 0m ? "" : Money(row.Rates.PerRequest),
                ];
                table.AddRow(cells.Select(cell => new Text(cell)));
            }

            console.Write(table);
            if (price.InputLimit is not null || price.OutputLimit is not null)
                console.Profile.Out.Writer.WriteLine($"At most {Count(price.InputLimit)} tokens in and {Count(price.OutputLimit)} out.");
        }

        console.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"US dollars for a million tokens, by the book of {book.AsOf:yyyy-MM-dd}. Of the rows that apply the last one counts."));
        if (book.IsOutdated(now))
            console.Profile.Out.Writer.WriteLine("note: these prices are more than 90 days old; some will have changed.");
    }

    internal static string Json(PriceBook book, IReadOnlyList<(string Provider, ModelPrice Price)> found) => LedgerJson.Object(json =>
    {
        json.WriteString("asOf", book.AsOf.ToString("O", CultureInfo.InvariantCulture));
        json.WriteStartArray("models");
        foreach (var (provider, price) in found)
        {
            json.WriteStartObject();
            json.WriteString("provider", provider);
            json.WriteString("model", price.Model);
            json.WriteStartArray("rows");
            foreach (var row in price.Rows)
            {
                json.WriteStartObject();
                json.WriteString("where", ConditionOf(row));
                Write("input", row.Rates.Input);
                Write("cachedInput", row.Rates.CachedInput);
                Write("cacheWrite", row.Rates.CacheWrite);
                Write("cacheWrite1h", row.Rates.CacheWrite1h);
                Write("output", row.Rates.Output);
                Write("reasoning", row.Rates.Reasoning);
                Write("perRequest", row.Rates.PerRequest);
                Write("perThousandWebSearches", row.Rates.PerThousandWebSearches);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();

        void Write(string name, decimal? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
        }
    });

    private static string ConditionOf(PriceRow row)
    {
        var conditions = new List<string>();
        if (row.AboveInputTokens is { } above)
            conditions.Add($"above {Count(above)} input tokens");
        if (row.From is { } from)
            conditions.Add($"from {from.ToString("O", CultureInfo.InvariantCulture)}");
        if (row.Until is { } until)
            conditions.Add($"until {until.ToString("O", CultureInfo.InvariantCulture)}");
        if (row is { StartTime: { } start, EndTime: { } end })
            conditions.Add($"{start.ToString("HH:mm", CultureInfo.InvariantCulture)} to {end.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC");
        if (row.ServiceTier is { } tier)
            conditions.Add($"tier {Printable.Of(tier)}");
        return conditions.Count == 0 ? "always" : string.Join(", ", conditions);
    }

    private static string Money(decimal? value) => value is { } amount ? Readable.Up(amount) : "";

    private static string Count(long? value) => value is { } number ? number.ToString("N0", CultureInfo.InvariantCulture) : "an unknown number of";
}
