using System.Buffers;
using System.Text;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>A file of costs, or standard input, unpacked where it is packed; its beginning can be looked at before it is read.</summary>
internal sealed class SourceFile : IDisposable
{
    /// <summary>The name of standard input.</summary>
    internal const string StandardInput = "-";

    private const int PrefixLength = 1 << 18;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly Stream _stream;
    private readonly byte[] _prefix;
    private readonly int _length;

    private SourceFile(string name, Stream stream, byte[] prefix, int length, bool isWindows1252) =>
        (Name, _stream, _prefix, _length, IsWindows1252) = (name, stream, prefix, length, isWindows1252);

    /// <summary>The name of the file, as it may be shown.</summary>
    internal string Name { get; }

    /// <summary>Whether it is no UTF-8, and is read as text of Windows in western Europe, where the euro and the pound have their signs.</summary>
    internal bool IsWindows1252 { get; }

    /// <summary>The first bytes, unpacked.</summary>
    internal ReadOnlyMemory<byte> Prefix => _prefix.AsMemory(0, _length);

    /// <summary>Whether <see cref="Prefix"/> is all that there is.</summary>
    internal bool IsWhole => _length < _prefix.Length;

    /// <summary>Reads <see cref="Prefix"/>, which can be read any number of times.</summary>
    internal Stream OpenPrefix() => new MemoryStream(_prefix, 0, _length, writable: false);

    /// <summary>All bytes, unpacked.</summary>
    internal Stream Bytes => new PrefixStream(Prefix, _stream);

    /// <exception cref="InputException">It cannot be opened, or is no text.</exception>
    internal static SourceFile Open(string path, Func<Stream> standardInput)
    {
        var isInput = path == StandardInput;
        var name = isInput ? "standard input" : Printable.Of(path, most: 500);
        try
        {
#pragma warning disable CA2000 // It is the file's from here on.
            return Read(name, isInput ? standardInput() : OpenFile(path));
#pragma warning restore CA2000
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"FILE '{name}' cannot be opened: {FileProblem.Describe(path, error)}", error);
        }
    }

    /// <summary>Takes a stream that is open already.</summary>
    internal static SourceFile Read(string name, Stream stream)
    {
        try
        {
            return Open(name, stream);
        }
        catch (Exception error) when (IsReadError(error))
        {
            stream.Dispose();
            throw Unreadable(name, error);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whether reading failed because of the contents of the file, or because of the disk.</summary>
    internal static bool IsReadError(Exception error) => error is IOException or InvalidDataException or UnauthorizedAccessException;

    internal static InputException Unreadable(string name, Exception error) => new($"{name} cannot be read: {error.Message}", error);

    public void Dispose() => _stream.Dispose();

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16, FileOptions.SequentialScan);

    private static SourceFile Open(string name, Stream stream)
    {
        var head = new byte[2];
        var count = Fill(stream, head);
#pragma warning disable CA2000 // The streams are layers of one, which the file that is returned disposes; where none is, the caller disposes the innermost.
        stream = new PrefixStream(head.AsMemory(0, count), stream);
        if (GzipSource.IsGzip(head.AsSpan(0, count)))
            stream = new GzipSource(stream);
#pragma warning restore CA2000

        var prefix = new byte[PrefixLength];
        var length = Fill(stream, prefix);
        EnsureIsTable(name, prefix.AsSpan(0, length));
        if (IsUtf8(prefix.AsSpan(0, length)))
            return new SourceFile(name, stream, prefix, length, isWindows1252: false);

#pragma warning disable CA2000 // As above.
        var text = Encoding.CreateTranscodingStream(new PrefixStream(prefix.AsMemory(0, length), stream), Windows1252, Encoding.UTF8);
#pragma warning restore CA2000
        var decoded = new byte[PrefixLength];
        return new SourceFile(name, text, decoded, Fill(text, decoded), isWindows1252: true);
    }

    private static int Fill(Stream stream, byte[] buffer)
    {
        var length = 0;
        while (length < buffer.Length && stream.Read(buffer, length, buffer.Length - length) is > 0 and var read)
            length += read;
        return length;
    }

    private static void EnsureIsTable(string name, ReadOnlySpan<byte> prefix)
    {
        if (prefix.StartsWith("PK\x03\x04"u8))
            throw new InputException($"{name} is a zip archive, as workbooks of Excel (.xlsx) are. Save its table as CSV, or unpack it: unzip -p FILE | budget replay -");
        if (prefix.StartsWith("PAR1"u8))
            throw new InputException($"{name} is a Parquet file, and replay reads CSV. Export or convert it as CSV.");
        var text = prefix.TrimStart(" \t\r\n"u8);
        if (text is [(byte)'{', ..] || (text is [(byte)'[', ..] && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)']', ..]))
            throw new InputException($"{name} is JSON, and replay reads CSV. jq makes it: jq -r '[.time, .cost] | @csv'");
        if (IsBinary(prefix))
            throw new InputException($"{name} is no text in UTF-8, nor in UTF-16 with its mark.");
    }

    // Text with letters of UTF-8 beyond ASCII is UTF-8, even if it is damaged. The last character may be cut off.
    private static bool IsUtf8(ReadOnlySpan<byte> prefix)
    {
        if (prefix is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return true;
        var hasLetters = false;
        while (!prefix.IsEmpty)
        {
            var ascii = prefix.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
                return true;
            prefix = prefix[ascii..];
            var status = Rune.DecodeFromUtf8(prefix, out _, out var length);
            if (status is OperationStatus.InvalidData)
                return hasLetters;
            hasLetters = true;
            prefix = prefix[length..];
        }

        return true;
    }

    // Text has no zeros, but that of UTF-16, which begins with its mark, is full of them.
    private static bool IsBinary(ReadOnlySpan<byte> prefix) => prefix is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && prefix.Contains((byte)0);
}
