using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed partial class FilesTests : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _culture;
        _folder.Dispose();
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Replay_UnderAnyCultureOfTheMachine_ReadsAndWritesTheSame(string culture)
    {
        var path = _folder.Write("costs.csv", "when,cost\n2026-03-01T10:00:00Z,1234.5\n2026-03-02T10:00:00Z,-0\n2026-03-17T14:02:00Z,1e-3\n2026-03-18T10:00:00Z,9999\n");
        string[] table = ["replay", path, "--limit", "1500.75", "--cost-column", "cost", "--time-column", "when", "--period", "monthly", "--chart", _folder.Path("chart.svg")];
        var expected = await ToolRun.Of(table);
        var expectedChart = await Chart();

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var actual = await ToolRun.Of(table);
        var json = await ToolRun.Of([.. table, "--json"]);

        expected.Output.Should().ContainAll("1,500.75", "1,234.501", "18 March 2026 at 10:00 (UTC)");
        actual.Should().Be(expected);
        (await Chart()).Should().Be(expectedChart);
        json.Json.GetProperty("spent").GetRawText().Should().Be("1234.501");

        // Ids are counted over all drawings of the process.
        async Task<string> Chart() => ClipId().Replace(await File.ReadAllTextAsync(_folder.Path("chart.svg"), TestContext.Current.CancellationToken), "");
    }

    [Theory]
    [InlineData("what;cost\na;1,5\nb;\"1.355,25\"\n", 1356.75)]
    [InlineData("what\tcost\na\t1.5\nb\t2\n", 3.5)]
    [InlineData("what|cost\na|1.5\nb|2\n", 3.5)]
    [InlineData("cost\n1,50\n2,25\n", 3.75)]
    [InlineData("sep=;\nwhat;cost\na;1,5\n", 1.5)]
    [InlineData("a,b,c\n1,2,3\nwhat;cost\nx;1,5\n", 1.5)]
    public async Task Delimiter_OfAnyFile_IsNoticed(string text, double spent) =>
        (await Replay(Encoding.UTF8.GetBytes(text))).Json.GetProperty("spent").GetDecimal().Should().Be((decimal)spent);

    [Fact]
    public async Task Encoding_WithItsMark_IsNoticed()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true)])
        {
            var run = await Replay([.. encoding.GetPreamble(), .. encoding.GetBytes("Größe;cost\nä;1,5\n")], "--where", "Größe=ä");

            run.Json.GetProperty("spent").GetDecimal().Should().Be(1.5m, encoding.ToString());
        }
    }

    [Fact]
    public async Task Header_BelowOtherLines_IsNoticedAndTold()
    {
        byte[] text = [.. "Report,,\n\"of \"\"March\"\"\",,\n\nwhat,who,cost\na,b,3\n"u8];

        var noticed = await Replay(text);
        var named = await Replay(text, "--header-line", "4");

        noticed.Json.GetProperty("spent").GetInt32().Should().Be(3);
        noticed.Json.GetProperty("notes").ToString().Should().Contain("header is on line 4");
        named.Json.GetProperty("firstDeniedLine").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        named.Json.GetProperty("spent").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task Files_Several_AreOneBillAndTellWhereItStopped()
    {
        var first = _folder.Write("february.csv", "when,cost\n2026-02-01,3\n2026-02-03,3\n");
        var second = _folder.Write("march.csv", "cost,when\n3,2026-02-02\n3,2026-03-01\n");

        var run = await ToolRun.Of("replay", second, first, "--limit", "10", "--cost-column", "cost", "--time-column", "when", "--json");

        run.Json.GetProperty("spent").GetInt32().Should().Be(9);
        run.Json.GetProperty("firstDeniedFile").GetString().Should().EndWith("march.csv");
        run.Json.GetProperty("firstDeniedLine").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task Limits_Several_AreCompared()
    {
        var path = _folder.Write("costs.csv", "cost\n4\n4\n4\n");
        string[] args = ["replay", path, "--cost-column", "cost", "--limit", "5", "--limit", "10", "--limit", "100"];

        var text = await ToolRun.Of(args);
        var json = (await ToolRun.Of([.. args, "--json"])).Json;

        text.Output.Split('\n').Where(line => line.StartsWith("A limit of", StringComparison.Ordinal)).Should().HaveCount(3);
        text.Output.Should().MatchRegex("5.00 *│ *4.00 *│ *8.00").And.MatchRegex("100.00 *│ *12.00 *│ *0.00");
        json.GetProperty("budgets").EnumerateArray().Select(budget => budget.GetProperty("spent").GetInt32()).Should().Equal(4, 8, 12);
    }

    [Fact]
    public async Task StandardInput_IsTheFileThatIsCalledMinus()
    {
        var run = await ToolRun.With("cost\n4\n8\n", "replay", "-", "--limit", "10", "--cost-column", "cost");

        run.Output.Should().Contain("(standard input, line 3)");
    }

    [Theory]
    [InlineData("Date,cost\n2026-02-01,3\nDate,cost\n2026-02-02,5\n")]
    [InlineData("\uFEFFDate,cost\n2026-02-01,3\n\uFEFFDate,cost\n2026-02-02,5\n")]
    [InlineData("\uFEFF\"Date\",\"cost\"\r\n2026-02-01,3\r\nDate,cost \r\n2026-02-02,5\r\n")]
    public async Task Header_AmongTheRowsOfJoinedFiles_IsLeftOutAndTold(string text)
    {
        var run = await Replay(Encoding.UTF8.GetBytes(text));

        run.Json.GetProperty("spent").GetInt32().Should().Be(8);
        run.Notes.Should().Contain("the header stands among the rows as well (once)");
    }

    [Fact]
    public async Task Header_WithoutRows_IsTold() =>
        (await Replay("Date,cost\n"u8.ToArray())).Notes.Should().Contain("has a header and no rows");

    [Theory]
    [InlineData("[{\"cost\": 1}]", "is JSON")]
    [InlineData("{\"cost\": 1}\n{\"cost\": 2}\n", "is JSON")]
    [InlineData("PK\u0003\u0004workbook", "is a zip archive")]
    [InlineData("PAR1 and more", "is a Parquet file")]
    public async Task File_OfAnotherKind_IsCalledByItsName(string text, string told)
    {
        var run = await ToolRun.Of("replay", _folder.Write("costs.csv", text), "--limit", "1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(told);
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipId();

    private async Task<ToolRun> Replay(byte[] bytes, params string[] args)
    {
        var run = await ToolRun.Of(["replay", _folder.Write("costs.csv", bytes), "--limit", "10000", "--cost-column", "cost", "--json", .. args]);
        run.ExitCode.Should().Be(0, run.Error);
        return run;
    }
}
