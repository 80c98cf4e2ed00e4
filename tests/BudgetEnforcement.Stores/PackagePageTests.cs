using BudgetEnforcement.Tests;
using BudgetEnforcement.Tests.Readme;

namespace BudgetEnforcement.Stores;

/// <summary>Checks that the page of a store's package is true as far as a test can know.</summary>
public abstract class PackagePageTests
{
    /// <summary>The name of the package, which is that of its folder.</summary>
    protected abstract string Package { get; }

    private Page Readme => new($"src/{Package}/README.md");

    [Fact]
    public void Page_EveryBlockOfCode_IsARegionThatCompiles()
    {
        var regions = Page.RegionsOf(RepositoryFiles.Read("tests", Package + ".Tests", "Snippets.cs")).ToList();

        Readme.Snippets.Should().NotBeEmpty().And.BeEquivalentTo(regions);
    }

    [Fact]
    public void Page_OfAPackage_LinksOnlyToSites() => Readme.Links.Should().BeEmpty("the package has no other page than this");
}
