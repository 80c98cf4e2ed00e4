namespace BudgetEnforcement.AspNetCore;

/// <summary>A budget or a template as a section of configuration has it, with what is wrong with it.</summary>
/// <threadsafety>Immutable once it is read.</threadsafety>
internal sealed class SectionBudget(string key)
{
    internal string Key { get; } = key;

    /// <summary>All of its keys and values, to find whether a reload has changed any.</summary>
    internal string Text { get; init; } = string.Empty;

    internal string? Parent { get; set; }

    internal bool IsTemplate { get; set; }

    internal bool OnLedger { get; set; }

    /// <summary>The settings of a registry, which only a template may have.</summary>
    internal TimeSpan? ForgetAfter { get; set; }

    internal int? Capacity { get; set; }

    /// <summary>The label of its currency; null where it has that of its parent.</summary>
    internal string? Currency { get; set; }

    internal decimal? Limit { get; set; }

    /// <summary>The settings, in the order of the section.</summary>
    internal List<Action<BudgetOptions>> Settings { get; } = [];

    internal List<string> Errors { get; } = [];

    internal string ErrorText => string.Join(' ', Errors);

    /// <summary>Sets the options, all or none.</summary>
    /// <exception cref="InvalidOperationException">Something in the section cannot be read; the message has every error.</exception>
    internal void Apply(BudgetOptions options)
    {
        if (Errors.Count > 0)
            throw new InvalidOperationException(ErrorText);
        foreach (var set in Settings)
            set(options);
    }
}
