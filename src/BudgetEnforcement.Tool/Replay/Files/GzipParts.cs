using System.Buffers.Binary;

namespace BudgetEnforcement.Tool.Replay.Files;

/// <summary>
/// Remembers the unpacked size that the gzip data which goes through says of itself. Each part ends with its size, and a file may have several parts,
/// as where files were joined or packed by many threads.
/// </summary>
internal sealed class GzipParts(Stream inner) : ForwardStream
{
    private const int SizeLength = 4;
    private const int HeadLength = 10;
    private const int LeastPart = 18;
    private const int CarryLength = SizeLength + HeadLength - 1;
    private const byte MostFlags = 0x1F;
    private const byte MostSystem = 13;

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 0x08];

    private byte[] _seen = new byte[1 << 14];
    private int _carried;
    private uint _sizeBefore;

    /// <summary>The packed bytes that went through.</summary>
    internal long Size { get; private set; }

    /// <summary>Whether a size is the unpacked size of the last part, or of all parts together.</summary>
    internal bool HaveSize(long size)
    {
        // The size is kept in 32 bits.
        var last = _carried < SizeLength ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(_seen.AsSpan(_carried - SizeLength));
        var expected = unchecked((uint)size);
        return Size == 0 || last == expected || unchecked(last + _sizeBefore) == expected;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        if (_seen.Length < _carried + read)
            Array.Resize(ref _seen, _carried + read);
        buffer[..read].CopyTo(_seen.AsSpan(_carried));
        var seen = _seen.AsSpan(0, _carried + read);
        AddPartsIn(seen, Size - _carried);
        Size += read;

        // A head may begin in these bytes and end in the next.
        _carried = Math.Min(seen.Length, CarryLength);
        seen[^_carried..].CopyTo(_seen);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    // Where the head of a part stands, the size of the one before it stands in front.
    private void AddPartsIn(ReadOnlySpan<byte> seen, long position)
    {
        for (var at = SizeLength; at + HeadLength <= seen.Length; at++)
        {
            var next = seen[at..^(HeadLength - Magic.Length)].IndexOf(Magic);
            if (next < 0)
                return;
            at += next;
            if (position + at >= LeastPart && IsHead(seen[at..]))
                _sizeBefore = unchecked(_sizeBefore + BinaryPrimitives.ReadUInt32LittleEndian(seen[(at - SizeLength)..]));
        }
    }

    // The rest of a head is seldom there by chance.
    private static bool IsHead(ReadOnlySpan<byte> bytes) =>
        bytes[3] <= MostFlags && bytes[8] is 0 or 2 or 4 && bytes[9] is <= MostSystem or byte.MaxValue;
}
