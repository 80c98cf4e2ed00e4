using BudgetEnforcement;
using BudgetEnforcement.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Answers refusals of budgets.</summary>
public static class BudgetRefusalExtensions
{
    /// <summary>
    /// Answers a <see cref="BudgetExceededException"/> that is not caught, also inside another exception, with 429 and problem details, and
    /// <c>Retry-After</c> where the refusal has <see cref="BudgetCheck.RetryAt"/>.
    /// </summary>
    /// <param name="app">The pipeline. Put this after handlers of exceptions, so that these do not see a refusal and log it as an error.</param>
    /// <returns><paramref name="app"/>, for more calls.</returns>
    /// <remarks>Endpoints with <c>RequireBudget</c> answer so without it. Other exceptions go on.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="app"/> is <see langword="null"/>.</exception>
    public static IApplicationBuilder UseBudgetRefusals(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Use(static next => context => AnswerAsync(context, next));
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (BudgetExceededException.FindIn(exception) is { } refusal)
        {
            await RefusalAnswer.WriteAsync(context, refusal.Check, clear: true).ConfigureAwait(false);
        }
    }
}
