using System.Security.Cryptography;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>
/// A checkpoint that is on the disk without its bill, which is known only when writing it is paid for too. Until then it lies beside the checkpoint
/// that it will replace.
/// </summary>
internal sealed class UnpaidCheckpoint : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal UnpaidCheckpoint(string path, ReadOnlySpan<byte> content)
    {
        _path = path;
        _file = Create(path);
        try
        {
            Append(content);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    internal static string TemporaryPath(string path) => path + ".tmp";

    internal static FileStream Create(string path) => new(TemporaryPath(path), FileMode.Create, FileAccess.Write, FileShare.None);

    /// <summary>Writes the bill and replaces the old checkpoint at once.</summary>
    internal void Complete(decimal spent)
    {
        using (var bytes = new MemoryStream())
        using (var writer = new BinaryWriter(bytes))
        {
            writer.Write(spent);
            Append(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        _file.Write(_hash.GetHashAndReset());
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(TemporaryPath(_path), _path, overwrite: true);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _file.Write(bytes);
        _file.Flush(flushToDisk: true);
    }
}
