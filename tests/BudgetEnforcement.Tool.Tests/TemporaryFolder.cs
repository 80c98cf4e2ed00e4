using System.IO.Compression;
using System.Text;

namespace BudgetEnforcement.Tool.Tests;

/// <summary>A folder of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("budget-tool-");

    internal string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    internal string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    internal string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    internal IEnumerable<string> Names => _folder.EnumerateFiles().Select(file => file.Name);

    public void Dispose() => _folder.Delete(recursive: true);
}
