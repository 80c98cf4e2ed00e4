using System.IO.Compression;
using System.Text;
using BudgetEnforcement.Tool.Replay.Files;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Files that were made to hurt, or by accident: each is handled or a clear error, and none of them is held in memory.</summary>
[Collection(nameof(HostileFilesTests))]
public sealed class HostileFilesTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("what,cost\n", "x")]
    [InlineData("what,cost\n\"", "x")]
    [InlineData("what,cost\na,1\n", ",")]
    [InlineData("", "y")]
    public async Task Line_Of100Megabytes_IsAnErrorAndNotHeld(string beginning, string repeated)
    {
        var path = _folder.Path("line.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteAsync(beginning);
            var megabyte = string.Concat(Enumerable.Repeat(repeated, (int)Megabyte));
            for (var i = 0; i < 100; i++)
                await file.WriteAsync(megabyte);
        }

        var before = GC.GetTotalAllocatedBytes();
        var run = await ToolRun.Of("replay", path, "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("line.csv").And.NotContain("   at ");

        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(90 * Megabyte);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((byte)'x')]
    [InlineData((byte)'\n')]
    public async Task ZipBomb_OfOneByte_IsAnErrorAndNotHeld(byte value)
    {
        var path = _folder.Path("bomb.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.ASCII.GetBytes("what,cost\na,1\n"), TestContext.Current.CancellationToken);
            var block = new byte[Megabyte];
            Array.Fill(block, value);
            for (var i = 0; i < 300; i++)
                await gzip.WriteAsync(block, TestContext.Current.CancellationToken);
        }

        var before = GC.GetTotalAllocatedBytes();
        var run = await ToolRun.Of("replay", path, "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("bomb.csv.gz").And.NotContain("   at ");

        (GC.GetTotalAllocatedBytes() - before).Should().BeLessThan(90 * Megabyte);
    }

    [Fact]
    public async Task Gzip_ThatIsCutOff_IsAnErrorAndNotAShorterFile()
    {
        var random = new Random(1);
        var text = new StringBuilder("cost\n");
        for (var i = 0; i < 20_000; i++)
            text.Append(random.Next(1, 1_000_000)).Append('\n');
        var packed = TemporaryFolder.Gzip(Encoding.ASCII.GetBytes(text.ToString()));

        foreach (var length in (int[])[packed.Length - 1, packed.Length - 4, packed.Length - 8, packed.Length / 2, 30])
        {
            var run = await ToolRun.Of("replay", _folder.Write("cut.gz", packed[..length]), "--limit", "1", "--cost-column", "cost");

            run.ExitCode.Should().Be(2, $"{length} of {packed.Length} bytes are there: {run.Output}");
            run.Error.Should().Contain("cut off");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Gzip_OfSeveralParts_IsReadToItsEndAndNotFurther(int count)
    {
        // Parts of many sizes, so that their heads stand anywhere in the blocks that are read.
        var random = new Random(count);
        var rows = Enumerable.Range(0, 40_000).Select(_ => FormattableString.Invariant($"{random.NextInt64()},1\n")).ToArray();
        byte[][] parts = [.. Enumerable.Range(0, count).Select(part => TemporaryFolder.Gzip(Encoding.ASCII.GetBytes(
            (part == 0 ? "what,cost\n" : "") + string.Concat(rows.Where((_, row) => row * row % 101 % count == part)))))];
        byte[] packed = [.. parts.SelectMany(part => part)];

        var whole = await ReplayPacked(packed);
        whole.Json.GetProperty("spent").GetInt32().Should().Be(rows.Length);
        foreach (var cut in (int[])[1, 4, 9, 5_000, parts[^1].Length - 5])
        {
            var run = await ReplayPacked(packed[..^cut]);
            run.ExitCode.Should().Be(2);
            run.Error.Should().Contain("cut off");
        }
    }

    private Task<ToolRun> ReplayPacked(byte[] packed) => ToolRun.Of("replay", _folder.Write("parts.csv.gz", packed), "--limit", "1000000", "--json");

    [Fact]
    public async Task Gzip_OfOneWrongBit_IsAnError()
    {
        var packed = TemporaryFolder.Gzip(Encoding.ASCII.GetBytes("cost\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i * 7919 % 1000}\n"))));
        packed[packed.Length / 2] ^= 1;

        var run = await ToolRun.Of("replay", _folder.Write("bad.gz", packed), "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task Gzip_UnderAnyName_IsUnpacked()
    {
        var packed = TemporaryFolder.Gzip("cost\n3\n"u8.ToArray());

        var named = await ToolRun.Of("replay", _folder.Write("costs.csv", packed), "--limit", "10", "--cost-column", "cost", "--json");
        var piped = await ToolRun.With(packed, TimeProvider.System, [], CancellationToken.None, "replay", "-", "--limit", "10", "--cost-column", "cost", "--json");

        named.Json.GetProperty("spent").GetInt32().Should().Be(3);
        piped.Json.GetProperty("spent").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task ControlCharacters_InCellsAndNames_AreEscapedWhenTheyAreShown()
    {
        var run = await ToolRun.Of("replay", _folder.Write("costs.csv", "a\u001b[31mb,cost\nx,\u001b]0;title\u0007\u202E1\n"), "--limit", "1", "--cost-column", "cost");
        var unknown = await ToolRun.Of("replay", _folder.Path("costs.csv"), "--limit", "1", "--cost-column", "none");

        (run.Error + unknown.Error).Should().NotContainAny("\u001b", "\u0007", "\u202E");
        run.Error.Should().ContainAll("\\u001B]0;title\\u0007\\u202E1", "line 2");
        unknown.Error.Should().Contain("'a\\u001B[31mb'");
    }

    [Fact]
    public async Task Binary_IsNoText()
    {
        var run = await ToolRun.Of("replay", _folder.Write("costs.bin", [0x42, 0x41, 0x52, 0x31, 0, 0, 1]), "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("is no text");
    }

    [Fact]
    public async Task File_GivenTwice_IsRefused()
    {
        var path = _folder.Write("costs.csv", "cost\n1\n");

        var run = await ToolRun.Of("replay", path, Path.Combine(Path.GetDirectoryName(path)!, ".", "costs.csv"), "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("more than once");
    }

    [Fact]
    public async Task Rows_HalfAMillion_AreNotKept()
    {
        // The file itself measures the memory that lives, as it ends, while its rows are still read.
        long living = 0;
        using var rows = new EndlessRows(500_000, () => living = GC.GetTotalMemory(forceFullCollection: true));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var host = new ToolHost(Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(TextWriter.Null) }), TextWriter.Null, () => rows, TimeProvider.System, _ => null);

        var exitCode = await ToolApp.RunAsync(["replay", "-", "--limit", "1", "--cost-column", "cost", "--time-column", "when", "--json"], host, CancellationToken.None);

        exitCode.Should().Be(0);
        living.Should().BePositive();
        (living - before).Should().BeLessThan(30 * Megabyte, "a run of rows to be sorted is the most that is held");
    }

    [Fact]
    public void Source_ItsBeginning_IsReadAgain()
    {
        using var rows = new EndlessRows(30_000, () => { });
        using var source = SourceFile.Read("rows", rows);
        using var reader = new StreamReader(source.Bytes);

        var text = reader.ReadToEnd();

        text[..20].Should().StartWith("when,cost\n2026");
        text.Length.Should().Be(10 + (30_000 * 27));
    }

    /// <summary>Rows that are made while they are read.</summary>
    private sealed class EndlessRows(int count, Action atEnd) : ForwardStream
    {
        private byte[] _rest = "when,cost\n"u8.ToArray();
        private int _row;

        public override int Read(Span<byte> buffer)
        {
            if (_rest.Length == 0)
            {
                if (_row == count)
                {
                    atEnd();
                    return 0;
                }

                var time = new DateTime(2026, 1, 1).AddSeconds(_row * 7919L % 1_000_003);
                _rest = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{time:yyyy-MM-ddTHH:mm:ssZ},0.0{_row++ % 10:0}1\n"));
            }

            var read = Math.Min(buffer.Length, _rest.Length);
            _rest.AsSpan(0, read).CopyTo(buffer);
            _rest = _rest[read..];
            return read;
        }
    }
}

/// <summary>The memory of the process is that of all tests, so no other runs meanwhile.</summary>
[CollectionDefinition(nameof(HostileFilesTests), DisableParallelization = true)]
public sealed class MemoryOfTheProcess;
