#if NET10_0_OR_GREATER
using System.Buffers;
#endif
using System.Text;

namespace BudgetEnforcement.AI;

/// <summary>
/// The most tokens that a text can be: a byte-level tokenizer makes at most one of each byte of UTF-8, and some normalize the text (NFKC)
/// first, which can make it longer.
/// </summary>
internal static class TextBytes
{
    // The normalization of a piece is at most 18 times as long (U+FDFA), so its buffer stays small. ICU is quadratic on long runs of
    // combining marks, which a piece bounds too.
    private const int PieceLength = 512;
#if NET10_0_OR_GREATER
    private const int GrowthOfCharacters = 18;
#endif
    private const int GrowthOfBytes = 11;

    // Characters on both sides of the end of a piece may be ordered anew, which changes what composes.
    private const int SlackOfPiece = 4;

    // Without ICU (InvariantGlobalization) everything counts as normalized.
    private static readonly bool CanNormalize = !"\uFDFA".IsNormalized(NormalizationForm.FormKC);

    internal static long Of(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text))
            return text.Length;
        var bytes = 0L;
        while (!text.IsEmpty)
        {
            var piece = text[..LengthOfPiece(text)];
            bytes += Ascii.IsValid(piece) ? piece.Length : OfPiece(piece, CanNormalize);
            text = text[piece.Length..];
        }

        return bytes;
    }

    /// <summary>How many bytes a piece that is not only ASCII can be, normalized or not.</summary>
    internal static long OfPiece(ReadOnlySpan<char> piece, bool canNormalize)
    {
        long bytes = Encoding.UTF8.GetByteCount(piece);
        if (!canNormalize)
            return SlackOfPiece + WidestBytes(piece);
        try
        {
            return SlackOfPiece + Math.Max(bytes, NormalizedBytes(piece, bytes));
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair stands alone. It is written as U+FFFD, and what is around it may grow.
            return bytes * GrowthOfBytes;
        }
    }

    private static int LengthOfPiece(ReadOnlySpan<char> text)
    {
        if (text.Length <= PieceLength)
            return text.Length;
        return char.IsHighSurrogate(text[PieceLength - 1]) ? PieceLength - 1 : PieceLength;
    }

#if NET10_0_OR_GREATER
    private static long NormalizedBytes(ReadOnlySpan<char> piece, long bytes)
    {
        if (piece.IsNormalized(NormalizationForm.FormKC))
            return bytes;
        var buffer = ArrayPool<char>.Shared.Rent(piece.Length * GrowthOfCharacters);
        try
        {
            return piece.TryNormalize(buffer, out var length, NormalizationForm.FormKC)
                ? Encoding.UTF8.GetByteCount(buffer.AsSpan(0, length))
                : bytes * GrowthOfBytes;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
#else
    private static long NormalizedBytes(ReadOnlySpan<char> piece, long bytes)
    {
        var text = new string(piece);
        return text.IsNormalized(NormalizationForm.FormKC) ? bytes : Encoding.UTF8.GetByteCount(text.Normalize(NormalizationForm.FormKC));
    }
#endif

    /// <summary>The most bytes of the normalized form, by block: nothing else is known without ICU.</summary>
    private static long WidestBytes(ReadOnlySpan<char> piece)
    {
        var bytes = 0L;
        foreach (var c in piece)
        {
            bytes += c switch
            {
                <= '\x7F' => 1,
                < '\u0800' => 6,
                < '\u2000' or (>= '\u3400' and <= '\uDFFF') => 9,
                _ => 3 * GrowthOfBytes,
            };
        }

        return bytes;
    }
}
