using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement.Tests.DependencyInjection;

/// <summary>Which options a configuration can set, and which wrong or unknown settings are an error.</summary>
public class ConfigurationBindingTests
{
    private static readonly Dictionary<string, string?> Everything = new()
    {
        ["Name"] = "nightly", ["Limit"] = "100.5", ["InitialSpent"] = "2.5", ["InitialSpentAt"] = "2026-01-02T03:04:05+01:00", ["Currency"] = "EUR",
        ["Warning75Threshold"] = "0.5", ["Warning90Threshold"] = "0.6", ["AlertAt:0"] = "0.7", ["AlertAt:1"] = "1.0", ["Period"] = "Daily",
        ["TimeZoneId"] = "Europe/Berlin", ["MaxWaiters"] = "3", ["MaxWait"] = "00:01:00",
    };

    [Fact]
    public void Bind_EveryMember_IsRead()
    {
        var options = Section(Everything).Get<BudgetOptions>(binder => binder.ErrorOnUnknownConfiguration = true)!;

        options.Should().BeEquivalentTo(new BudgetOptions
        {
            Name = "nightly", Limit = 100.5m, InitialSpent = 2.5m, InitialSpentAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
            Currency = "EUR", Warning75Threshold = 0.5m, Warning90Threshold = 0.6m, AlertAt = { 0.7m, 1.0m }, Period = BudgetPeriod.Daily,
            TimeZoneId = "Europe/Berlin", MaxWaiters = 3, MaxWait = TimeSpan.FromMinutes(1),
        });
        typeof(BudgetOptions).GetProperties().Select(property => property.Name).Should().BeEquivalentTo(
            Everything.Keys.Select(key => key.Split(':')[0]).Distinct().Append(nameof(BudgetOptions.TimeZone)), "nothing may be left out here");
    }

    [Fact]
    public void Resolve_Limmit_IsNotSet()
    {
        Error(new() { ["Limmit"] = "100" }).Should().Be("Budget 'job': Limit is not set.");
    }

    [Theory]
    [InlineData("MaxWaitres", "3")]
    [InlineData("TimeZone", "Europe/Berlin")]
    [InlineData("AlertAt", "0.5")]
    [InlineData("AlertAt:0", "half")]
    public void Resolve_WhatABinderDropsSilently_IsAnErrorOnUnknownConfiguration(string key, string value)
    {
        Error(new() { ["Limit"] = "100", [key] = value }, binder => binder.ErrorOnUnknownConfiguration = true)
            .Should().StartWith("Budget 'job': ").And.Contain(key == "AlertAt:0" ? "'ErrorOnUnknownConfiguration' was set" : key);
    }

    [Theory]
    [InlineData("Limit", "plenty")]
    [InlineData("Period", "Dayly")]
    [InlineData("MaxWait", "soon")]
    [InlineData("InitialSpentAt", "yesterday")]
    public void Resolve_ValueThatCannotBeRead_IsAnErrorThatNamesIt(string key, string value)
    {
        Error(new() { ["Limit"] = "100", [key] = value }).Should().StartWith("Budget 'job': ").And.ContainAll($"'{value}'", $"'Budget:{key}'");
    }

    [Fact]
    public void Resolve_UnknownTimeZoneId_IsAnErrorThatNamesIt()
    {
        Error(new() { ["Limit"] = "100", ["TimeZoneId"] = "No/Such_Zone" }).Should().Contain("Budget 'job': TimeZoneId").And.Contain("'No/Such_Zone'");
    }

    private static IConfigurationSection Section(Dictionary<string, string?> values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.ToDictionary(pair => "Budget:" + pair.Key, pair => pair.Value)).Build().GetSection("Budget");

    private static string Error(Dictionary<string, string?> values, Action<BinderOptions>? binder = null)
    {
        var services = new ServiceCollection();
        services.AddOptions<BudgetOptions>("job").Bind(Section(values), binder ?? (_ => { }));
        using var provider = services.AddBudgetEnforcer("job").Services.BuildServiceProvider();
        var resolve = () => provider.GetRequiredKeyedService<BudgetEnforcer>("job");
        return resolve.Should().Throw<OptionsValidationException>().Which.Message;
    }
}
