namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>What the tool finds without being told, and what it asks about instead.</summary>
public sealed class GuessesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("date,cost\n2026-01-01,1.25\n", "cost")]
    [InlineData("date,task,Total Cost\n2026-01-01,a,$1.25\n", "Total Cost")]
    [InlineData("Datum;Dienst;Rechnungsbetrag\n01.02.2026;VM;1,25 €\n", "Rechnungsbetrag")]
    [InlineData("Date;Libellé;Montant\n15/02/2026;VM;1,25 €\n", "Montant")]
    [InlineData("usage_date_utc,model,cost_usd,cost_type\n2026-01-01,m,1.25,token\n", "cost_usd")]
    [InlineData("id,inputCost,outputCost,totalCost\na,1.00,0.25,1.25\n", "totalCost")]
    [InlineData("service,amount,previous_amount,currency\nEC2,1.25,9.00,USD\n", "amount")]
    [InlineData("service,amount,unit\nEC2,1.25,USD\n", "amount")]
    [InlineData("id,calculatedTotalCost,calculatedInputCost,calculatedOutputCost\na,1.25,1.00,0.25\n", "calculatedTotalCost")]
    [InlineData("cost center,UsageAmount,unit cost,Cost\n4711,500,3,1.25\n", "Cost")]
    [InlineData("item,USD\na,1.25\n", "USD")]
    [InlineData("item,Total (USD)\na,1.25\n", "Total (USD)")]
    [InlineData("item,cost,tax\na,1.25,0.00\n", "cost")]
    public async Task Cost_OfTheOnlyColumnThatCanBeIt_IsTakenAndTold(string text, string column)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(1.25m);
        run.Notes.Should().Contain($"the costs are taken from '{column}'");
    }

    [Theory]
    [InlineData("item,net amount,gross amount\na,1,1.2\n", "'net amount' or 'gross amount' may be it")]
    [InlineData("item,amount,VAT\na,1,0.2\n", "'amount' may be it, or what stands beside it")]
    [InlineData("item,amount,unit\na,12,GB\n", "'amount' may be it, or what stands beside it")]
    [InlineData("item,cost,cost\na,1,2\n", "'cost' or 'cost' may be it")]
    [InlineData("item,Cost,CostUSD\na,9.2,10\n", "'Cost' or 'CostUSD' may be it")]
    [InlineData("item,qty,cost,total\na,2,1.25,2.50\n", "'cost' or 'total' may be it")]
    [InlineData("item,cost_cents\na,125\n", "'cost_cents'")]
    [InlineData("item,Cost (USD thousands)\na,125\n", "'Cost (USD thousands)'")]
    [InlineData("item,Cost in 1000 USD\na,125\n", "'Cost in 1000 USD'")]
    [InlineData("\"Service\",\"2026-01-01\",\"2026-02-01\",\"Service total\"\n\"EC2\",\"1\",\"2\",\"3\"\n\"Total costs\",\"1\",\"2\",\"3\"\n", "days or months")]
    [InlineData("item,cumulative_cost\na,1\nb,3\n", "'cumulative_cost'")]
    [InlineData("item,unit price,quantity\na,5,2\n", "'unit price'")]
    [InlineData("day,success,failed,total\n2026-01-01,5,2,7\n", "'total'")]
    [InlineData("item,cost for us\na,see invoice\nb,as before\n", "'cost for us'")]
    public async Task Cost_OfColumnsThatMayBeSomethingElse_IsAskedAbout(string text, string question)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("Which column is the cost?").And.Contain(question).And.Contain("--cost-column");
    }

    [Fact]
    public async Task Cost_ByItsNameAlone_IsTakenSoThatTheBadRowIsNamed()
    {
        var run = await Replay("item,cost\na,NaN\n");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("line 2", "column 'cost'", "'NaN' is not a number");
    }

    [Theory]
    [InlineData("Usage report,,\n\"From 2026-02-01 to 2026-02-28\",,\n,,\nDate,Item,Amount\n2026-02-01,GPU,12.00\n2026-02-02,GPU,6.00\n", 4)]
    [InlineData("Usage report\nGenerated: 2026-03-01 10:00\nAccount,12345\nTotal cost,18.00\n\nDate,Item,Amount\n2026-02-01,GPU,12.00\n2026-02-02,GPU,6.00\n", 6)]
    [InlineData("Total cost,18.00,\nDate,Item,Amount\n2026-02-01,GPU,12.00\n2026-02-02,GPU,6.00\n", 2)]
    public async Task Header_BelowOtherLines_IsFoundAndTold(string text, int line)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(18m);
        run.Notes.Should().Contain(FormattableString.Invariant($"the header is on line {line}"));
    }

    [Fact]
    public async Task Header_BelowTheLineThatExcelWritesForItself_IsFound() =>
        (await Replay("sep=;\r\nDate;Item;Amount\r\n2026-02-01;GPU;12,00\r\n")).Json.GetProperty("spent").GetDecimal().Should().Be(12m);

    [Theory]
    [InlineData("Date,Amount,Currency\n2026-02-01,12 kWh,USD\n", "'12 kWh' is not a number")]
    [InlineData("what,cost\na,pending\nSetup charge,to come\n", "'pending' is not a number")]
    public async Task Header_IsNoRowOfWordsBelowIt(string text, string problem)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("line 2", problem);
    }

    [Fact]
    public async Task Words_OfNoCostAndOfCharges_AreNoHeader()
    {
        var run = await Replay("Date,Cost\n2026-03-01,Included in Pro\n2026-03-02,$1.25\n2026-03-03,no charge\n2026-03-04,$0\n");

        run.Json.GetProperty("spent").GetDecimal().Should().Be(1.25m);
        run.Notes.Should().ContainAll("Included in Pro", "no charge").And.NotContain("header");
    }

    [Fact]
    public async Task Header_OfTwoTables_IsAskedAbout()
    {
        var run = await Replay("Service,Amount,\nGPU,18.00,\n,,\nDate,Item,Cost\n2026-02-01,GPU,12.00\n2026-02-02,GPU,6.00\n");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("line 1 or on line 4", "--header-line");
    }

    [Fact]
    public async Task Header_WithoutACost_IsTheRowOfWordsAndAskedFor()
    {
        var run = await Replay("Usage report,,\n,,\nDate,Item,Worth\n2026-02-01,GPU,12.00\n");

        run.ExitCode.Should().Be(2);
        run.Error.Should().ContainAll("by line 3", "'Date', 'Item', 'Worth'", "--header-line");
    }

    [Fact]
    public async Task Header_ThatIsARowOfCosts_IsNotBelieved()
    {
        var path = _folder.Write("costs.csv", "2026-02-01,3\n2026-02-02,4\n");

        var asked = await ToolRun.Of("replay", path, "--limit", "10", "--cost-column", "3");
        var insisted = await ToolRun.Of("replay", path, "--limit", "10", "--cost-column", "3", "--header-line", "1", "--json");

        asked.ExitCode.Should().Be(2);
        asked.Error.Should().ContainAll("looks like an amount", "--header-line 1");
        insisted.Json.GetProperty("spent").GetDecimal().Should().Be(4m);
    }

    [Theory]
    [InlineData("billing.cost,billing.currency\n1,USD\n2,EUR\n", "EUR")]
    [InlineData("cost,Invoice Currency\n1,USD\n2,EUR\n", "EUR")]
    [InlineData("Kosten;Rechnungswährung\n1;EUR\n2;CHF\n", "CHF")]
    [InlineData("costForUs,billingCurrency,pricingCurrency\n1,USD,GBP\n2,EUR,GBP\n", "EUR")]
    public async Task Currency_OfAColumnThatIsCalledSo_IsThatOfTheCost(string text, string other)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain($"this cost is in {other}").And.Contain("--where");
    }

    [Theory]
    [InlineData("Datum;W\u00E4hrung;Betrag \u20AC\n01.02.2026;EUR;1.355,90 \u20AC\n")]
    [InlineData("Date;Libell\u00E9;Co\u00FBt\n15/02/2026;VM;1\u00A0355,90\n")]
    public async Task File_OfWindowsInWesternEurope_IsReadAndTold(string text)
    {
        var bytes = System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text);

        var run = await ToolRun.Of("replay", _folder.Write("costs.csv", bytes), "--limit", "10000", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(1355.90m);
        run.Notes.Should().Contain("Windows-1252");
    }

    private Task<ToolRun> Replay(string text) => ToolRun.Of("replay", _folder.Write("costs.csv", text), "--limit", "1000", "--json");
}
