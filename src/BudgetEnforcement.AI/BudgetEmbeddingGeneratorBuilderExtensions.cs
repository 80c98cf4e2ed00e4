using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>Puts generators of embeddings under a budget. They have no output, so their calls are bounded by their input.</summary>
public static class BudgetEmbeddingGeneratorBuilderExtensions
{
    /// <summary>
    /// Charges every call to the budget of the <see cref="BudgetScope"/> that it is made in. Add it last, so that it is next to the provider, inside of
    /// caches.
    /// </summary>
    /// <typeparam name="TInput">The type of the values to embed.</typeparam>
    /// <typeparam name="TEmbedding">The type of their embeddings.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the defaults; it is called when the generator is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
#pragma warning disable RS0026 // The types of the second parameters are unrelated, so no call is ambiguous, now or later.
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseBudget<TInput, TEmbedding>(
        this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder, Action<AIBudgetOptions>? configure = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Use(inner => new BudgetEmbeddingGenerator<TInput, TEmbedding>(
            inner, static (_, _) => null, BudgetChatClientBuilderExtensions.Configured(configure)));
    }

    /// <summary>
    /// Charges every call to a budget, and to that of the <see cref="BudgetScope"/> that it is made in. Add it last, so that it is next to the provider,
    /// inside of caches.
    /// </summary>
    /// <typeparam name="TInput">The type of the values to embed.</typeparam>
    /// <typeparam name="TEmbedding">The type of their embeddings.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="configure">Changes the defaults; it is called when the generator is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budget"/> is <see langword="null"/>.</exception>
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseBudget<TInput, TEmbedding>(
        this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder, BudgetEnforcer budget, Action<AIBudgetOptions>? configure = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budget);
        return builder.Use(inner => new BudgetEmbeddingGenerator<TInput, TEmbedding>(
            inner, (_, _) => budget, BudgetChatClientBuilderExtensions.Configured(configure)));
    }

    /// <summary>
    /// Charges each call to the budget that a function finds for it, and to that of the <see cref="BudgetScope"/> that it is made in. Add it last, so
    /// that it is next to the provider, inside of caches.
    /// </summary>
    /// <typeparam name="TInput">The type of the values to embed.</typeparam>
    /// <typeparam name="TEmbedding">The type of their embeddings.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="budgetFor">
    /// Finds the budget, from the values and the options of the request. If it returns <see langword="null"/>, only the budget of the scope is
    /// charged. It is called on the thread of the caller, who gets its exceptions.
    /// </param>
    /// <param name="configure">Changes the defaults; it is called when the generator is built.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="budgetFor"/> is <see langword="null"/>.</exception>
    public static EmbeddingGeneratorBuilder<TInput, TEmbedding> UseBudget<TInput, TEmbedding>(
        this EmbeddingGeneratorBuilder<TInput, TEmbedding> builder,
        Func<IEnumerable<TInput>, EmbeddingGenerationOptions?, BudgetEnforcer?> budgetFor,
        Action<AIBudgetOptions>? configure = null)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(budgetFor);
        return builder.Use(inner => new BudgetEmbeddingGenerator<TInput, TEmbedding>(
            inner, budgetFor, BudgetChatClientBuilderExtensions.Configured(configure)));
    }
#pragma warning restore RS0026
}
