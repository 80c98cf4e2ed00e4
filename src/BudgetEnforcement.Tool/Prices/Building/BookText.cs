using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BudgetEnforcement.AI;

namespace BudgetEnforcement.Tool.Prices.Building;

/// <summary>Writes a book with a line for each model, so that the difference between two of them can be read.</summary>
internal static class BookText
{
    // The names contain "&", which the default encoder writes as six characters; this goes into no page.
    private static readonly BookFileContext Context = new(new JsonSerializerOptions(BookFileContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static string Write(BookFile book)
    {
        const string NoModels = "\"models\":[]}";
        const string NoProviders = "\"providers\":[]}";
        var text = new StringBuilder();
        text.Append(WithoutEnd(JsonSerializer.Serialize(book with { Providers = [] }, Context.BookFile), NoProviders)).Append("\"providers\":[\n");
        foreach (var provider in book.Providers)
        {
            text.Append(WithoutEnd(JsonSerializer.Serialize(provider with { Models = [] }, Context.ProviderEntry), NoModels)).Append("\"models\":[\n");
            text.AppendJoin(",\n", provider.Models.Select(model => JsonSerializer.Serialize(model, Context.ModelEntry)));
            text.Append(ReferenceEquals(provider, book.Providers[^1]) ? "\n]}\n" : "\n]},\n");
        }

        return text.Append("]}\n").ToString();
    }

    private static string WithoutEnd(string json, string end) => json.EndsWith(end, StringComparison.Ordinal) ? json[..^end.Length] : throw new InvalidOperationException("The book is written in another order.");
}
