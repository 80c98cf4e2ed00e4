using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>What Portkey is asked: the window, the filters, the key.</summary>
public sealed class WindowTests : PortkeyTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Windows_BesideEachOther_ShareNoCallAndMissNone(bool takesMaximumIn)
    {
        Portkey.TakesMaximumIn = takesMaximumIn;
        Portkey.Add(
            new(Noon.AddTicks(-1), 1m), new(Noon, 10m), new(End.AddMilliseconds(-2), 100m), new(End, 1000m), new(End.AddMinutes(5).AddMilliseconds(-2), 10_000m), new(End.AddMinutes(5), 100_000m));

        (await Client().GetTotalAsync(Noon, End, Cancelled)).Should().Be(1.10m);
        (await Client().GetTotalAsync(End, End.AddMinutes(5), Cancelled)).Should().Be(110m);
    }

    [Fact]
    public async Task GetAsync_AWindowInAnotherZone_IsAskedForInUtc()
    {
        var zone = TimeSpan.FromMinutes(330);

        await Client().GetTotalAsync(Noon.ToOffset(zone), End.ToOffset(zone), Cancelled);

        Portkey.Requests.Single().Query.Should().Be("?time_of_generation_min=2026-07-01T12%3A00%3A00.000Z&time_of_generation_max=2026-07-01T12%3A04%3A59.999Z");
    }

    [Fact]
    public async Task GetAsync_EveryOption_IsAskedFor()
    {
        await GetAsync(options =>
        {
            options.MetadataKey = "team & cost";
            options.WorkspaceSlug = "ws-1";
            options.VirtualKeys.Add("vk-1");
            options.VirtualKeys.Add("vk-2");
            options.Configs.Add("pc-1");
            options.ApiKeyIds.Add("7c22af5a");
            options.Metadata["env"] = "prüf";
            options.PageSize = 7;
        });

        var filters = "&workspace_slug=ws-1&virtual_keys=vk-1%2Cvk-2&configs=pc-1&api_key_ids=7c22af5a&metadata=%7B%22env%22%3A%22pr%5Cu00FCf%22%7D";
        Portkey.Requests.Select(request => request.Path).Should().Equal("/v1/analytics/graphs/cost", "/v1/analytics/groups/metadata/team & cost", "/v1/analytics/graphs/cost");
        Portkey.Requests.Should().OnlyContain(request => request.Query.Contains(filters, StringComparison.Ordinal));
        Portkey.Requests[1].Query.Should().EndWith("&current_page=0&page_size=7");
        Portkey.Requests.Should().OnlyContain(request => request.Headers["x-portkey-api-key"] == FakePortkey.Key && request.Headers["Accept"] == "application/json");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -60)]
    [InlineData(1, 60)]
    [InlineData(0, 61)]
    public async Task GetAsync_NoWindowOfMinutes_IsAMistake(int start, int seconds)
    {
        var (from, to) = (Noon.AddSeconds(start), Noon.AddSeconds(seconds));

        await FluentActions.Awaiting(() => Client().GetAsync(from, to, Cancelled).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => Client().GetTotalAsync(from, to, Cancelled).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();
        await FluentActions.Awaiting(() => Client().GetGroupsAsync(from, to, Cancelled).AsTask()).Should().ThrowAsync<ArgumentOutOfRangeException>();

        Portkey.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task BaseAddress_WithoutASlash_IsTheSame()
    {
        await GetAsync(options => options.BaseAddress = new Uri(Portkey.Address.AbsoluteUri.TrimEnd('/')));

        Portkey.Requests[0].Path.Should().Be("/v1/analytics/graphs/cost");
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task GetAsync_InAnyCulture_IsTheSame(string culture)
    {
        Portkey.Add(new(Noon, 1234.5m, "ann"), new(Noon, 0.25m));
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new(culture);
        try
        {
            (await GetAsync(options => options.PageSize = 1)).Should().BeEquivalentTo([new BilledCost("ann", 12.345m), new BilledCost(null, 0.0025m)]);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }

        Portkey.Requests[0].Query.Should().Contain("2026-07-01T12%3A04%3A59.999Z");
    }
}
