using Microsoft.Extensions.Configuration;

namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>Configuration that a test changes, all of it at once, as a file that is written anew.</summary>
internal sealed class ReloadableSource : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    internal static (ReloadableSource Source, IConfigurationSection Section) Of(params (string Key, string? Value)[] values)
    {
        var source = new ReloadableSource();
        source.Fill(values);
        return (source, new ConfigurationBuilder().Add(source).Build().GetSection("Budgets"));
    }

    internal void Change(params (string Key, string? Value)[] values)
    {
        Fill(values);
        OnReload();
    }

    private void Fill((string Key, string? Value)[] values) =>
        Data = values.ToDictionary(value => "Budgets:" + value.Key, value => value.Value, StringComparer.OrdinalIgnoreCase);
}
