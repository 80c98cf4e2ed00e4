using System.Text.Json;

namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class ReplayTests : IDisposable
{
    // 6 of 10 is calm, 7.5 is the first mark, 9 the second; 2 more do not fit, 1 more does, exactly.
    private const string Costs = "name,cost\na,6\nb,1.5\nc,\nd,1.5\ne,2\nf,1\ng,0.5\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_ByDefault_StopsAtTheFirstCostThatDoesNotFit()
    {
        var json = (await Replay(Costs, "--cost-column", "cost")).Json;

        ShouldHold(json, """
            {"limit":10,"spent":9,"remaining":1,"status":"Warning90","rows":6,"blankRows":1,"allowedRows":3,"deniedRows":1,
             "firstDeniedRow":4,"firstDeniedLine":6,"warning75Row":2,"warning75Line":3,"warning90Row":3,"warning90Line":5,
             "exceededRow":null,"exceededLine":null}
            """);
    }

    [Fact]
    public async Task Replay_SkipDenied_GoesOnWithWhatFits()
    {
        var json = (await Replay(Costs, "--cost-column", "cost", "--skip-denied")).Json;

        ShouldHold(json, """
            {"limit":10,"spent":10,"remaining":0,"status":"Warning90","rows":6,"blankRows":1,"allowedRows":4,"deniedRows":2,
             "firstDeniedRow":4,"firstDeniedLine":6,"warning75Row":2,"warning75Line":3,"warning90Row":3,"warning90Line":5,
             "exceededRow":null,"exceededLine":null}
            """);
    }

    [Fact]
    public async Task Replay_RecordOnly_RecordsEverythingAndTellsWhenTheLimitWasPassed()
    {
        var json = (await Replay(Costs, "--cost-column", "cost", "--record-only")).Json;

        ShouldHold(json, """
            {"limit":10,"spent":12.5,"remaining":-2.5,"status":"Exceeded","rows":6,"blankRows":1,"allowedRows":6,"deniedRows":0,
             "firstDeniedRow":null,"firstDeniedLine":null,"warning75Row":2,"warning75Line":3,"warning90Row":3,"warning90Line":5,
             "exceededRow":4,"exceededLine":6}
            """);
    }

    [Fact]
    public async Task Replay_CostThatReachesTheLimitExactly_IsAllowed()
    {
        var json = (await Replay("cost\n4\n6\n", "--cost-column", "cost")).Json;

        json.GetProperty("allowedRows").GetInt32().Should().Be(2);
        json.GetProperty("firstDeniedRow").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Replay_GroupBy_SumsEqualValuesIntoOneCostAtTheLineOfTheFirst()
    {
        var json = (await Replay("step,cost\n1,2\n2,4\n1,2\n3,5\n2,1\n", "--cost-column", "cost", "--group-by", "step")).Json;

        json.GetProperty("rows").GetInt32().Should().Be(3);
        json.GetProperty("spent").GetDecimal().Should().Be(9m);
        json.GetProperty("warning90Row").GetInt32().Should().Be(2);
        json.GetProperty("warning90Line").GetInt64().Should().Be(3);
        json.GetProperty("firstDeniedRow").GetInt32().Should().Be(3);
        json.GetProperty("firstDeniedLine").GetInt64().Should().Be(5);
    }

    [Fact]
    public async Task Replay_TokenColumns_CostTheirPricePerMillion()
    {
        var run = await Replay(
            "in,out\n4808,10\n,\n3180,8\n",
            "--input-tokens-column", "in", "--input-price", "0.15", "--output-tokens-column", "out", "--output-price", "0.60");

        run.Json.GetProperty("spent").GetRawText().Should().Be("0.001209");
        run.Json.GetProperty("blankRows").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Replay_DigitsThatDecimalAdditionWouldDrop_AreDenied()
    {
        // 10m + 4e-28m is 10m in decimal arithmetic.
        var json = (await Replay("cost\n10\n4e-28\n", "--cost-column", "cost")).Json;

        json.GetProperty("firstDeniedRow").GetInt32().Should().Be(2);
        json.GetProperty("spent").GetDecimal().Should().Be(10m);
    }

    [Fact]
    public async Task Replay_MoneyInJson_HasAllItsDigits()
    {
        var json = (await Replay("cost\n0.0035475000000000003\n", "--cost-column", "cost")).Json;

        json.GetProperty("spent").GetRawText().Should().Be("0.0035475000000000003");
        json.GetProperty("remaining").GetRawText().Should().Be("9.9964524999999999997");
    }

    [Theory]
    [InlineData("", "75 % warning", "3")]
    [InlineData("", "Stopped before", "4")]
    [InlineData("--skip-denied", "First denied", "4")]
    [InlineData("--record-only", "Limit exceeded", "4")]
    public async Task Replay_Table_TellsWhatHappenedWhere(string mode, string what, string row)
    {
        var path = _folder.Write("costs.csv", Costs);
        var modes = mode.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var run = await ToolRun.Of(["replay", path, "--limit", "10", "--cost-column", "cost", .. modes]);

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Split('\n').Should().ContainSingle(line => line.Contains(what, StringComparison.Ordinal))
            .Which.Should().MatchRegex($@"{what} *│ *{(row == "3" ? "2" : row)} *│");
    }

    [Fact]
    public async Task Replay_WithoutAFile_ReplaysTheSampleOfMadeUpCosts()
    {
        var run = await ToolRun.Of("replay");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("made-up costs").And.MatchRegex("75 % warning *│ *[0-9]+ ").And.MatchRegex("Stopped before *│ *[0-9]+ ");
    }

    [Fact]
    public async Task Replay_Sample_TakesEveryOptionOfAFile()
    {
        var json = (await ToolRun.Of(
            "replay", "--limit", "1", "--json", "--group-by", "agent", "--input-tokens-column", "input_tokens", "--input-price", "2.50",
            "--output-tokens-column", "output_tokens", "--output-price", "10.00")).Json;
        var costs = (await ToolRun.Of("replay", "--limit", "1", "--json")).Json;

        json.GetProperty("rows").GetInt32().Should().Be(3);
        costs.GetProperty("blankRows").GetInt32().Should().Be(1);
        json.GetProperty("spent").GetDecimal().Should().Be(costs.GetProperty("spent").GetDecimal(), "the costs are those of the tokens");
    }

    [Fact]
    public async Task Replay_AmountsInTheTable_CanBeRead()
    {
        var path = _folder.Write("costs.csv", "cost\n1.5009166666666666666666666667\n");

        var run = await ToolRun.Of("replay", path, "--limit", "2", "--cost-column", "cost");

        run.Output.Should().ContainAll(" 1.500917 ", " 0.4990833 ").And.NotContain("1.5009166");
    }

    [Theory]
    [InlineData("chart.png", new byte[] { 0x89, 0x50, 0x4E, 0x47 })]
    [InlineData("chart.svg", new byte[] { 0x3C })]
    public async Task Replay_Chart_IsDrawnInTheFormatOfItsName(string name, byte[] signature)
    {
        var run = await Replay(Costs, "--cost-column", "cost", "--chart", _folder.Path(name));

        run.ExitCode.Should().Be(0, run.Error);
        var bytes = await File.ReadAllBytesAsync(_folder.Path(name), TestContext.Current.CancellationToken);
        bytes.Should().StartWith(signature).And.HaveCountGreaterThan(5_000);
    }

    [Theory]
    [InlineData("cost\n", "0", 0)]
    [InlineData("cost\n0\n", "0", 0)]
    [InlineData("cost\n0.01\n", "0", 1)]
    public async Task Replay_EmptyBudgetOrFile_IsAnsweredAndDrawn(string text, string limit, int denied)
    {
        var path = _folder.Write("costs.csv", text);

        var run = await ToolRun.Of("replay", path, "--limit", limit, "--cost-column", "cost", "--json", "--chart", _folder.Path("c.png"));

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("deniedRows").GetInt32().Should().Be(denied);
        File.Exists(_folder.Path("c.png")).Should().BeTrue();
    }

    private async Task<ToolRun> Replay(string text, params string[] args)
    {
        var run = await ToolRun.Of(["replay", _folder.Write("costs.csv", text), "--limit", "10", "--json", .. args]);
        run.ExitCode.Should().Be(0, run.Error);
        return run;
    }

    // By value: 10 and 10.00 are the same amount.
    private static void ShouldHold(JsonElement actual, string expected)
    {
        using var document = JsonDocument.Parse(expected);
        var names = document.RootElement.EnumerateObject().Select(property => property.Name).ToHashSet();
        actual.EnumerateObject().Where(property => names.Contains(property.Name)).Select(Read)
            .Should().BeEquivalentTo(document.RootElement.EnumerateObject().Select(Read));

        static (string Name, object? Value) Read(JsonProperty property) => (property.Name, property.Value.ValueKind switch
        {
            JsonValueKind.Number => property.Value.GetDecimal(),
            JsonValueKind.String => property.Value.GetString(),
            _ => null,
        });
    }
}
