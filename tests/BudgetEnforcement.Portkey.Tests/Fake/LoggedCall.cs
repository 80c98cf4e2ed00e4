namespace BudgetEnforcement.Portkey.Tests.Fake;

/// <summary>A call as the fake Portkey has it in its logs.</summary>
internal sealed record LoggedCall(DateTimeOffset At, decimal Cents, string? Label = null)
{
    /// <summary>When Portkey hears of it: its logs are late. It has always known of it where nothing is said.</summary>
    public DateTimeOffset KnownAt { get; init; }

    public string MetadataKey { get; init; } = "budget_label";
}
