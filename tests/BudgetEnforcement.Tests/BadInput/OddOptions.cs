using System.Globalization;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Options, with what is known of their labels.</summary>
internal sealed record OddOptions(BudgetOptions Options, Label Name, Label Currency)
{
    /// <summary>The only ids that are generated and that this machine knows.</summary>
    internal static readonly string[] KnownZones = ["UTC", "Europe/Berlin", "America/New_York", "Tokyo Standard Time"];

    /// <summary>Repeats the rules that the docs of the properties state.</summary>
    internal bool IsValid(bool isChild, bool ignoreName = false) =>
        Options.Limit >= 0 && Options.InitialSpent >= 0
        && Options.Warning75Threshold > 0 && Options.Warning75Threshold < Options.Warning90Threshold && Options.Warning90Threshold <= 1
        && (int)Options.Period is >= 0 and <= 3 && Options.MaxWaiters >= 0 && Options.MaxWait is not { Ticks: <= 0 }
        && Options.AlertAt.Count <= 16 && Options.AlertAt.All(portion => portion > 0) && Options.AlertAt.Distinct().Count() == Options.AlertAt.Count
        && (Options.TimeZoneId is null || (KnownZones.Contains(Options.TimeZoneId) && Options.TimeZone is null))
        && (ignoreName || Name.IsValid(128, spaces: true)) && Currency.IsValid(16, spaces: false)
        && (!isChild || Currency.Value is null or "USD");

    internal void CopyTo(BudgetOptions other)
    {
        foreach (var property in typeof(BudgetOptions).GetProperties().Where(property => property.CanWrite))
            property.SetValue(other, property.GetValue(Options));
        foreach (var portion in Options.AlertAt)
            other.AlertAt.Add(portion);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{ Name = {Name}, Currency = {Currency}, Limit = {Options.Limit}, InitialSpent = {Options.InitialSpent}, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"thresholds {Options.Warning75Threshold} and {Options.Warning90Threshold}, Period = {Options.Period}, MaxWaiters = {Options.MaxWaiters}, ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"MaxWait = {Options.MaxWait}, TimeZone = {Options.TimeZone is not null}, TimeZoneId = {Readable.Escape(Options.TimeZoneId ?? "null")}, ")
        + string.Create(CultureInfo.InvariantCulture, $"InitialSpentAt = {Options.InitialSpentAt:O}, AlertAt = {string.Join(' ', Options.AlertAt)} }}");
}
