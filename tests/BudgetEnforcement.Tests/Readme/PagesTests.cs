using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BudgetEnforcement.Tests.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.Readme;

/// <summary>Checks that the pages are true as far as a test can know.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        // The tests of the packages compile the snippets of packages on the front page.
        var ofPackages = Directory.EnumerateDirectories(Path.Combine(RepositoryFiles.Root, "tests"))
            .Select(folder => Path.Combine(folder, "Readme", "SnippetsOfFrontPage.cs"))
            .Where(File.Exists);
        var regions = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "tests", "BudgetEnforcement.Tests", "Readme"), "Snippets*.cs")
            .Concat(ofPackages)
            .SelectMany(file => Page.RegionsOf(File.ReadAllText(file)))
            .ToList();

        var blocks = Page.All.SelectMany(page => page.Snippets).ToList();

        blocks.Should().NotBeEmpty().And.BeSubsetOf(regions);
        regions.Should().BeSubsetOf(blocks, "a snippet that no page shows must be deleted");
    }

    [Fact]
    public void Page_EveryLink_LeadsSomewhere()
    {
        foreach (var page in Page.All)
        {
            foreach (var (path, heading) in page.Links)
            {
                File.Exists(Path.Combine(RepositoryFiles.Root, path)).Should().BeTrue($"{page} links to {path}");
                if (heading.Length > 0)
                    Page.All.Single(other => other.Path == path).Headings.Should().Contain(heading, $"{page} links to it in {path}");
            }
        }
    }

    [Fact]
    public void FrontPage_OfAllPages_LinksToEach() =>
        Page.Front.Links.Select(link => link.Path).Should().Contain(Page.OfTheLibrary.Select(page => page.Path)).And.Contain(Page.Tests.Path);

    [Fact]
    public void ConfigurationPage_ItsJson_MakesTheBudgetsThatItSays()
    {
        var page = Of("DependencyInjection");
        using var json = new MemoryStream(Encoding.UTF8.GetBytes(page.Blocks("json").Should().ContainSingle().Which));
        var services = new ServiceCollection();
        Snippets.Json(services, new ConfigurationBuilder().AddJsonStream(json).Build());
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        var (team, job) = (provider.GetRequiredKeyedService<BudgetEnforcer>("team"), provider.GetRequiredKeyedService<BudgetEnforcer>("job"));
        (job.Parent, team.Limit, job.Limit, team.GetStatus().PeriodEnd is null).Should().Be((team, 2000m, 150m, false));
    }

    [Fact]
    public void ConfigurationPage_ItsTable_HasEveryOptionThatConfigurationKnows() =>
        Of("DependencyInjection").Rows.SelectMany(row => Quoted(row[0])).Should().BeEquivalentTo(
            typeof(BudgetOptions).GetProperties().Select(property => property.Name).Where(name => name != nameof(BudgetOptions.TimeZone)));

    [Fact]
    public void TellingPage_ItsTable_HasEveryLogEvent()
    {
        var told = Of("Telling").Rows.Where(row => row.Length == 4)
            .SelectMany(row => row[0].Split(',', StringSplitOptions.TrimEntries).Zip(Quoted(row[1]), (id, name) => (id, name, row[2].ToUpperInvariant())));

        var events = LogEvents.All.Select(it => (
            it.Event.EventId.ToString(CultureInfo.InvariantCulture), LogEvents.NameOf(it.Method, it.Event), it.Event.Level.ToString().ToUpperInvariant()));
        told.Should().BeEquivalentTo(events);
    }

    [Fact]
    public void TellingPage_ItsTable_HasEveryInstrument()
    {
        _ = new MetricsProbe();
        _ = new CostReconciler(new Reconciliation.FakeBiller());
        var instruments = new ConcurrentQueue<(string, string?)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "BudgetEnforcement")
                    instruments.Enqueue((instrument.Name, instrument.Unit));
            },
        };
        listener.Start();

        var told = Of("Telling").Rows.Where(row => row.Length == 3)
            .SelectMany(row => Quoted(row[0]).Zip(Quoted(row[1]), (name, unit) => (name, (string?)unit))).ToList();
        SpinWait.SpinUntil(() => instruments.Count >= told.Count, TimeSpan.FromSeconds(10)); // Another thread may be making them.
        told.Should().BeEquivalentTo(instruments);
    }

    [Theory]
    [InlineData(typeof(BudgetStatus), "")]
    [InlineData(typeof(BudgetRefusalReason), "")]
    [InlineData(typeof(BudgetedRunOutcome), "Runs")]
    [InlineData(typeof(BudgetPeriod), "Periods")]
    public void Page_ItsTable_HasEveryAnswer(Type answer, string folder)
    {
        var told = Of(folder).Rows.SelectMany(row => Quoted(row[0])).ToList();

        told.Should().Contain(Enum.GetNames(answer).Where(name => name != "None"));
    }

    [Fact]
    public void PageOfTheRules_ItsTables_NameMethodsOfTheFilesThatTheyLinkTo()
    {
        var page = Of("Rules");
        var rows = page.Rows.Where(row => row.Length == 3 && row[2].StartsWith('`')).ToList();
        rows.Should().HaveCountGreaterThan(15);
        foreach (var row in rows)
        {
            var code = string.Concat(page.LinksIn(row[1]).Select(link => RepositoryFiles.Read(link.Path)));
            foreach (var name in Quoted(row[2]))
                code.Should().MatchRegex($@"(?m)^    (internal|private|public|void)[^=;(\n]*[ .]{name}\(", $"{row[0]} is answered by it");
        }
    }

    private static Page Of(string folder) => Page.OfTheLibrary.Single(page =>
        page.Path == (folder.Length == 0 ? "src/BudgetEnforcement/README.md" : $"src/BudgetEnforcement/{folder}/README.md"));

    private static IEnumerable<string> Quoted(string cell) => Code().Matches(cell).Select(match => match.Groups["code"].Value);

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();
}
