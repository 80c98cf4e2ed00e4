using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.AI;

/// <summary>What the calls of one client have in common.</summary>
internal sealed class CallEnvironment
{
    private readonly Once _once = new();

    internal CallEnvironment(AIBudgetOptions? options, Uri? endpoint, string? provider)
    {
        Settings = new AIBudgetSettings(options);
        Prices = new ModelPrices(Settings, _once, endpoint, provider);
        TrustsCosts = TrustedCosts.AreFrom(endpoint);
        Contents = new ContentMeasure(Settings.InputBound);
        Requests = new RequestMeasure(Contents);
        Admission = new Admission(Waits);
        AIMetrics.MakeOnce();
    }

    internal AIBudgetSettings Settings { get; }

    internal ModelPrices Prices { get; }

    internal bool TrustsCosts { get; }

    internal ContentMeasure Contents { get; }

    internal RequestMeasure Requests { get; }

    internal WaitsWithHope Waits { get; } = new();

    internal Admission Admission { get; }

    internal bool IsFirst(string about, string? which = null) => _once.IsFirst(about, which);

    /// <summary>Logs the warnings that are the same for every call, once.</summary>
    internal void WarnOnce(BudgetEnforcer budget, DateTimeOffset now)
    {
        if (Settings.Prices.IsOutdated(now) && IsFirst(nameof(AILog.PricesOld)))
            AILog.PricesOld(budget.Logger, Settings.Prices.AsOf);
        if (budget.Currency != "USD" && Settings.Prices == PriceBook.Embedded && IsFirst(nameof(AILog.CurrencyDiffers), budget.Currency))
            AILog.CurrencyDiffers(budget.Logger, budget.Name, budget.Currency);
    }

    /// <summary>Frees what is held for a call that is not made, or was not billed.</summary>
    internal void Release(in Admitted admitted)
    {
        admitted.Held.Release();
        Waits.OnCostRecorded();
    }

    /// <summary>Reads the usage from the answer that the client keeps: by the function of the user, or else by the package.</summary>
    internal (AIUsage? Usage, bool IsFinal) ReadRaw(object? raw, string? provider, ILogger logger)
    {
        if (Settings.ReadUsage is { } read)
        {
            try
            {
                if (read(raw) is { } usage)
                    return (Copied(usage), false);
            }
#pragma warning disable CA1031 // It is the code of the user, and the client records the cost also where it throws.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                AILog.CallbackFailed(logger, exception, nameof(AIBudgetOptions.ReadUsage));
            }
        }

        return RawUsage.Read(raw, provider);
    }

    /// <summary>Whether a failed call is sure not to be billed.</summary>
    internal bool IsUnbilled(Exception failure, ILogger logger)
    {
        if (Settings.IsUnbilled is { } ask)
        {
            try
            {
                if (ask(failure) is { } answer)
                    return answer;
            }
#pragma warning disable CA1031 // As above.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                AILog.CallbackFailed(logger, exception, nameof(AIBudgetOptions.IsUnbilled));
                return false;
            }
        }

        try
        {
            return Unbilled.IsSure(failure);
        }
#pragma warning disable CA1031 // The failure is a foreign object, and what it throws when it is asked must not hide it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    // The list is an object of the user, so it is read here, where its exceptions count as the user's.
    private static AIUsage Copied(AIUsage usage) => usage.Beside is [] ? usage : usage with { Beside = [.. usage.Beside.Select(Copied)] };

    internal void TellCost(in AICost cost, ILogger logger)
    {
        if (Settings.OnCost is not { } tell)
            return;
        try
        {
            tell(cost);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            AILog.CallbackFailed(logger, exception, nameof(AIBudgetOptions.OnCost));
        }
    }
}
