namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Files whose numbers are plain, and which may be believed only once something was asked or told.</summary>
public sealed class DoubtsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Amount (in lakhs)")]
    [InlineData("Cost Rs. Lakh")]
    [InlineData("Cost (INR Cr)")]
    [InlineData("金額(千円)")]
    [InlineData("金额(万元)")]
    [InlineData("Custo (centavos)")]
    [InlineData("Kosten in Ct")]
    [InlineData("Kosten Eurocent")]
    [InlineData("Kosten (TEUR)")]
    [InlineData("Kosten in T€")]
    [InlineData("Cost (MUSD)")]
    [InlineData("Cost ($MM)")]
    [InlineData("cost_usd_e6")]
    [InlineData("cost_microusd")]
    [InlineData("cost_nanodollars")]
    [InlineData("cost (pence)")]
    [InlineData("amount_paise")]
    [InlineData("amount_minor")]
    [InlineData("Cost (¢)")]
    [InlineData("Cost %")]
    [InlineData("cost (points)")]
    public async Task Cost_InAPartOrMultipleOfACurrency_IsAskedAbout(string name) => (await AskedAbout($"item,{name}\na,10\nb,20\n")).Should().Contain("Which column is the cost?");

    [Theory]
    [InlineData("time spent")]
    [InlineData("hours_spent")]
    [InlineData("battery charge")]
    [InlineData("amount_gb")]
    [InlineData("cost_ms")]
    [InlineData("spend rank")]
    [InlineData("cost/hour")]
    [InlineData("hourly cost")]
    [InlineData("cost each")]
    [InlineData("Kosten pro Stunde")]
    [InlineData("Stückkosten")]
    [InlineData("Coût unitaire")]
    [InlineData("Steuerbetrag")]
    [InlineData("Plankosten")]
    [InlineData("accumulated cost")]
    [InlineData("cost so far")]
    [InlineData("Montant cumulé")]
    [InlineData("input_cost")]
    [InlineData("EUR/USD")]
    public async Task Cost_OfSomethingElse_IsAskedAbout(string name) => (await AskedAbout($"item,{name}\na,10\nb,20\n")).Should().Contain("Which column is the cost?");

    [Theory]
    [InlineData("Cost (USD)")]
    [InlineData("Cost (excl. tax)")]
    [InlineData("Montant (HT)")]
    [InlineData("Custo (R$)")]
    [InlineData("金額(税抜)")]
    [InlineData("Amount in USD")]
    [InlineData("lineItem/Cost")]
    [InlineData("Gesamtkosten")]
    [InlineData("Cloud spend")]
    [InlineData("Microsoft cost")]
    [InlineData("Planungskosten")]
    [InlineData("E-mail cost")]
    [InlineData("Cost incl. VAT")]
    public async Task Cost_WithARemark_IsTaken(string name) => (await Believed($"item,{name}\na,10\nb,20\n")).Json.GetProperty("spent").GetInt32().Should().Be(30);

    [Theory]
    [InlineData("item,amount,price\nscrews,10,2.5\n")]
    [InlineData("item,amount,unit_of_measure\ns3,10,GB\n")]
    [InlineData("item,Amount,CGST,SGST\nVM,100.00,9.00,9.00\n")]
    [InlineData("item,金額,消費税\nVM,1200,120\n")]
    [InlineData("item,cost,fee\nVM,10,1\n")]
    [InlineData("id,cost,upstream_inference_cost\na,0.05,1\n")]
    [InlineData("item,cost,\na,10,50\n")]
    public async Task Cost_BesideWhatMayBelongToIt_IsAskedAbout(string text) => (await AskedAbout(text)).Should().Contain("Which column is the cost?");

    [Theory]
    [InlineData("date,cost,coupon\n2025-03-01,10,1\n")]
    [InlineData("date,cost,Adjustments\n2025-03-01,10,-1\n")]
    [InlineData("date,cost,promo_credit\n2025-03-01,10,1\n")]
    [InlineData("date,cost,chargeback\n2025-03-01,10,2\n")]
    [InlineData("Data;Custo;Desconto\n13/03/2025;10,00;2,00\n")]
    [InlineData("Data;Kwota;Rabat\n2025-03-13;10,00;2,00\n")]
    [InlineData("品目,金額,割引\nVM,1200,120\n")]
    [InlineData("date,cost,free tier credit\n2025-03-01,10,1\n")]
    public async Task Credit_UnderAnotherName_IsAskedAbout(string text) => (await AskedAbout(text)).Should().Contain("is not taken into account");

    [Theory]
    [InlineData("ccy")]
    [InlineData("Curr.")]
    [InlineData("iso")]
    [InlineData("unit")]
    [InlineData("")]
    [InlineData("WKZ Umsatz")]
    [InlineData("Waluta")]
    [InlineData("Moeda")]
    public async Task Currency_OfAColumnUnderAnyName_IsSeen(string name) => (await AskedAbout($"item,cost,{name}\na,10,USD\nb,18,EUR\n")).Should().Contain("this cost is in EUR");

    [Theory]
    [InlineData("10 MIN")]
    [InlineData("10 PCS")]
    [InlineData("10 PTS")]
    [InlineData("100¢")]
    public async Task Unit_ThatIsNoCurrency_MakesNoAmount(string amount) => (await AskedAbout($"item,cost\na,{amount}\n")).Should().Contain("is not a number");

    [Theory]
    [InlineData("Razem")]
    [InlineData("Sous-total")]
    [InlineData("Summe Januar")]
    [InlineData("Yhteensä")]
    [InlineData("総額")]
    [InlineData("합계")]
    [InlineData("Do zapłaty")]
    [InlineData("Rechnungsbetrag")]
    [InlineData("Amount due")]
    [InlineData("Übertrag")]
    [InlineData("Opening balance")]
    [InlineData("Average")]
    public async Task Total_InAnyLanguage_IsAskedAbout(string label) => (await AskedAbout($"item,cost\na,10\nb,20\n{label},30\nc,5\n")).Should().ContainAll("line 4", "--skip-totals");

    [Theory]
    [InlineData("1,March total")]
    [InlineData("2025-03-01,Razem")]
    public async Task Total_WhoseNameStandsBehindANumber_IsAskedAbout(string label) => (await AskedAbout($"no,item,cost\n1,a,10\n2,b,20\n{label},30\n4,c,5\n")).Should().Contain("--skip-totals");

    [Fact]
    public async Task Total_InTheMidstByItsAmount_IsAskedAboutAndLeftOutWithTheNext()
    {
        const string text = "item,cost\na,10.17\nb,20.12\nx,30.29\nc,5.50\nd,7.25\ny,12.75\nz,43.04\n";

        var asked = await AskedAbout(text);
        var skipped = await Replay(text, "--skip-totals");

        asked.Should().ContainAll("line 4", "exactly the sum of all others before it", "--skip-totals");
        skipped.Json.GetProperty("spent").GetDecimal().Should().Be(43.04m);
        skipped.Json.GetProperty("totalRows").GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task Row_OfTheSameCostBehindACreditForTheOneBefore_Counts() =>
        (await Believed("item,cost\na,12.3456\na,-12.3456\nb,65.4321\nb,65.4321\nc,1\n")).Json.GetProperty("total").GetDecimal().Should().Be(131.8642m);

    [Theory]
    [InlineData("Soll/Haben", "S", "H")]
    [InlineData("Dr/Cr", "DR", "CR")]
    [InlineData("Direction", "out", "in")]
    [InlineData("Type", "Sale", "Return")]
    [InlineData("Type", "Purchase", "Payment")]
    [InlineData("Description", "AWS", "Refund AWS March")]
    [InlineData("Item", "VM", "Credits applied")]
    [InlineData("Text", "VM", "Gutschrift")]
    public async Task Refund_AboveZero_IsAskedAbout(string name, string cost, string refund)
    {
        var text = $"{name},Amount\n{cost},10.00\n{refund},5.00\n";

        (await AskedAbout(text)).Should().ContainAll("line 3", "--ignore-column");
        (await Replay(text, "--ignore-column", name)).Json.GetProperty("spent").GetInt32().Should().Be(15);
    }

    [Theory]
    [InlineData("type", "Actual", "Forecast")]
    [InlineData("scenario", "Actual", "Budget")]
    [InlineData("metric", "UnblendedCost", "UsageQuantity")]
    [InlineData("cost_type", "actual", "amortized")]
    public async Task Row_ThatSaysItIsNoCost_IsAskedAbout(string name, string cost, string other)
    {
        var text = $"date,{name},cost\n2025-03-01,{cost},10\n2025-03-02,{other},20\n";

        (await AskedAbout(text)).Should().ContainAll("line 3", "--where", "--ignore-column");
        (await Replay(text, "--where", $"{name}={cost}")).Json.GetProperty("spent").GetInt32().Should().Be(10);
    }

    [Theory]
    [InlineData("declined")]
    [InlineData("void")]
    [InlineData("storniert")]
    public async Task Row_ThatWasCalledOff_IsCountedAndTold(string status) =>
        (await Believed($"date,status,amount\n2025-03-01,paid,10\n2025-03-02,{status},20\n")).Notes.Should().ContainAll("1 row counted", status, "--where");

    [Fact]
    public async Task Costs_ThatGrowWithEveryRow_AreToldOf()
    {
        (await Believed("item,total_spend\na,1\nb,3\nc,4\nd,6\ne,7.5\nf,9\ng,11\nh,12\n")).Notes.Should().Contain("sums up to now");
        (await Believed("item,total_spend\na,1\nb,3\nc,4\nd,6\ne,7.5\nf,9\ng,11\nh,11\n")).Notes.Should().NotContain("sums up to now");
    }

    [Theory]
    [InlineData("Pos,Betrag\na,1.234\nb,2.500\n")]
    [InlineData("Pos,cost\na,1.234 €\nb,2.500 €\n")]
    public async Task Point_BeforeThreeDigitsOfAFileThatMayBeContinental_IsAskedAbout(string text) => (await AskedAbout(text)).Should().Contain("--culture");

    [Theory]
    [InlineData("Pos,Betrag\na,1.234\nb,2.5\n")]
    [InlineData("Pos,cost\na,1.234\nb,2.500\n")]
    public async Task Point_OfAFileOfAProgram_StandsBeforeDecimals(string text) => (await Believed(text)).Json.GetProperty("spent").GetDecimal().Should().Be(3.734m);

    [Fact]
    public async Task Costs_ThatAreAllBlank_AreToldOf() => (await Believed("item,qty,cost\na,2,\nb,1,\n")).Notes.Should().Contain("no row has anything in 'cost'");

    [Fact]
    public async Task Day_ThatBeginsWithAYearOfTwoDigits_IsNotTakenForADay() =>
        (await Believed("date,cost\n25-01-02,10\n26-02-03,20\n")).Notes.Should().Contain("was not read as times");

    [Theory]
    [InlineData("line_item_id")]
    [InlineData("transaction_id")]
    [InlineData("span_id")]
    public async Task Row_ThatIsTheSameInAllAndHasAnId_IsAskedAbout(string name) => (await AskedAbout($"{name},cost\nt1,0.5\nt1,0.5\nt2,0.25\n")).Should().Contain("--distinct-by");

    private async Task<string> AskedAbout(string text)
    {
        var run = await Replay(text);
        run.ExitCode.Should().Be(2, run.Output);
        return run.Error;
    }

    private async Task<ToolRun> Believed(string text)
    {
        var run = await Replay(text);
        run.ExitCode.Should().Be(0, run.Error);
        return run;
    }

    private Task<ToolRun> Replay(string text, params string[] args) => ToolRun.Of(["replay", _folder.Write("costs.csv", text), "--limit", "1000000", "--json", .. args]);
}
