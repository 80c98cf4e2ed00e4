using System.Text;

namespace BudgetEnforcement.Tool.Tests.Ledgers;

public sealed class ChangingTests : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("top-up team 50")]
    [InlineData("limit team 50")]
    [InlineData("reset team")]
    [InlineData("settle worker-7 --charge")]
    public async Task Change_ThatNobodyConfirms_IsNotMade(string command)
    {
        await _file.CreateAsync(teamSpent: 10m);
        await _file.LoseNodeAsync("worker-7");
        var before = await _file.FindAsync("team");

        foreach (var answer in (string[])["", "n\n", "no\n", "maybe\n", "\n"])
        {
            var run = await Run(answer, command);

            run.ExitCode.Should().Be(5, run.Output);
            run.Error.Should().Contain("[y/N]").And.Contain("Nothing was changed").And.NotContain("key:");
        }

        (await _file.FindAsync("team")).Should().BeEquivalentTo(before);
    }

    [Theory]
    [InlineData("y\n")]
    [InlineData("Yes\r\n")]
    [InlineData("y")]
    public async Task Change_ThatSomebodyConfirms_IsMade(string answer)
    {
        await _file.CreateAsync();

        var run = await Run(answer, "top-up team 50");

        run.ExitCode.Should().Be(0, run.Error);
        run.Error.Should().Contain("Raise the limit of team, which is $100.00, by $50.00? [y/N]");
        (await _file.FindAsync("team")).Limit.Should().Be(150m);
    }

    [Theory]
    [InlineData("top-up team 50", "150")]
    [InlineData("limit team 30.5", "30.5")]
    public async Task Change_RepeatedUnderTheKeyThatWasTold_ChangesNothingMore(string command, string limit)
    {
        await _file.CreateAsync();
        var first = await Run("", $"{command} --yes --json");
        var key = first.Json.GetProperty("key").GetString()!;
        first.Error.Should().Contain($"key: {key}");
        first.Json.GetProperty("changed").GetBoolean().Should().BeTrue();

        var second = await Run("", $"{command} --yes --json --key {key}");

        second.ExitCode.Should().Be(0, second.Error);
        second.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        (await _file.FindAsync("team")).Limit.Should().Be(Text.Decimal(limit));
    }

    [Fact]
    public async Task Limit_RepeatedAfterSomebodyElseHasChangedIt_LeavesThat()
    {
        await _file.CreateAsync();
        await Run("", "limit team 200 --yes --key k1");
        await Run("", "top-up team 50 --yes");

        var run = await Run("", "limit team 200 --yes --key k1 --json");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        run.Json.GetProperty("message").GetString().Should().Contain("used before");
        (await _file.FindAsync("team")).Limit.Should().Be(250m);
    }

    [Fact]
    public async Task TopUp_RepeatedAfterSomebodyHasLoweredTheLimit_ChangesNothingAndSaysSo()
    {
        await _file.CreateAsync();
        await Run("", "top-up team 50 --yes --key k1");
        await Run("", "limit team 20 --yes");

        var run = await Run("", "top-up team 50 --yes --key k1 --json");

        run.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        run.Json.GetProperty("message").GetString().Should().Contain("used before");
        (await _file.FindAsync("team")).Limit.Should().Be(20m);
    }

    [Fact]
    public async Task TopUp_RepeatedWhileSomebodyElseChangesTheLimit_SaysThatTheKeyWasUsed()
    {
        await _file.CreateAsync();
        await Run("", "top-up team 50 --yes --key k1");
        using var error = new StringWriter();
        using var output = new StringWriter();

        // The other change falls between the question and its answer.
        var host = new ToolHost(Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(output) }), error, Answer, TimeProvider.System, _ => null);
        await ToolApp.RunAsync(["top-up", "team", "50", "--key", "k1", "--ledger", _file.Address], host, TestContext.Current.CancellationToken);

        output.ToString().Should().Contain("used before");
        (await _file.FindAsync("team")).Limit.Should().Be(175m);

        Stream Answer()
        {
            Run("", "top-up team 25 --yes").GetAwaiter().GetResult();
            return new MemoryStream("y\n"u8.ToArray());
        }
    }

    [Fact]
    public async Task TopUp_BeyondWhatALimitCanBe_IsOneSentence()
    {
        await _file.CreateAsync();

        var run = await Run("", "top-up team 79228162514264337593543950335 --yes");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("must not rise above").And.NotContain("Parameter").And.NotContain("Actual value");
    }

    [Fact]
    public async Task TopUp_AboveAThousand_IsWrittenAlikeInTheWholeAnswer()
    {
        await _file.CreateAsync();

        (await Run("", "top-up team 1400 --yes")).Output.Should().Contain("raised to $1,500.00. team: Ok, $0.00 of $1,500.00 spent");
    }

    [Fact]
    public async Task TopUp_WithoutAKey_CountsAsOftenAsItIsSent()
    {
        await _file.CreateAsync();

        await Run("", "top-up team 50 --yes");
        await Run("", "top-up team 50 --yes");

        (await _file.FindAsync("team")).Limit.Should().Be(200m);
    }

    [Fact]
    public async Task TopUp_UnderAKeyOfAnotherAmount_IsRefused()
    {
        await _file.CreateAsync();
        await Run("", "top-up team 50 --yes --key k1");

        var run = await Run("", "top-up team 60 --yes --key k1");

        run.ExitCode.Should().Be(4);
        (await _file.FindAsync("team")).Limit.Should().Be(150m);
    }

    [Fact]
    public async Task Reset_RepeatedUnderTheKeyThatWasTold_EndsNoFurtherTerm()
    {
        await _file.CreateAsync(teamSpent: 10m);
        var first = await Run("", "reset team --yes --json");
        first.Json.GetProperty("key").GetString().Should().Be("term-0");

        var second = await Run("", "reset team --yes --json --key term-0");

        second.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        var team = await _file.FindAsync("team");
        (team.Term, team.Spent).Should().Be((1, 0m));
    }

    [Theory]
    [InlineData("--charge", "12")]
    [InlineData("--release", "0")]
    [InlineData("--spent team=7.5", "7.5")]
    public async Task Settle_OfALostProcess_FreesWhatItHeldAndBooksWhatItSpent(string how, string spent)
    {
        await _file.CreateAsync();
        await _file.LoseNodeAsync("worker-7");

        var run = await Run("", $"settle worker-7 {how} --yes");
        var again = await Run("", $"settle worker-7 {how} --yes");

        run.ExitCode.Should().Be(0, run.Error);
        again.ExitCode.Should().Be(0, again.Error);
        var team = await _file.FindAsync("team");
        (team.Spent, team.Held).Should().Be((Text.Decimal(spent), 0m));
    }

    [Theory]
    [InlineData("settle worker-7", "--charge, --release and --spent")]
    [InlineData("settle worker-7 --charge --release", "--charge, --release and --spent")]
    [InlineData("settle worker-7 --spent team", "BUDGET=AMOUNT")]
    [InlineData("settle worker-7 --spent team=1,5", "BUDGET=AMOUNT")]
    [InlineData("settle nobody --charge", "'nobody'")]
    [InlineData("top-up team 0", "must be above zero")]
    [InlineData("top-up team -5", "must not be negative")]
    [InlineData("top-up team 1,5", "'1,5'")]
    [InlineData("top-up none 5", "'none'")]
    [InlineData("top-up team 5 --key \u0007", "--yes")]
    [InlineData("reset team --key 7", "term-7")]
    public async Task Change_ThatCannotBe_IsToldAndNotMade(string command, string named)
    {
        await _file.CreateAsync();
        var before = await _file.FindAsync("team");

        var run = await Run("", command);

        run.ExitCode.Should().BeOneOf(2, 5);
        run.Error.Should().Contain(named).And.NotContain("\u0007");
        (await _file.FindAsync("team")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Settle_OfALivingProcess_IsRefused()
    {
        await _file.CreateAsync();
        await using var ledger = await _file.OpenAsync();
        await ledger.OpenBudgetAsync(new BudgetOptions { Name = "org", Limit = 1_000m }, cancellationToken: TestContext.Current.CancellationToken);
        await ledger.FlushAsync(TestContext.Current.CancellationToken);

        var run = await Run("", $"settle {ledger.NodeId} --charge --yes");

        run.ExitCode.Should().Be(4);
        run.Error.Should().Contain("Settle only one that has ended");
    }

    private Task<ToolRun> Run(string answer, string command) =>
        ToolRun.With(Encoding.UTF8.GetBytes(answer), TimeProvider.System, [], CancellationToken.None, [.. command.Split(' '), "--ledger", _file.Address]);
}
