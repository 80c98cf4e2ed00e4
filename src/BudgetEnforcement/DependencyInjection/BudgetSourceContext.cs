namespace BudgetEnforcement;

/// <summary>Takes the budgets of an <see cref="IBudgetSource"/>, and the errors that it finds.</summary>
/// <threadsafety>Not safe for use by several threads.</threadsafety>
public sealed class BudgetSourceContext
{
    private readonly BudgetRegistrations _registrations;

    internal BudgetSourceContext(BudgetRegistrations registrations) => _registrations = registrations;

    /// <summary>Adds a budget, as <c>AddBudgetEnforcer</c> does.</summary>
    /// <param name="key">Its key and the name of its options.</param>
    /// <param name="parentKey">The key of its parent, which may be added before or after it; none if <see langword="null"/>.</param>
    /// <param name="onLedger">Whether the container's <see cref="BudgetLedger"/> shares it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="key"/> or <paramref name="parentKey"/> is empty or only white space.</exception>
    public void Add(string key, string? parentKey = null, bool onLedger = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        if (parentKey is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(parentKey);
        _registrations.Add(new BudgetRegistration(key, parentKey, configure: null));
        if (onLedger)
            _registrations.PutOnLedger(key);
    }

    /// <summary>Adds an error, which is told with all others in the one message of the start.</summary>
    /// <param name="error">A sentence for people.</param>
    /// <exception cref="ArgumentException"><paramref name="error"/> is <see langword="null"/>, empty or only white space.</exception>
    public void AddError(string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        _registrations.AddError(error);
    }

    /// <summary>Whether a budget of this key was added so far, in code or by a source.</summary>
    /// <param name="key">The key, compared ordinally.</param>
    /// <returns>Whether there is one.</returns>
    public bool Contains(string key) => _registrations.Contains(key);
}
