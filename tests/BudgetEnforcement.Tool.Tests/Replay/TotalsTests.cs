namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Rows that are the sum of others.</summary>
public sealed class TotalsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Total,100")]
    [InlineData("TOTAL:,100")]
    [InlineData("Grand total,100")]
    [InlineData("Subtotal,100")]
    [InlineData("Service total,100")]
    [InlineData("Gesamtsumme,100")]
    [InlineData("Summe,100")]
    [InlineData("合計,100")]
    [InlineData(",100")]
    public async Task Total_AnyRowThatLooksLikeOne_IsAskedAbout(string row)
    {
        var text = $"what,cost\nx,40\ny,60\n{row}\n";

        var asked = await Replay(text);
        var skipped = await Replay(text, "--skip-totals");
        var counted = await Replay(text, "--count-totals");

        asked.ExitCode.Should().Be(2);
        asked.Error.Should().ContainAll("line 4", "--skip-totals", "--count-totals");
        skipped.Json.GetProperty("spent").GetInt32().Should().Be(100);
        skipped.Json.GetProperty("totalRows").GetInt32().Should().Be(1);
        counted.Json.GetProperty("spent").GetInt32().Should().Be(200);
    }

    [Theory]
    [InlineData("Totality,100")]
    [InlineData("TotalEnergies,100")]
    [InlineData("Sumatra,100")]
    public async Task Total_RowThatDoesNotLookLikeOne_Counts(string row) =>
        (await Replay($"what,cost\nx,4\n{row}\n")).Json.GetProperty("spent").GetInt32().Should().Be(104);

    [Fact]
    public async Task Total_RowThatIsTheSumOfAllOthers_IsRemarkedUpon()
    {
        var json = (await Replay("what,cost\na,1.5\nb,2.5\nc,3\nall,7\n")).Json;

        json.GetProperty("spent").GetInt32().Should().Be(14);
        json.GetProperty("notes").ToString().Should().Contain("line 5").And.Contain("exactly the sum of all others");
    }

    [Theory]
    [InlineData("a,12.10\nb,34.25\nall,46.35\n", "line 4")]
    [InlineData("all,46.35\na,12.10\nb,34.25\n", "line 2")]
    public async Task Total_ThatIsTheSumOfAllOthersAndHardlyByChance_IsAskedAbout(string rows, string place)
    {
        var asked = await Replay("what,cost\n" + rows);
        var counted = await Replay("what,cost\n" + rows, "--count-totals");

        asked.ExitCode.Should().Be(2);
        asked.Error.Should().ContainAll(place, "exactly the sum of all others", "--where", "--count-totals");
        counted.Json.GetProperty("spent").GetDecimal().Should().Be(92.70m);
    }

    [Theory]
    [InlineData("Datum;Dienst;cost;MwSt\n01.02.2026;VM;10,00;1,90\n02.02.2026;VM;20,00;3,80\n;;30,00;5,70\n")]
    [InlineData("Datum;Dienst;cost;MwSt\n01.02.2026;VM;10,00;1,90\n02.02.2026;VM;20,00;3,80\n;;30,00;5,70\n", "--time-column", "Datum")]
    public async Task Total_ThatLacksWhatTheOthersHaveAndIsTheirSum_IsAskedAbout(string text, params string[] args)
    {
        var asked = await Replay(text, args);
        var skipped = await Replay(text, [.. args, "--skip-totals"]);

        asked.ExitCode.Should().Be(2);
        asked.Error.Should().ContainAll("line 4", "--skip-totals");
        skipped.Json.GetProperty("spent").GetInt32().Should().Be(30);
        skipped.Json.GetProperty("totalRows").GetInt32().Should().Be(1);
    }

    [Theory]
    [InlineData("id,request,cost\na,hello,1\nb,what is the total,2\n", 0)]
    [InlineData("id,request,cost\na,hello,1\nb,Total,2\n", 2)]
    [InlineData("id,request,cost\na,hello,1\n,Total of all,2\n", 2)]
    [InlineData("service,request,cost\na,hello,1\nService total,x,2\n", 2)]
    public async Task Total_AmongOtherWords_IsOneWhereTheRowIsCalledSoOrLacksSomething(string text, int exitCode) =>
        (await Replay(text)).ExitCode.Should().Be(exitCode);

    [Fact]
    public async Task Row_ThatIsTheSumOfThoseBeforeAndLacksNothing_Counts() =>
        (await Replay("what,cost\na,1\nb,2\nc,3\nd,5\n")).Json.GetProperty("spent").GetInt32().Should().Be(11);

    [Theory]
    [InlineData("line_item_usage_start_date,line_item_line_item_description,line_item_unblended_cost\n2026-05-01,Total requests,2\n2026-05-01,Tax in total,1\n", 3)]
    public async Task Total_AsAWordOfAProvidersRowWithATime_IsNoTotal(string text, int spent) =>
        (await ToolRun.Of("replay", _folder.Write("costs.csv", text), "--limit", "1000", "--json")).Json.GetProperty("spent").GetInt32().Should().Be(spent);

    private Task<ToolRun> Replay(string text, params string[] args) =>
        ToolRun.Of(["replay", _folder.Write("costs.csv", text), "--json", "--limit", "1000", "--cost-column", "cost", .. args]);
}
