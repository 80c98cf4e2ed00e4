namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class RowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("team=a", 3, 2)]
    [InlineData("team!=a", 4, 1)]
    [InlineData("a=b=c", 3, 2)]
    [InlineData("a=b!=c", 4, 1)]
    [InlineData("team=", 0, 0)]
    public async Task Where_OfAnyForm_ChoosesRows(string where, int spent, int rows)
    {
        var json = (await Replay("team,a=b,cost\na,c,1\nb,d,4\na,c,2\n", "--where", where)).Json;

        json.GetProperty("spent").GetInt32().Should().Be(spent);
        json.GetProperty("rows").GetInt32().Should().Be(rows);
        json.GetProperty("filteredRows").GetInt32().Should().Be(3 - rows);
    }

    [Fact]
    public async Task Where_OfAColumnThatIsNotThere_ListsThoseThatAre() =>
        (await Replay("team,cost\na,1\n", "--where", "tem=a")).Error.Should().ContainAll("no column 'tem'", "'team'");

    [Theory]
    [InlineData("credits", "[{'name': 'free tier', 'amount': -5}]")]
    [InlineData("Credits ($)", "-0.01")]
    [InlineData("Discounts ($)", "1")]
    [InlineData("Savings programs ($)", "-2.00")]
    [InlineData("applied_credits_usd", "3")]
    [InlineData("Refunded", "4")]
    public async Task Credits_BesideTheCost_AreAskedAbout(string column, string value)
    {
        var text = $"what,cost,{column}\nx,40,0.00\ny,60,\"{value}\"\n";

        var asked = await Replay(text);
        var ignored = await Replay(text, "--ignore-column", column);

        asked.ExitCode.Should().Be(2);
        asked.Error.Should().ContainAll("line 3", column, "--ignore-column");
        ignored.Json.GetProperty("spent").GetInt32().Should().Be(100);
    }

    [Theory]
    [InlineData("Type", "refund", 5, true)]
    [InlineData("Charge Type", "Credit note", 5, true)]
    [InlineData("lineItemType", "Refund", -5, false)]
    [InlineData("note", "refund", 5, false)]
    public async Task Refund_WithACostAboveZero_IsAskedAbout(string column, string value, int cost, bool isAsked)
    {
        var text = FormattableString.Invariant($"{column},cost\nusage,10\n{value},{cost}\n");

        var run = await Replay(text);
        var ignored = await Replay(text, "--ignore-column", column);

        run.ExitCode.Should().Be(isAsked ? 2 : 0);
        run.Error.Contains("calls the row a refund", StringComparison.Ordinal).Should().Be(isAsked);
        ignored.Json.GetProperty("spent").GetInt32().Should().Be(10 + cost);
    }

    [Fact]
    public async Task Credits_BesideACostThatIsLessThem_AreNothing() =>
        (await Replay("what,Subtotal,credits\nx,40,-10\n", "--cost-column", "Subtotal")).Json.GetProperty("spent").GetInt32().Should().Be(40);

    [Fact]
    public async Task Savings_OfAPlan_AreNoCredits() =>
        (await Replay("what,cost,savingsPlan/SavingsPlanRate\nx,40,0.5\n")).Json.GetProperty("spent").GetInt32().Should().Be(40);

    [Theory]
    [InlineData("[]")]
    [InlineData("0")]
    [InlineData("-$0.00")]
    [InlineData("")]
    [InlineData("NULL")]
    public async Task Credits_ThatAreNone_AreNothing(string value) =>
        (await Replay($"what,cost,credits\nx,40,{value}\n")).Json.GetProperty("spent").GetInt32().Should().Be(40);

    [Theory]
    [InlineData("cost,currency\n1,USD\n2,EUR\n", "EUR")]
    [InlineData("what,cost,currency\na,1,USD\nb,2,\n", "no currency")]
    [InlineData("cost,note\n$1,a\n€2,b\n", "EUR")]
    [InlineData("cost,currency\n€1,USD\n", "EUR")]
    [InlineData("Cost ($),currency\n1,EUR\n", "$")]
    public async Task Currency_MoreThanOne_IsRefused(string text, string named)
    {
        var run = await Replay(text, "--cost-column", text.Contains("Cost ($)", StringComparison.Ordinal) ? "Cost ($)" : "cost");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(named).And.Contain("nothing here converts currencies");
    }

    [Theory]
    [InlineData("cost,currency\n1,USD\n0,EUR\n,GBP\n")]
    [InlineData("cost,currency\n1,USD\n2,EUR\n", "--where", "currency=USD")]
    [InlineData("cost,currency\n$1,CAD\n")]
    public async Task Currency_OneOfAllThatWasSpent_IsTaken(string text, params string[] args) =>
        (await Replay(text, args)).Json.GetProperty("spent").GetInt32().Should().Be(1);

    [Theory]
    [InlineData("costInUsd", "EUR", "USD")]
    [InlineData("cost_usd", "EUR", "USD")]
    [InlineData("Betrag in CHF", "", "CHF")]
    [InlineData("cost", "usd", "USD")]
    public async Task Currency_OfTheNameOfTheCost_IsThatOfTheCost(string column, string currency, string expected) =>
        (await Replay($"what,{column},billingCurrency\na,1,{currency}\n", "--cost-column", column)).Json.GetProperty("currency").GetString().Should().Be(expected);

    [Fact]
    public async Task Currency_InLettersOfAnyCase_IsOneAndTheSame()
    {
        var both = await Replay("cost,currency\n1,usd\n2,USD\n");
        var other = await Replay("cost,currency\n1,usd\n2,eur\n");

        both.Json.GetProperty("spent").GetInt32().Should().Be(3);
        other.Error.Should().Contain("--where \"currency=usd\"");
    }

    [Fact]
    public async Task DistinctBy_RowsOfOneKey_CountOnceOverAllFiles()
    {
        var other = _folder.Write("more.csv", "id,part,cost\nb,1,2\nc,1,4\n");

        var json = (await Replay("id,part,cost\na,1,1\na,2,1\na,1,1\nb,1,3\n", "--distinct-by", "id,part", other)).Json;

        json.GetProperty("spent").GetInt32().Should().Be(9);
        json.GetProperty("repeatedRows").GetInt32().Should().Be(2);
        json.GetProperty("notes").ToString().Should().Contain("had another cost than the first");
    }

    [Fact]
    public async Task DistinctBy_RowsWithoutAKey_AllCount() =>
        (await Replay("what,id,cost\nx,a,1\nx,,2\nx,,2\nx,a,1\n", "--distinct-by", "id")).Json.GetProperty("spent").GetInt32().Should().Be(5);

    [Fact]
    public async Task Costs_BeyondWhatDecimalHolds_AreRefusedAndNotCutOff() =>
        (await Replay("what,cost\na,79228162514264337593543950335\nb,1\n", "--record-only")).Error.Should().Contain("more than can be recorded");

    [Theory]
    [InlineData("request_id,cost\nr1,1\nr2,1\nr1,1\n", true)]
    [InlineData("Message ID,cost\nr1,1\nr1,1\n", true)]
    [InlineData("request_id,cost\nr1,1\nr1,2\n", false)]
    [InlineData("request_id,cost\n,1\n,1\n", false)]
    [InlineData("task_id,cost\nr1,1\nr1,1\n", false)]
    [InlineData("uuid,when,cost\nr1,2026-03-01,1\nr1,2026-03-01,1\n", true)]
    [InlineData("id,when,cost\nr1,2026-03-01,1\nr1,2026-03-02,1\n", false)]
    public async Task Repeat_RowsOfOneCallAndOneCost_AreAskedAbout(string text, bool isAsked) =>
        (await Replay(text)).ExitCode.Should().Be(isAsked ? 2 : 0);

    [Fact]
    public async Task Credits_BeforeWhatTheyAreFor_PayIt()
    {
        var json = (await Replay("what,cost\na,-30\nb,100\nc,-10\nd,40\n", "--limit", "100")).Json;

        json.GetProperty("spent").GetInt32().Should().Be(100);
        json.GetProperty("creditRows").GetInt32().Should().Be(2);
        json.GetProperty("credits").GetInt32().Should().Be(40);
        json.GetProperty("deniedRows").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task Credits_BeyondAllThatWasSpent_AreTold()
    {
        var json = (await Replay("what,cost\na,10\nb,-30\n")).Json;

        json.GetProperty("spent").GetInt32().Should().Be(0);
        json.GetProperty("unusedCredit").GetInt32().Should().Be(20);
        json.GetProperty("notes").ToString().Should().Contain("beyond what was spent");
    }

    [Theory]
    [InlineData("a,-10\nb,-30\nc,0\n", true)]
    [InlineData("a,-10\nb,30\n", false)]
    public async Task Credits_AndNothingElse_AreWonderedAt(string rows, bool isTold) =>
        (await Replay("what,cost\n" + rows)).Notes.Contains("Every cost is below 0", StringComparison.Ordinal).Should().Be(isTold);

    [Fact]
    public async Task Words_ThatSayThereIsNoCost_AreZeroAndTold()
    {
        var json = (await Replay("what,cost\na,Included\nb,-\nc,NULL\nd,2\ne,included\n")).Json;

        json.GetProperty("rows").GetInt32().Should().Be(5);
        json.GetProperty("spent").GetInt32().Should().Be(2);
        json.GetProperty("notes").ToString().Should().ContainAll("included", "(2 times)", "null", "(once)");
    }

    [Fact]
    public async Task SkipBad_RowsThatCannotBeRead_AreLeftOutAndCounted()
    {
        const string Text = "what,cost\na,1\nb,oops\nc,2,3\nd,4\n\"e\"x,5\nf,6\n";

        var strict = await Replay(Text);
        var lax = await Replay(Text, "--skip-bad");

        strict.Error.Should().ContainAll("line 3", "row 2", "column 'cost'", "'oops'");
        lax.ExitCode.Should().Be(0, lax.Error);
        lax.Json.GetProperty("spent").GetInt32().Should().Be(11);
        lax.Json.GetProperty("badRows").GetInt32().Should().Be(3);
        lax.Json.GetProperty("notes").ToString().Should().ContainAll("line 3", "line 4", "line 6");
    }

    [Theory]
    [InlineData("what,cost\na,1\nb,\"2\nc,3\n", "never closed")]
    [InlineData("what;cost\na;1,5\nb;1.355\n", "two ways")]
    [InlineData("what,cost,currency\na,1,USD\nb,1,EUR\n", "converts")]
    public async Task SkipBad_WhatMustBeAskedAbout_IsAskedAllTheSame(string text, string question)
    {
        var run = await Replay(text, "--skip-bad");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(question);
    }

    [Fact]
    public async Task Note_BehindTheRows_IsLeftOutAndTold()
    {
        var json = (await Replay("what,cost\na,1\n\nGenerated on 1 March\nAll rights reserved\n")).Json;

        json.GetProperty("spent").GetInt32().Should().Be(1);
        json.GetProperty("notes").ToString().Should().ContainAll("notes behind the rows", "Generated on 1 March");
    }

    [Theory]
    [InlineData("what,cost\na,1\nperhaps a note\nb,2\n")]
    [InlineData("what,cost\na,1\n2026-03\n")]
    [InlineData("what,team,cost\na,b,1\nc,d\n")]
    public async Task Note_ThatMayBeARow_IsABadRow(string text) =>
        (await Replay(text)).Error.Should().Contain("the number of fields is");

    private async Task<ToolRun> Replay(string text, params string[] args)
    {
        string[] limit = args.Contains("--limit") ? [] : ["--limit", "1000"];
        string[] cost = args.Contains("--cost-column") ? [] : ["--cost-column", "cost"];
        return await ToolRun.Of(["replay", _folder.Write("costs.csv", text), "--json", .. limit, .. cost, .. args]);
    }
}
