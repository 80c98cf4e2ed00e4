using System.IO.Compression;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>
/// Unpacks a file of gzip while it is read, and doubts it: one that ends too early is an error and not a shorter file, which the framework takes it
/// for, and one that grows out of all proportion is no list of costs.
/// </summary>
internal sealed class GzipSource : ForwardStream
{
    private const long TrustedSize = 1L << 30;
    private const long MostGrowth = 200;

    private readonly GzipParts _packed;
    private readonly GZipStream _unpacked;
    private long _size;

    internal GzipSource(Stream packed)
    {
        _packed = new GzipParts(packed);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>Whether a file begins as one of gzip does.</summary>
    internal static bool IsGzip(ReadOnlySpan<byte> prefix) => prefix is [0x1F, 0x8B, ..];

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = _unpacked.Read(buffer);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException("its gzip data is damaged or cut off.", error);
        }

        _size += read;
        if (read == 0 && !_packed.HaveSize(_size))
            throw new InvalidDataException("its gzip data is cut off, or followed by something else. If gunzip unpacks it, so can replay: gunzip -c FILE | budget replay -");
        if (_size > TrustedSize && _size / MostGrowth > _packed.Size)
            throw new InvalidDataException("it unpacks to more than 200 times its size, and more than 1 GB: that is no list of costs. Unpack it first if it is.");
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }
}
