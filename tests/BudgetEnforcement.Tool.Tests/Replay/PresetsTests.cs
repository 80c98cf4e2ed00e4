using BudgetEnforcement.Tool.Replay.Presets;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Rows of our own in the layouts of providers.</summary>
public sealed class PresetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, decimal> Exports => new()
    {
        { "focus", "BilledCost,BillingCurrency,ChargePeriodEnd,ChargePeriodStart,EffectiveCost,ListCost\n1.5,USD,2026-05-02T00:00:00Z,2026-05-01T00:00:00Z,1.25,2\n", 1.5m },
        { "aws-cur", "identity/LineItemId,lineItem/UsageStartDate,lineItem/LineItemType,lineItem/UnblendedCost,lineItem/CurrencyCode\nx,2026-05-01T00:00:00Z,Usage,2.5000000000,USD\nx,2026-05-01T00:00:00Z,Credit,-0.5000000000,USD\n", 2m },
        { "aws-cur", "line_item_usage_start_date,line_item_unblended_cost,line_item_currency_code\n2026-05-01 00:00:00.000,1e-05,USD\n", 0.00001m },
        { "cost-explorer", "\"Linked account\",\"A ($)\",\"B ($)\",\"Total costs ($)\"\n\"Linked account total\",\"3\",\"4\",\"7\"\n\"2026-05-01\",\"1\",\"2\",\"3\"\n\"2026-05-02\",\"2\",\"2\",\"4\"\n", 7m },
        { "azure-cost", "SubscriptionName,Date,CostInBillingCurrency,BillingCurrency\ns,05/13/2026,1.25,EUR\ns,05/02/2026,0.75,EUR\n", 2m },
        { "azure-cost", "UsageDateTime,PreTaxCost,Currency\n2026-05-13,1.25,EUR\n", 1.25m },
        { "azure-cost", "AccountName,Date,Quantity,EffectivePrice,Cost,UnitPrice,BillingCurrency\na,05/13/2026,1,2,1.25,2,EUR\n", 1.25m },
        { "azure-cost", "UsageDate,ServiceName,Cost,CostUSD,Currency\n2026-05-13,VM,9.2,10.0,EUR\n", 9.2m },
        { "gcp-billing", "billing_account_id,cost,currency,usage_start_time\na,0.5,USD,2026-05-01 10:00:00 UTC\na,0.25,USD,2026-05-01 11:00:00 UTC\n", 0.75m },
        { "gcp-billing", "Invoice number,1\nProject name,SKU description,Cost type,Usage start date,Cost ($)\np,cpu,Usage,2026-05-01,\"1,204.50\"\n,,Total,,\"1,204.50\"\n", 1204.5m },
        { "gcp-billing", "Project name,SKU description,Usage start date,Cost ($),Savings programs ($),Subtotal ($)\np,cpu,2026-05-01,10.00,-2.00,8.00\n", 8m },
        { "openai-usage", "start_time,end_time,start_time_iso,amount_value,amount_currency,line_item\n1777593600,1777680000,2026-05-01T00:00:00+00:00,0.125,usd,x\n", 0.125m },
        { "openai-usage", "start_time,num_model_requests,input_tokens,input_cached_tokens,output_tokens,model\n1777593600,3,1000000,900000,10000,gpt-4o-mini-2024-07-18\n", 0.0885m },
        { "openrouter", "generation_id,created_at,cost_total,tokens_prompt,tokens_cached\ng1,2026-05-01 10:00:00.123,0.0042,10,5\n", 0.0042m },
        { "cursor", "Date,Kind,Model,Max Mode,Cost\n\"2026-05-02T10:00:00.000Z\",On-Demand,m,No,$0.50\n\"2026-05-01T10:00:00.000Z\",Included,m,No,Included\n", 0.5m },
        { "litellm", "request_id,call_type,spend,startTime,endTime\nr1,acompletion,1.5e-05,2026-05-01T10:00:00.123000+00:00,2026-05-01T10:00:01+00:00\n", 0.000015m },
    };

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task Export_OfAKnownProvider_IsNoticedByItsHeaderAndTold(string preset, string text, decimal spent)
    {
        var path = _folder.Write("export.csv", text);

        var noticed = await ToolRun.Of("replay", path, "--limit", "100000", "--json");
        var named = await ToolRun.Of("replay", path, "--limit", "100000", "--json", "--preset", preset);
        var none = await ToolRun.Of("replay", path, "--limit", "100000", "--json", "--preset", "none");

        noticed.ExitCode.Should().Be(0, noticed.Error);
        noticed.Json.GetProperty("spent").GetDecimal().Should().Be(spent);
        noticed.Json.GetProperty("notes")[0].GetString().Should().Contain($"has the layout of {preset}");
        named.Output.Should().Be(noticed.Output);
        (none.Output + none.Error).Should().NotContain("has the layout of");
    }

    [Fact]
    public void Presets_EachOne_IsTriedHere() =>
        Exports.Select(row => row.Data.Item1).Distinct().Should().BeEquivalentTo(KnownPresets.Names);

    [Theory]
    [InlineData("Date,CostInBillingCurrency,BillingCurrency\n01/02/2026,4,EUR\n14/02/2026,8,EUR\n")]
    [InlineData("Date;CostInBillingCurrency;BillingCurrency\n01.02.2026;4,00;EUR\n14.02.2026;8,00;EUR\n")]
    public async Task Azure_DaysOfAnotherForm_AreReadAsTheFileHasThem(string text)
    {
        var run = await ToolRun.Of("replay", _folder.Write("export.csv", text), "--limit", "3");

        run.Output.Should().Contain("on 1 February 2026, before a cost of 4.00 EUR");
    }

    [Fact]
    public async Task Azure_DaysOfAmericanForm_AreReadWithTheMonthFirst()
    {
        var path = _folder.Write("export.csv", "Date,CostInBillingCurrency,BillingCurrency\n05/02/2026,4,EUR\n04/03/2026,8,EUR\n");

        var run = await ToolRun.Of("replay", path, "--limit", "10");

        run.Output.Should().Contain("on 2 May 2026, before a cost of 4.00 EUR");
    }
}
