using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Puts chat clients under a budget.</summary>
public static class BudgetChatClientBuilderExtensions
{
    /// <summary>
    /// Charges every call to the budget of the <see cref="BudgetScope"/> that it is made in. Add it last, so that it is next to the provider: see
    /// <see cref="BudgetChatClient"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the defaults; it is called when the client is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
#pragma warning disable RS0026 // The types of the second parameters are unrelated, so no call is ambiguous, now or later.
    public static ChatClientBuilder UseBudget(this ChatClientBuilder builder, Action<AIBudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new BudgetChatClient(inner, Configured(configure)));
    }

    /// <summary>
    /// Charges every call to a budget, and to that of the <see cref="BudgetScope"/> that it is made in. Add it last, so that it is next to the provider:
    /// see <see cref="BudgetChatClient"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="configure">Changes the defaults; it is called when the client is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budget"/> is <see langword="null"/>.</exception>
    public static ChatClientBuilder UseBudget(this ChatClientBuilder builder, BudgetEnforcer budget, Action<AIBudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budget);
        return builder.Use(inner => new BudgetChatClient(inner, budget, Configured(configure)));
    }

    /// <summary>
    /// Charges each call to the budget that a function finds for it, and to that of the <see cref="BudgetScope"/> that it is made in. Add it last, so
    /// that it is next to the provider: see <see cref="BudgetChatClient"/>.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="budgetFor">
    /// Finds the budget, from the messages and the options of the request. If it returns <see langword="null"/>, only the budget of the scope is
    /// charged. It is called when the call is made, on the thread of the caller, who gets its exceptions.
    /// </param>
    /// <param name="configure">Changes the defaults; it is called when the client is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budgetFor"/> is <see langword="null"/>.</exception>
    public static ChatClientBuilder UseBudget(
        this ChatClientBuilder builder,
        Func<IEnumerable<ChatMessage>, ChatOptions?, BudgetEnforcer?> budgetFor,
        Action<AIBudgetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budgetFor);
        return builder.Use(inner => new BudgetChatClient(inner, budgetFor, Configured(configure)));
    }
#pragma warning restore RS0026

    internal static AIBudgetOptions Configured(Action<AIBudgetOptions>? configure)
    {
        var options = new AIBudgetOptions();
        configure?.Invoke(options);
        return options;
    }
}
