namespace BudgetEnforcement;

/// <summary>
/// An ambient budget, for code that cannot receive one as an argument: a framework makes the call, and the called code finds the budget in
/// <see cref="Current"/>.
/// </summary>
/// <remarks>
/// <para>
/// A scope belongs to the flow of the call that begins it, like the value of an <see cref="AsyncLocal{T}"/>. Everything that this flow
/// calls, awaits and starts sees it: tasks, threads, timers and work items of the thread pool, unless
/// <see cref="ExecutionContext.SuppressFlow"/> is in force. The caller of an async method does not see the scopes that the method begins.
/// </para>
/// <para>
/// Work that was started inside a scope keeps the scope that it started with, also after the scope is disposed of where it began, so its
/// cost still counts where it belongs. Beginning or disposing of a scope there has no effect on the flow that started it.
/// </para>
/// <para>
/// A flow keeps the budgets of its scopes alive until they are disposed of or the flow ends. A scope does not close, reset or change its
/// budget in any way.
/// </para>
/// </remarks>
/// <threadsafety>Immutable; every member may be called from any thread, and <see cref="Dispose"/> acts on the flow that calls it.</threadsafety>
public sealed class BudgetScope : IDisposable
{
    private static readonly AsyncLocal<BudgetScope?> Ambient = new();

    private readonly BudgetScope? _outer;

    private BudgetScope(BudgetEnforcer budget, string? label, BudgetScope? outer) => (Budget, Label, _outer) = (budget, label, outer);

    /// <summary>The innermost scope of the present flow; <see langword="null"/> where there is none.</summary>
    public static BudgetScope? Current => Ambient.Value;

    /// <summary>The budget that costs in this scope count against.</summary>
    public BudgetEnforcer Budget { get; }

    /// <summary>What the costs in this scope are for, such as the step of an agent; <see langword="null"/> where none was given.</summary>
    public string? Label { get; }

    /// <summary>Begins a scope inside the present one, if there is one: it is <see cref="Current"/> until it is disposed of.</summary>
    /// <param name="budget">The budget that costs in the scope count against.</param>
    /// <param name="label">What they are for; any text. It is not inherited from the scope outside.</param>
    /// <returns>The scope; dispose of it in the method that began it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="budget"/> is <see langword="null"/>.</exception>
    public static BudgetScope Begin(BudgetEnforcer budget, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var scope = new BudgetScope(budget, label, Ambient.Value);
        Ambient.Value = scope;
        return scope;
    }

    /// <summary>
    /// Ends this scope in the present flow, and with it those that were begun inside it: the scope outside is <see cref="Current"/> again.
    /// Does nothing where this scope is not, or no longer, one of the flow, so a second call does no harm, and neither does a scope that
    /// outlives the one around it.
    /// </summary>
    public void Dispose()
    {
        for (var scope = Ambient.Value; scope is not null; scope = scope._outer)
        {
            if (scope != this)
                continue;
            Ambient.Value = _outer;
            return;
        }
    }
}
