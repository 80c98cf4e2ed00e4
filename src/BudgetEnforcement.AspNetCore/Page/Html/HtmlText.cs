using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BudgetEnforcement.AspNetCore;

/// <summary>
/// A piece of a page. It is made from an interpolated string, whose holes are always encoded; only pieces of pages go in as they are. So a text of a
/// user never becomes a tag.
/// </summary>
internal readonly struct HtmlText
{
    private readonly string? _html;

    private HtmlText(string html) => _html = html;

    internal static HtmlText Empty => default;

    internal static HtmlText Of(Handler html) => new(html.ToText());

    internal static HtmlText Join(IEnumerable<HtmlText> pieces) => new(string.Concat(pieces.Select(piece => piece._html)));

    public override string ToString() => _html ?? string.Empty;

    /// <summary>Collects an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Handler
    {
        // Letters of all scripts stay readable in the source; characters that mean something to a browser are encoded.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text;

        public Handler(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(HtmlText piece) => _text.Append(piece._html);

        public void AppendFormatted(string? text) => _text.Append(Encoder.Encode(SafeText.OfWhole(text ?? string.Empty)));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : struct, IFormattable => AppendFormatted(value.ToString(format, System.Globalization.CultureInfo.InvariantCulture));

        internal string ToText() => _text.ToString();
    }
}
