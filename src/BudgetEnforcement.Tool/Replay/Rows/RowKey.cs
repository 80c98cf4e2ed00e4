using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Unicode;
using BudgetEnforcement.Tool.Replay.Files;

namespace BudgetEnforcement.Tool.Replay.Rows;

/// <summary>The values of some columns of a row, as a number that no two rows share by chance, nor by the design of an attacker.</summary>
/// <param name="table">The rows.</param>
/// <param name="columns">The columns.</param>
/// <param name="isAskedFor">Whether the user named the columns, so that a value in them that is no text is an error.</param>
internal sealed class RowKey(CostTable table, int[] columns, bool isAskedFor)
{
    private byte[] _buffer = new byte[256];

    /// <summary>The key of the current row.</summary>
    internal UInt128 Compute()
    {
        var length = 0;
        foreach (var column in columns)
        {
            var bytes = table.Bytes(column);
            if (isAskedFor && !Utf8.IsValid(bytes))
                throw table.Error(column, "is not UTF-8 text.");
            if (_buffer.Length < length + sizeof(int) + bytes.Length)
                Array.Resize(ref _buffer, (length + sizeof(int) + bytes.Length) * 2);
            BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(length), bytes.Length);
            bytes.CopyTo(_buffer.AsSpan(length + sizeof(int)));
            length += sizeof(int) + bytes.Length;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, length), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
