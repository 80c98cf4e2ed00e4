using System.Text;
using CsCheck;

namespace BudgetEnforcement.AI.Tests.Bounds;

public sealed class TextBytesTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello", 5)]
    [InlineData("\u0000\u007F", 2)]
    public void Of_Ascii_IsItsLength(string text, long bytes) => TextBytes.Of(text).Should().Be(bytes);

    [Fact]
    public void Of_ACharacterThatGrowsWhenNormalized_CountsItsLongerForm()
    {
        TextBytes.Of("\uFDFA").Should().BeGreaterThanOrEqualTo(Encoding.UTF8.GetByteCount("\uFDFA".Normalize(NormalizationForm.FormKC))).And.BeGreaterThan(30);
    }

    [Fact]
    public void Of_ATextInOrdinaryWords_IsNearItsBytes()
    {
        var text = string.Concat(Enumerable.Repeat("Grüße aus Köln, съешь ещё этих булок. ", 200));

        TextBytes.Of(text).Should().BeInRange(Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetByteCount(text) * 101 / 100);
    }

    [Fact]
    public void Of_AnyText_IsAtLeastItsBytesAndThoseOfItsNormalizedForm()
    {
        Gen.Char.Array[0, 1500].Select(chars => new string(chars)).Sample(text =>
        {
            var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)); // Halves of pairs become U+FFFD, as on the way to a provider.
            return TextBytes.Of(text) >= Encoding.UTF8.GetByteCount(text)
                && TextBytes.Of(text) >= Encoding.UTF8.GetByteCount(whole.Normalize(NormalizationForm.FormKC));
        });
    }

    [Fact]
    public void Of_ALongRunOfCombiningMarks_EndsSoon()
    {
        // Normalized as a whole this is quadratic.
        var marks = string.Concat(Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? '\u0301' : '\u0323'));

        TextBytes.Of("a" + marks).Should().BeGreaterThanOrEqualTo(2 * marks.Length);
    }

    [Fact]
    public void OfPiece_WithoutIcu_IsAtLeastTheNormalizedForm()
    {
        Gen.Char['\u0080', '\uD7FF'].Array[1, 400].Select(chars => new string(chars)).Sample(text =>
            TextBytes.OfPiece(text, canNormalize: false) >= Encoding.UTF8.GetByteCount(text.Normalize(NormalizationForm.FormKC)));
    }

    [Fact]
    public void OfPiece_OfEveryCharacterWithoutIcu_IsAtLeastTheNormalizedForm()
    {
        for (var c = '\0'; c < '\uFFFE'; c++)
        {
            if (!char.IsSurrogate(c))
                TextBytes.OfPiece([c], canNormalize: false).Should().BeGreaterThanOrEqualTo(Encoding.UTF8.GetByteCount(c.ToString().Normalize(NormalizationForm.FormKC)));
        }
    }
}
