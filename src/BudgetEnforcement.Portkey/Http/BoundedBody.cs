namespace BudgetEnforcement.Portkey;

/// <summary>Reads bodies that may be hostile. It keeps no more than a given number of bytes, even of a body that is longer or says that it is.</summary>
internal static class BoundedBody
{
    private const int FirstBytes = 16 * 1024;

    /// <summary>Reads a body.</summary>
    /// <returns>The body, or <see langword="null"/> where it is longer.</returns>
    internal static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int mostBytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > mostBytes)
            return null;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[Math.Min(FirstBytes, mostBytes + 1)];
            for (var length = 0; ;)
            {
                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return buffer.AsMemory(0, length);
                length += read;
                if (length > mostBytes)
                    return null;
                if (length == buffer.Length)
                    Array.Resize(ref buffer, Math.Min(2 * length, mostBytes + 1));
            }
        }
    }

    /// <summary>Reads the beginning of a body, which may tell something; returns nothing where it cannot be read.</summary>
    internal static async Task<ReadOnlyMemory<byte>> ReadSomeAsync(HttpContent content, int mostBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(content, mostBytes, cancellationToken).ConfigureAwait(false) ?? default;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return default;
        }
    }

    /// <summary>The same, synchronously.</summary>
    internal static ReadOnlyMemory<byte> ReadSome(HttpContent content, int mostBytes, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = content.ReadAsStream(cancellationToken);
            var buffer = new byte[mostBytes];
            var length = stream.ReadAtLeast(buffer, mostBytes, throwOnEndOfStream: false);
            return buffer.AsMemory(0, length);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return default;
        }
    }
}
