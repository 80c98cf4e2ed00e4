namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>A file of costs, or standard input, unpacked where it is packed; its beginning can be looked at before it is read.</summary>
internal sealed class SourceFile : IDisposable
{
    /// <summary>What standard input is called.</summary>
    internal const string StandardInput = "-";

    private const int PrefixLength = 1 << 18;

    private readonly Stream _stream;
    private readonly byte[] _prefix;
    private readonly int _length;

    private SourceFile(string name, Stream stream, byte[] prefix, int length) => (Name, _stream, _prefix, _length) = (name, stream, prefix, length);

    /// <summary>The name of the file, as it may be shown.</summary>
    internal string Name { get; }

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

    /// <summary>Whether reading failed for what is in the file, or for the disk.</summary>
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
        return new SourceFile(name, stream, prefix, length);
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

    // Text has no zeros, but that of UTF-16, which begins with its mark, is full of them.
    private static bool IsBinary(ReadOnlySpan<byte> prefix) => prefix is not ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]) && prefix.Contains((byte)0);
}
