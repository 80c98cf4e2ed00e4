namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>
/// Examples of what providers export, where a folder of them lies beside the repository: the results that they must give were worked out by hand.
/// </summary>
public sealed class ExportsTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data", "exports"));

    [Theory]
    [InlineData("aws_cur_with_credits.csv --limit 100", "55.00000042")]
    [InlineData("cost_explorer_with_totals.csv --limit 1000", "100")]
    [InlineData("cost_explorer_with_totals.csv --limit 1000 --cost-column Total~costs($)", "100")]
    [InlineData("azure_two_currencies.csv --limit 1000 --where BillingCurrency=USD", "52.50")]
    [InlineData("german_invoice.csv --limit 2000 --cost-column Betrag", "1356.00")]
    [InlineData("german_invoice.csv --limit 2000 --cost-column Betrag --time-column Datum --culture de-DE", "1356.00")]
    [InlineData("report_with_preamble.csv --limit 100 --cost-column Amount", "18.00")]
    [InlineData("report_with_preamble.csv --limit 100 --cost-column Amount --header-line 4", "18.00")]
    [InlineData("usage_events_repeated.csv --limit 100 --cost-column cost --distinct-by message_id,request_id", "0.70")]
    [InlineData("usage_events_repeated.csv --limit 100 --cost-column cost --count-repeats", "1.40")]
    [InlineData("usage_with_cached_tokens.csv --limit 100 --input-tokens-column input_tokens --input-price 1.25 --output-tokens-column output_tokens --output-price 10 --cached-tokens-column cached_input_tokens --cached-price 0.125", "0.3375")]
    [InlineData("newest_first_with_words.csv --limit 10", "8")]
    [InlineData("newest_first_with_words.csv --limit 10 --preset none", "8")]
    [InlineData("german_invoice.csv --limit 2000", "1356.00")]
    [InlineData("report_with_preamble.csv --limit 100", "18.00")]
    public async Task Export_AskedAboutAsItShould_ComesToWhatIsRight(string line, string spent)
    {
        var run = await Replay(line);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(Text.Decimal(spent));
    }

    [Theory]
    [InlineData("azure_two_currencies.csv --limit 1000", "JPY")]
    [InlineData("cost_explorer_with_totals.csv --limit 1000 --cost-column Total~costs($) --preset none", "--skip-totals")]
    [InlineData("usage_events_repeated.csv --limit 100 --cost-column cost", "--distinct-by")]
    [InlineData("usage_with_cached_tokens.csv --limit 100 --input-tokens-column input_tokens --input-price 1.25 --output-tokens-column output_tokens --output-price 10", "--cached-tokens-column")]
    public async Task Export_AskedAboutAsItShouldNot_IsNotBelieved(string line, string question)
    {
        var run = await Replay(line);

        run.ExitCode.Should().Be(2);
        run.Output.Should().BeEmpty();
        run.Error.Should().Contain(question);
    }

    [Fact]
    public async Task NewestFirst_UnderALimitOf10_IsStoppedBeforeThe4DollarsOf3March()
    {
        var run = await Replay("newest_first_with_words.csv --limit 10");

        run.Json.GetProperty("firstDeniedTime").GetString().Should().Be("2026-03-03T18:02:11.4020000+00:00");
        run.Json.GetProperty("firstDeniedLine").GetInt32().Should().Be(2);
        run.Json.GetProperty("notSpent").GetDecimal().Should().Be(4m);
        run.Json.GetProperty("answer").GetString().Should().StartWith("A limit of $10.00 would have stopped this on 3 March 2026 at 18:02 (UTC), before a cost of $4.00");
    }

    private static async Task<ToolRun> Replay(string line)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There are no exports in {Folder}.");
        var args = line.Split(' ').Select(arg => arg.Replace('~', ' ')).ToList();
        return await ToolRun.Of(["replay", Path.Combine(Folder, args[0]), .. args.Skip(1), "--json"]);
    }
}
