using System.Diagnostics.CodeAnalysis;
using BudgetEnforcement.AspNetCore;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the page of budgets.</summary>
public static class MapBudgetsExtensions
{
    /// <summary>
    /// Maps a live page of all budgets of the container, and the same as JSON: every budget with its numbers, the nodes of the ledger, and the
    /// commands top-up, limit, reset and settle.
    /// </summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="pattern">Where it is, for example <c>/budgets</c>.</param>
    /// <param name="configure">Changes the heading, who may give commands, and how much is shown.</param>
    /// <returns>
    /// A builder of conventions. Call <c>RequireAuthorization</c> on it, or <c>AllowAnonymous</c> where every user may see and change the budgets:
    /// without either, also on a group around it, the host does not start.
    /// </returns>
    /// <remarks>
    /// <para>
    /// Commands need an antiforgery token, which the page has, or a bearer token in the <c>Authorization</c> header, and a key of their own: one
    /// that is sent twice under a key counts once. <see cref="BudgetsPageOptions.CommandPolicy"/> lets fewer give commands than see the page.
    /// </para>
    /// <para>The last hour is kept, by the half minute, for a thousand budgets at most and not for those of registries.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">Something that <paramref name="configure"/> set is not possible.</exception>
    /// <exception cref="InvalidOperationException">The services lack <c>AddBudgets</c>.</exception>
    public static IEndpointConventionBuilder MapBudgets(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/budgets", Action<BudgetsPageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var options = new BudgetsPageOptions();
        configure?.Invoke(options);
        var pages = endpoints.ServiceProvider.GetService<BudgetsPages>()
            ?? throw new InvalidOperationException("MapBudgets needs services.AddBudgets(), with or without a section of configuration.");
        var page = new BudgetsPage(endpoints.ServiceProvider, options.ValidCopy(nameof(configure)), pages.Commands);
        pages.Add(page);
        var group = endpoints.MapGroup(pattern);
        page.Map(group);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (!endpoint.Metadata.Any(it => it is IAuthorizeData or AuthorizationPolicy or IAllowAnonymous))
            {
                throw new InvalidOperationException(
                    $"MapBudgets(\"{pattern}\") would show and change budgets for everybody: call RequireAuthorization on it, or AllowAnonymous where that is meant.");
            }
        });
        return group;
    }
}
