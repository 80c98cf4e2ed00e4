using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>Checks that options which cannot be used are mistakes that name themselves, and that later changes have no effect.</summary>
public sealed class OptionsTests
{
    public static TheoryData<string, Action<PortkeyCostOptions>> Mistakes => new()
    {
        { "BaseAddress", options => options.BaseAddress = new Uri("/v1", UriKind.Relative) },
        { "BaseAddress", options => options.BaseAddress = new Uri("ftp://portkey.test/") },
        { "BaseAddress", options => options.BaseAddress = new Uri("https://user:pass@portkey.test/") },
        { "BaseAddress", options => options.BaseAddress = new Uri("https://portkey.test/?key=1") },
        { "BaseAddress", options => options.BaseAddress = null! },
        { "MetadataKey", options => options.MetadataKey = "" },
        { "MetadataKey", options => options.MetadataKey = ".." },
        { "MetadataKey", options => options.MetadataKey = "a/b" },
        { "MetadataKey", options => options.MetadataKey = null! },
        { "WorkspaceSlug", options => options.WorkspaceSlug = " " },
        { "VirtualKeys", options => options.VirtualKeys.Add("a,b") },
        { "Configs", options => options.Configs.Add("") },
        { "ApiKeyIds", options => options.ApiKeyIds.Add(null!) },
        { "PageSize", options => options.PageSize = 0 },
        { "PageSize", options => options.PageSize = 1001 },
        { "Attempts", options => options.Attempts = 0 },
        { "Attempts", options => options.Attempts = 21 },
        { "AttemptTimeout", options => options.AttemptTimeout = TimeSpan.Zero },
        { "AttemptTimeout", options => options.AttemptTimeout = Timeout.InfiniteTimeSpan },
        { "AttemptTimeout", options => options.AttemptTimeout = TimeSpan.FromHours(2) },
        { "LongestWait", options => options.LongestWait = TimeSpan.FromTicks(-1) },
        { "LongestWait", options => options.LongestWait = TimeSpan.FromDays(2) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Client_WithAMistake_IsNotMade(string option, Action<PortkeyCostOptions> mistake)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        using var http = new HttpClient();
        var options = new PortkeyCostOptions { ApiKey = FakePortkey.Key };
        mistake(options);

        FluentActions.Invoking(() => new PortkeyCostClient(http, options)).Should().Throw<ArgumentException>().WithMessage($"*{option}*");
    }

    [Fact]
    public void Client_WithoutClientOrOptions_IsNotMade()
    {
        using var http = new HttpClient();

        FluentActions.Invoking(() => new PortkeyCostClient(null!, new PortkeyCostOptions())).Should().Throw<ArgumentNullException>().WithParameterName("client");
        FluentActions.Invoking(() => new PortkeyCostClient(http, null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");
        FluentActions.Invoking(() => new PortkeyHandler(null!)).Should().Throw<ArgumentNullException>().WithParameterName("options");
    }

    [Fact]
    public void Defaults_AreThoseThatAreDocumented()
    {
        var (costs, calls) = (new PortkeyCostOptions(), new PortkeyHandlerOptions());

        (costs.BaseAddress, costs.MetadataKey).Should().Be((calls.BaseAddress, calls.MetadataKey)).And.Be((new Uri("https://api.portkey.ai/v1/"), "budget_label"));
        (costs.PageSize, costs.Attempts, costs.AttemptTimeout, costs.LongestWait).Should().Be((100, 4, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1)));
    }
}
