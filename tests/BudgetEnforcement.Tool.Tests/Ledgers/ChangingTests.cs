using System.Text;
using Microsoft.Extensions.Time.Testing;

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

        var run = await RunWhile("top-up team 50 --key k1", "top-up team 25 --yes");

        run.Output.Should().Contain("used before");
        (await _file.FindAsync("team")).Limit.Should().Be(175m);
    }

    [Theory]
    [InlineData("100", "true", "set to $100.00")]
    [InlineData("150", "false", "$150.00 already")]
    public async Task Limit_WhileSomebodyElseChangesIt_SetsIt_AndSaysWhetherItWasOtherThen(string limit, string changed, string said)
    {
        await _file.CreateAsync();

        var run = await RunWhile($"limit team {limit} --json", "top-up team 50 --yes");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.GetProperty("changed").GetRawText().Should().Be(changed);
        run.Json.GetProperty("message").GetString().Should().Contain(said);
        (await _file.FindAsync("team")).Limit.Should().Be(Text.Decimal(limit));
    }

    [Fact]
    public async Task Limit_ThatIsSoAlready_CountsUnderItsKeyAllTheSame()
    {
        await _file.CreateAsync();
        await Run("", "limit team 100 --yes --key k1");
        await Run("", "top-up team 50 --yes");

        var run = await Run("", "limit team 100 --yes --key k1 --json");

        run.Json.GetProperty("changed").GetBoolean().Should().BeFalse("the first time told that a repeat under this key changes nothing more");
        (await _file.FindAsync("team")).Limit.Should().Be(150m);
    }

    [Fact]
    public async Task Limit_OfNegativeZero_IsZero()
    {
        await _file.CreateAsync();

        var run = await Run("", "limit team -0.0 --yes");

        run.ExitCode.Should().Be(0, run.Error);
        (await _file.FindAsync("team")).Limit.Should().Be(0m);
    }

    [Fact]
    public async Task Reset_WhileSomebodyElseResets_EndsNoFurtherTerm()
    {
        await _file.CreateAsync(teamSpent: 10m);

        var run = await RunWhile("reset team --json", "reset team --yes");

        run.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        (await _file.FindAsync("team")).Term.Should().Be(1);
    }

    [Theory]
    [InlineData("--release", 0, "settled already")]
    [InlineData("--spent team=1", 4, "not as it was")]
    public async Task Settle_WhileSomebodyElseSettles_LeavesWhatWasSaid(string how, int exitCode, string said)
    {
        await _file.CreateAsync();
        await _file.LoseNodeAsync("worker-7");

        var run = await RunWhile($"settle worker-7 {how}", "settle worker-7 --charge --yes");

        run.ExitCode.Should().Be(exitCode, run.Error);
        (run.Output + run.Error).Should().Contain(said).And.Contain("nothing was changed");
        (await _file.FindAsync("team")).Spent.Should().Be(12m);
    }

    [Fact]
    public async Task Settle_OfAProcessThatReportsMeanwhile_IsRefused()
    {
        await _file.CreateAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1));
        await using var ledger = await _file.OpenAsync("worker-7", clock);
        var org = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "org", Limit = 1_000m }, cancellationToken: TestContext.Current.CancellationToken);
        using var held = await org.ReserveAsync(12m, TestContext.Current.CancellationToken);

        var run = await RunWhile("settle worker-7 --spent org=7", () =>
        {
            // It has spent 7 beyond the report before this one.
            org.AddCost(7m);
            clock.Advance(TimeSpan.FromMinutes(1));
            ledger.FlushAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        });

        run.ExitCode.Should().Be(4, run.Output);
        run.Error.Should().Contain("not as it was");
        (await _file.FindAsync("org")).Spent.Should().Be(7m);
    }

    [Fact]
    public async Task Settle_OfOneThatIsSettled_IsToldToProgramsToo()
    {
        await _file.CreateAsync();
        await _file.LoseNodeAsync("worker-7");
        await Run("", "settle worker-7 --charge --yes");

        var run = await Run("", "settle worker-7 --release --yes --json");

        run.Json.GetProperty("changed").GetBoolean().Should().BeFalse();
        run.Json.GetProperty("message").GetString().Should().Contain("settled already");
        (await _file.FindAsync("team")).Spent.Should().Be(12m);
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

    /// <summary>Runs a command that is answered with yes after another one was carried out: the other change falls between the question and its answer.</summary>
    private Task<ToolRun> RunWhile(string command, string other) => RunWhile(command, () => Run("", other).GetAwaiter().GetResult().ExitCode.Should().Be(0));

    private Task<ToolRun> RunWhile(string command, Action meanwhile) => ToolRun.With(
        () =>
        {
            meanwhile();
            return new MemoryStream("y\n"u8.ToArray());
        },
        TimeProvider.System,
        [],
        CancellationToken.None,
        [.. command.Split(' '), "--ledger", _file.Address]);

    private Task<ToolRun> Run(string answer, string command) =>
        ToolRun.With(Encoding.UTF8.GetBytes(answer), TimeProvider.System, [], CancellationToken.None, [.. command.Split(' '), "--ledger", _file.Address]);
}
