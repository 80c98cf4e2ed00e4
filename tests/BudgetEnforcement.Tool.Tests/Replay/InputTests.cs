using System.Text;

namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class InputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("id,cost\r\n1,1.5\r\n2,2.5", "CRLF, no newline at the end")]
    [InlineData("id,cost\n1,1.5\n2,2.5\n\n\n", "empty lines at the end")]
    [InlineData("\n\nid,cost\n1,1.5\n\n2,2.5", "empty lines anywhere")]
    [InlineData("\"id\",\"cost\"\n\"1, or \"\"one\"\"\",\"1.5\"\n\"two\nlines\",2.5\n", "quotes")]
    [InlineData("id, cost\n1, 1.5\n2,2.5 \n", "blanks around fields")]
    [InlineData("id,cost\n1,15e-1\n2,0.25E+1\n", "e-notation")]
    [InlineData("id,cost\n1,1.5\n2,2.5\n3,\n4, \n", "blank costs")]
    [InlineData("\uFEFFid,cost\n1,1.5\n2,2.5\n", "a byte order mark")]
    public async Task Replay_FileThatPeopleHave_IsRead(string text, string because)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("rows").GetInt32().Should().Be(2, because);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(4m, because);
    }

    [Fact]
    public async Task Replay_LinesInsideQuotes_CountAsLinesOfTheFile()
    {
        var run = await Replay("id,cost\r\n\"one\r\ntwo\",1\r\n\r\n3,101\r\n");

        run.Json.GetProperty("firstDeniedRow").GetInt32().Should().Be(2);
        run.Json.GetProperty("firstDeniedLine").GetInt64().Should().Be(5);
    }

    [Fact]
    public async Task Replay_EmptyLineOfAFileWithOneColumn_IsABlankCost()
    {
        var run = await Replay("cost\n1\n\n2\n");

        run.Json.GetProperty("rows").GetInt32().Should().Be(2);
        run.Json.GetProperty("blankRows").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Replay_AnotherDelimiter_IsUsed()
    {
        var run = await Replay("id;cost\n1;1.5\n", "--delimiter", ";");

        run.Json.GetProperty("spent").GetDecimal().Should().Be(1.5m);
    }

    [Theory]
    [InlineData("1,5x", "'5x'", "is not a number")]
    [InlineData("1,1.2.3", "'1.2.3'", "is not a number")]
    [InlineData("1,NaN", "'NaN'", "is not a number")]
    [InlineData("1,12 %", "'12 %'", "is not a number")]
    [InlineData("1,79228162514264337593543950336", "'79228162514264337593543950336'", "is more than can be recorded")]
    [InlineData("1,1e400000", "'1e400000'", "is more than can be recorded")]
    public async Task Replay_CostThatCannotBeRead_IsToldByFileLineRowAndColumn(string row, string value, string problem)
    {
        var run = await Replay($"id,cost\n0,1\n\n{row}\n");

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Error.Should().ContainAll(_folder.Path("costs.csv"), "line 4", "row 2", "column 'cost'", value, problem);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("many")]
    [InlineData("")]
    public async Task Replay_TokensThatAreNoCount_AreToldByColumn(string tokens)
    {
        var path = _folder.Write("costs.csv", $"in,out\n7,{tokens}\n");

        var run = await ToolRun.Of(
            "replay", path, "--limit", "1", "--input-tokens-column", "in", "--input-price", "1",
            "--output-tokens-column", "out", "--output-price", "1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("line 2", "row 1", "column 'out'", $"'{tokens}'", "is not a number of tokens");
    }

    [Fact]
    public async Task Replay_TokenPriceThatNeedsTooManyDigits_IsRoundedUpAndTold()
    {
        var path = _folder.Write("costs.csv", "in\n3\n");

        var run = await ToolRun.Of("replay", path, "--limit", "1", "--input-tokens-column", "in", "--input-price", "1e-23", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(1e-28m);
        run.Json.GetProperty("roundedRows").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Replay_SumOfAGroupThatNeedsTooManyDigits_IsRoundedUpAndTold()
    {
        var run = await Replay("id,cost\na,10\na,1e-28\n", "--group-by", "id");

        run.Json.GetProperty("spent").GetDecimal().Should().Be(10.000000000000000000000000001m);
        run.Json.GetProperty("roundedRows").GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n\n", "is empty")]
    [InlineData("id,price\n1,2\n", "no column 'cost'")]
    [InlineData("cost,cost\n1,2\n", "more than one column 'cost'")]
    [InlineData("id,cost\n1,2,3\n", "fields is 3")]
    [InlineData("id,cost\n1\n2,3\n", "fields is 1")]
    [InlineData("id,cost\n1\n", "fields is 1")]
    [InlineData("id,cost\n1,\"2\n", "line 2")]
    [InlineData("id,cost\n1,2\"3\n", "line 2")]
    public async Task Replay_FileThatIsNoTable_IsToldWhy(string text, string problem)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Error.Should().ContainAll(_folder.Path("costs.csv"), problem);
    }

    [Fact]
    public async Task Replay_BytesThatAreNoTextInAFileOfUtf8_MatterOnlyInTheColumnsThatAreUsed()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("id,cost,café\n"), 0xFF, .. Encoding.ASCII.GetBytes(",1,\n2,"), 0xFF, .. Encoding.ASCII.GetBytes(",\n")];
        var path = _folder.Write("costs.csv", bytes);

        var run = await ToolRun.Of("replay", path, "--limit", "1", "--cost-column", "cost");
        var grouped = await ToolRun.Of("replay", path, "--limit", "1", "--cost-column", "cost", "--group-by", "id");

        run.Error.Should().ContainAll("line 3", "row 2", "column 'cost'");
        grouped.Error.Should().ContainAll("line 2", "row 1", "column 'id'", "UTF-8");
    }

    [Fact]
    public async Task Replay_MissingFile_IsToldByName()
    {
        var run = await ToolRun.Of("replay", _folder.Path("none.csv"), "--limit", "1", "--cost-column", "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("none.csv");
    }

    private async Task<ToolRun> Replay(string text, params string[] args) =>
        await ToolRun.Of(["replay", _folder.Write("costs.csv", text), "--limit", "100", "--cost-column", "cost", "--json", .. args]);
}
