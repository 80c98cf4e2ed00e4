using System.Globalization;
using System.Text;
using BudgetEnforcement.Demo.Commands.Fleet;
using BudgetEnforcement.Demo.Display;
using BudgetEnforcement.Demo.Learning;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

public sealed class FleetPartsTests
{
    private static readonly MoneyFormat Money = new(100m, "USD");
    private static readonly LearnerText Verse = new("to be or not to be, that is the question");

    [Fact]
    public void Recipe_OfALaterRound_HasANameAndALearningRateOfItsOwn()
    {
        var recipes = Enumerable.Range(0, 64).Select(FleetRecipe.Of).ToArray();

        recipes.Select(recipe => recipe.Name).Should().OnlyHaveUniqueItems();
        recipes[5].Should().Be(recipes[1] with { Name = "6-double", LearningRate = recipes[1].LearningRate / 2 });
        recipes.Should().OnlyContain(recipe => recipe.LearningRate > 0f);
    }

    [Fact]
    public async Task Job_ThatThrows_IsAFailureThatTakesNobodyWithIt()
    {
        var (team, jobs) = Team(FleetRecipe.Of(0) with { Hidden = -1 });
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        await jobs[0].RunAsync(Verse, Watch(output, team, jobs), TestContext.Current.CancellationToken);

        jobs[0].Standing.State.Should().Be(FleetJobState.Failed);
        output.ToString().Should().Contain("1-small: failed: ");
        FleetSession.ExitCodeOf(jobs, new FleetReport(team, jobs)).Should().Be(ExitCodes.UnexpectedFailure);
    }

    [Fact]
    public void Report_OfATeamThatSpentBesides_IsNotInOrder()
    {
        var (team, jobs) = Team(FleetRecipe.Of(0), FleetRecipe.Of(1));
        jobs[0].Budget.AddCost(1m);
        var before = new FleetReport(team, jobs);

        team.AddCost(1e-28m);

        before.IsInOrder.Should().BeTrue();
        new FleetReport(team, jobs).IsInOrder.Should().BeFalse();
    }

    [Fact]
    public void Report_OfMoreDigitsThanDecimalShows_IsInOrderAllTheSame()
    {
        var (team, jobs) = Team(FleetRecipe.Of(0), FleetRecipe.Of(1));

        foreach (var job in jobs)
        {
            job.Budget.AddCost(4.0000000000000000000000000001m);
            job.Budget.AddCost(4.0000000000000000000000000001m);
        }

        (jobs[0].Budget.Spent + jobs[1].Budget.Spent).Should().NotBe(team.Spent, "each is rounded by itself");
        new FleetReport(team, jobs).IsInOrder.Should().BeTrue();
    }

    [Fact]
    public void Report_OfAPassedLimit_IsNotInOrder()
    {
        var (team, jobs) = Team(FleetRecipe.Of(0));

        jobs[0].Budget.AddCost(31m);

        new FleetReport(team, jobs).IsInOrder.Should().BeFalse();
    }

    [Fact]
    public async Task LiveView_OnATerminal_ShowsJobsTeamAndWhatHappens()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 100;
        console.Profile.Height = 40;
        console.Profile.Encoding = Encoding.UTF8;
        var (team, jobs) = Team(FleetRecipe.Of(0), FleetRecipe.Of(1));
        var text = new FleetMessages(Money);
        var view = new LiveFleetView(console, text, team, jobs);
        var watch = new FleetWatch(view, text, [team, .. jobs.Select(job => job.Budget)], new FakeTimeProvider());

        await view.ShowAsync(async () =>
        {
            watch.Changed();
            await jobs[0].RunAsync(Verse, watch, new CancellationToken(canceled: true));
            jobs[1].Budget.AddCost(23m);
        });

        output.ToString().Should().ContainAll(
            "1-small", "waiting", "interrupted", "2-double", "team: $23.00 of $100.00 (23.00 %)", "┃", "! 2-double: 75 % warning: spent $23.00");
    }

    private static (BudgetEnforcer Team, FleetJob[] Jobs) Team(params FleetRecipe[] recipes)
    {
        var team = new BudgetEnforcer(new BudgetOptions { Name = "team", Limit = 100m }, timeProvider: new FakeTimeProvider());
        return (team, [.. recipes.Select(recipe => new FleetJob(
            recipe, team.CreateChild(new BudgetOptions { Name = recipe.Name, Limit = 30m }), ratePerHour: 1m))]);
    }

    private static FleetWatch Watch(TextWriter output, BudgetEnforcer team, FleetJob[] jobs)
    {
        var text = new FleetMessages(Money);
        return new FleetWatch(new PlainFleetView(output, text, team, jobs), text, [team], new FakeTimeProvider());
    }
}
