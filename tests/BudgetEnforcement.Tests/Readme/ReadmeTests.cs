using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.Readme;

/// <summary>What the code of the front page does when it is run. Alone, because one test takes over the console, to which others print.</summary>
[Collection(AloneDefinition.Name)]
public sealed partial class ReadmeTests
{
    [Fact]
    public void QuickStart_WhenRun_PrintsWhatReadmeSays()
    {
        var expected = Output().Match(Readme()).Groups["text"].Value;
        var (console, culture) = (Console.Out, CultureInfo.CurrentCulture);
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // What a user's own code prints follows the user's culture.
        try
        {
            Snippets.QuickStart();
        }
        finally
        {
            Console.SetOut(console);
            CultureInfo.CurrentCulture = culture;
        }

        printed.ToString().Should().Contain(expected.TrimEnd());
    }

    [Fact]
    public void Snippets_WhenRun_GiveWhatTheirCommentsSay()
    {
        var (organisation, job, fits) = Snippets.Tree();
        fits.Should().BeFalse();
        (organisation.Spent, job.Available).Should().Be((20m, 130m));
        Snippets.DependencyInjection(new ServiceCollection(), new ConfigurationBuilder().Build()).Parent!.Name.Should().Be("team");
    }

    [Fact]
    public void TenantsAndAlerts_WhenRun_SpendWhatTheySay()
    {
        var organisation = new BudgetEnforcer(10m);

        Snippets.Tenants(organisation).Should().BeTrue();

        organisation.Spent.Should().Be(0.02m);
        Snippets.Alerts().Spent.Should().Be(100m);
    }

    [Fact]
    public async Task AskTakeRecord_WhenRun_RecordsTheThreeCosts()
    {
        var budget = new BudgetEnforcer(10m);

        await Snippets.AskTakeRecord(budget);

        budget.Spent.Should().Be(0.42m + 0.42m + 0.75m);
    }

    [Fact]
    public async Task StopAndGoOn_ExceededBudget_SavesAndResumes()
    {
        var budget = new BudgetEnforcer(100m);
        budget.AddCost(104.20m);

        var resumed = await Snippets.StopAndGoOn(budget, TestContext.Current.CancellationToken);

        (budget.IsBudgetExceeded, resumed.Available).Should().Be((false, 45.80m));
    }

    [Fact]
    public async Task Waiting_WhenRun_HoldsAtOnce() =>
        (await Snippets.Waiting(TestContext.Current.CancellationToken)).Should().Be(2.50m);

    [Fact]
    public async Task Operation_WhenRun_CommitsTheRealCost()
    {
        var budget = new BudgetEnforcer(1m);

        await Snippets.Operation(budget, TestContext.Current.CancellationToken);

        (budget.Spent, budget.Reserved).Should().Be((0.04m, 0m));
    }

    [Fact]
    public void Periods_WhenRun_TellWhenToTryAgain()
    {
        var refused = Snippets.Periods();

        refused.BudgetName.Should().Be("day");
        refused.RetryAt.Should().NotBeNull().And.Be(refused.PeriodEnd);
    }

    [Fact]
    public async Task Run_WhenRun_Completes() =>
        (await Snippets.Run(new BudgetEnforcer(10m), TestContext.Current.CancellationToken)).Outcome.Should().Be(BudgetedRunOutcome.Completed);

    private static string Readme() => RepositoryFiles.Read("README.md");

    [GeneratedRegex("""^```text\n(?<text>(?s:.*?))^```""", RegexOptions.Multiline)]
    private static partial Regex Output();
}
