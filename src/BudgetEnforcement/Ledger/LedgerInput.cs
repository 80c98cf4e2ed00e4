using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BudgetEnforcement;

/// <summary>Checks the arguments of the public methods of a ledger: they must fit into the rows of every store.</summary>
internal static class LedgerInput
{
    private const int LongestLabels = 8_000;

    // No store changes this text. Characters stay as they are where a JSON parser takes them, so that people can read the text in the database.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A copy of the options of a shared budget, which must have a name because the ledger knows a budget by its name.</summary>
    /// <exception cref="ArgumentException">They are not valid or have no name.</exception>
    internal static BudgetOptions ValidBudget(BudgetOptions options, string parameter)
    {
        ArgumentNullException.ThrowIfNull(options, parameter);
        var copy = options.Copy();
        var errors = BudgetOptionsRules.Errors(copy);
        if (copy.Name is null or BudgetOptions.UnnamedBudget)
            errors.Add("Name must be set: a shared budget is known by it.");
        return errors.Count == 0 ? copy : throw new ArgumentException(string.Join(' ', errors), parameter);
    }

    internal static void ThrowIfNoName(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null) =>
        ThrowIfNoLabel(name, BudgetOptions.LongestName, parameter);

    internal static void ThrowIfNoKey(string key, [CallerArgumentExpression(nameof(key))] string? parameter = null) =>
        ThrowIfNoLabel(key, LedgerKeys.LongestOfUser, parameter);

    /// <summary>The labels as a JSON object, in ordinal order of their names; null for none.</summary>
    /// <exception cref="ArgumentException">One is not printable, or they are too long together.</exception>
    internal static string? LabelsOf(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
            return null;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
            {
                ThrowIfNoLabel(name, BudgetOptions.LongestName, nameof(labels));
                if (value is null || (value.Length > 0 && !BudgetOptionsRules.IsLabel(value, LongestLabels, spaces: true)))
                    throw new ArgumentException($"Label {BudgetOptionsRules.Quote(name)} must have a value of printable characters.", nameof(labels));
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        var text = Encoding.UTF8.GetString(buffer.WrittenSpan);
        if (text == "{}")
            return null;
        return text.Length <= LongestLabels
            ? text
            : throw new ArgumentException($"The labels must have at most {LongestLabels} characters together, as JSON; they have {text.Length}.", nameof(labels));
    }

    private static void ThrowIfNoLabel(string text, int longest, string? parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (!BudgetOptionsRules.IsLabel(text, longest, spaces: true))
        {
            throw new ArgumentException(
                $"{parameter} must have 1 to {longest} printable characters and not only spaces; it is {BudgetOptionsRules.Quote(text)}.", parameter);
        }
    }
}
