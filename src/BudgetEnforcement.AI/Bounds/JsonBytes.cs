using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>The length of values as the adapters of Microsoft.Extensions.AI write them into a request: as indented JSON with their escapes.</summary>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Written = new()
    {
        Indented = AIJsonUtilities.DefaultOptions.WriteIndented,
        Encoder = AIJsonUtilities.DefaultOptions.Encoder,
    };

    /// <param name="value">The value: arguments of a function, or its result.</param>
    /// <param name="fingerprint">Takes in what is written.</param>
    /// <returns>The most tokens that it can be; null where it cannot be written.</returns>
    internal static long? Of(object? value, ref Fingerprint fingerprint)
    {
        var buffer = new PooledBuffer();
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, Written))
                JsonSerializer.Serialize(writer, value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
            fingerprint.Add(buffer.Written);
            return Count(buffer.Written);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            return null; // The adapter will not be able to write it either.
        }
        finally
        {
            buffer.Return();
        }
    }

    private static long Count(ReadOnlySpan<byte> json)
    {
        if (Ascii.IsValid(json))
            return json.Length;
        var length = Encoding.UTF8.GetCharCount(json);
        var text = ArrayPool<char>.Shared.Rent(length);
        try
        {
            return TextBytes.Of(text.AsSpan(0, Encoding.UTF8.GetChars(json, text)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }

    private sealed class PooledBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);
        private int _length;

        internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Advance(int count) => _length += count;

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            var needed = _length + Math.Max(sizeHint, 256);
            if (needed > _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            return _bytes.AsMemory(_length);
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        internal void Return()
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            _length = 0;
        }
    }
}
