namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class TokensTests : IDisposable
{
    private const string ByHand = "--input-tokens-column in --input-price 1.25 --output-tokens-column out --output-price 10";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("in,out\n1000000,10000\n", ByHand, "1.35")]
    [InlineData("in,out\n1000000.0,\"10,000\"\n", ByHand, "1.35")]
    [InlineData("in,cached,out\n1000000,900000,10000\n", ByHand + " --cached-tokens-column cached --cached-price 0.125", "0.3375")]
    [InlineData("in,cached,out\n100000,900000,10000\n", ByHand + " --cached-tokens-column cached --cached-price 0.125 --cache-tokens beside", "0.3375")]
    [InlineData("in,cached,write,out\n100,20,30,0\n", ByHand + " --cached-tokens-column cached --cached-price 0 --cache-write-tokens-column write --cache-write-price 2", "0.0001225")]
    [InlineData("in,out,think\n0,100,40\n", ByHand + " --reasoning-tokens-column think --reasoning-price 20", "0.0014")]
    [InlineData("in,cached,out\n8,,1\n8,NULL,1\n", ByHand + " --cached-tokens-column cached --cached-price 0.125", "0.00004")]
    [InlineData("in,cached_tokens,out\n1000000,0,10000\n", ByHand, "1.35")]
    [InlineData("in,cached_tokens,out\n1000000,900000,10000\n", ByHand + " --ignore-column cached_tokens", "1.35")]
    [InlineData("m,in,out\nopenai/gpt-4o-mini,1000000,1000000\n", "--input-tokens-column in --output-tokens-column out --model-column m", "0.75")]
    [InlineData("m,in,c,out\ngpt-4o-mini,1000000,1000000,0\n", "--input-tokens-column in --output-tokens-column out --cached-tokens-column c --model-column m --provider openai", "0.075")]
    public async Task Tokens_OfEveryKind_CostTheirPrice(string text, string options, string spent)
    {
        var run = await Replay(text, options);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("spent").GetDecimal().Should().Be(Text.Decimal(spent));
    }

    [Theory]
    [InlineData("in,cached_tokens,out\n1000000,900000,10000\n", ByHand, "--cached-tokens-column")]
    [InlineData("in,cached,out\n100,200,0\n", ByHand + " --cached-tokens-column cached --cached-price 1", "--cache-tokens beside")]
    [InlineData("in,cache_read_input_tokens,out\n100,20,0\n", ByHand + " --cached-tokens-column cache_read_input_tokens --cached-price 1", "--cache-tokens within")]
    [InlineData("in,cache read,out\n100,20,0\n", ByHand + " --cached-tokens-column cache~read --cached-price 1", "--cache-tokens within")]
    [InlineData("in_no_cache,cached,out\n100,20,0\n", "--input-tokens-column in_no_cache --input-price 1 --output-tokens-column out --output-price 10 --cached-tokens-column cached --cached-price 1", "--cache-tokens within")]
    [InlineData("in,out,think\n0,10,40\n", ByHand + " --reasoning-tokens-column think --reasoning-price 20", "more than the output")]
    [InlineData("m,in,out\nopenai/none-such,1,1\n", "--input-tokens-column in --output-tokens-column out --model-column m", "no price")]
    [InlineData("m,in,out\ngpt-4o-mini,1,1\n", "--input-tokens-column in --output-tokens-column out --model-column m", "--provider")]
    [InlineData("in,out\n1,\n", ByHand, "is not a number of tokens")]
    public async Task Tokens_ThatMustBeDoubted_AreAskedAbout(string text, string options, string question)
    {
        var run = await Replay(text, options);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(question);
    }

    [Theory]
    [InlineData("model,input_tokens,cached_input_tokens,output_tokens\nm,1,0,1\n", "--input-tokens-column \"input_tokens\" --output-tokens-column \"output_tokens\" with --model-column \"model\"")]
    [InlineData("PromptTokens,CompletionTokens,TotalTokens\n1,1,2\n", "--input-tokens-column \"PromptTokens\" --output-tokens-column \"CompletionTokens\" with --input-price")]
    [InlineData("tokens\n1\n", "with --input-tokens-column and --output-tokens-column.")]
    public async Task Tokens_WithoutACost_AreOfferedInTheQuestion(string text, string offer)
    {
        var run = await ToolRun.Of("replay", _folder.Write("usage.csv", text), "--limit", "1");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(offer);
    }

    private async Task<ToolRun> Replay(string text, string options) =>
        await ToolRun.Of(["replay", _folder.Write("usage.csv", text), "--limit", "100", "--json", .. options.Split(' ').Select(option => option.Replace('~', ' '))]);
}
