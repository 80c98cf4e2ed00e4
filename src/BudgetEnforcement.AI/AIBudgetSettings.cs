using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>A valid copy of options, which does not change.</summary>
internal sealed class AIBudgetSettings
{
    private readonly Dictionary<string, string> _modelNames;

    internal AIBudgetSettings(AIBudgetOptions? options)
    {
        options ??= new AIBudgetOptions();
        ArgumentNullException.ThrowIfNull(options.Prices, nameof(options) + "." + nameof(options.Prices));
        ThrowIfNotNamed(options.UnknownPrice, nameof(options.UnknownPrice));
        ThrowIfNotNamed(options.WhenFull, nameof(options.WhenFull));
        ThrowIfNotNamed(options.Unreported, nameof(options.Unreported));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DefaultMaxOutputTokens ?? 1, 1, nameof(options.DefaultMaxOutputTokens));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastOutputTokens, 1, nameof(options.LeastOutputTokens));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BillableAttempts, 1, nameof(options.BillableAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ToolAllowance, 0m, nameof(options.ToolAllowance)); // ThrowIfNegative takes −0 for negative.
        Prices = options.Prices;
        _modelNames = new Dictionary<string, string>(options.ModelNames, StringComparer.OrdinalIgnoreCase);
        UnknownPrice = options.UnknownPrice;
        DefaultMaxOutputTokens = options.DefaultMaxOutputTokens;
        LeastOutputTokens = options.LeastOutputTokens;
        ServiceTier = options.ServiceTier;
        WhenFull = options.WhenFull;
        Unreported = options.Unreported;
        BillableAttempts = options.BillableAttempts;
        ToolAllowance = options.ToolAllowance;
        InputBound = options.InputBound;
        ReadUsage = options.ReadUsage;
        IsUnbilled = options.IsUnbilled;
        OnCost = options.OnCost;
        LabelsInMetrics = options.LabelsInMetrics;
    }

    internal PriceBook Prices { get; }

    internal UnknownPrice UnknownPrice { get; }

    internal int? DefaultMaxOutputTokens { get; }

    internal int LeastOutputTokens { get; }

    internal string? ServiceTier { get; }

    internal WhenFull WhenFull { get; }

    internal Unreported Unreported { get; }

    internal int BillableAttempts { get; }

    internal decimal ToolAllowance { get; }

    internal Func<AIContent, long?>? InputBound { get; }

    internal Func<object?, AIUsage?>? ReadUsage { get; }

    internal Func<Exception, bool?>? IsUnbilled { get; }

    internal Action<AICost>? OnCost { get; }

    internal bool LabelsInMetrics { get; }

    /// <summary>The name of a model in the book.</summary>
    internal string NameInBook(string model) => _modelNames.GetValueOrDefault(model, model);

    private static void ThrowIfNotNamed<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a named value.");
    }
}
