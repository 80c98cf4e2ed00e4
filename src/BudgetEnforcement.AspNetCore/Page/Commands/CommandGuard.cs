using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore;

/// <summary>Lets a command through only if its user means it and may give it.</summary>
internal sealed class CommandGuard(string? policy)
{
    /// <summary>Refuses a command that another site may have forged, and one without rights.</summary>
    /// <exception cref="CommandFault">It is refused; the sentence says why.</exception>
    internal async Task CheckAsync(HttpContext context)
    {
        await ThrowIfForgedAsync(context).ConfigureAwait(false);
        if (!await MayCommandAsync(context).ConfigureAwait(false))
            throw new CommandFault(403, "You may not do this", "Commands need a right that you do not have.");
    }

    /// <summary>Whether the user of a request may give commands.</summary>
    internal async Task<bool> MayCommandAsync(HttpContext context) => policy is null
        || (await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, resource: null, policy).ConfigureAwait(false)).Succeeded;

    private static async Task ThrowIfForgedAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            throw Forged("The command comes from a page of another site.");

        // A page of another site cannot send this header: its browser asks first, and this server does not allow it.
        if (request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return;
        var antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();
        if (!await antiforgery.IsRequestValidAsync(context).ConfigureAwait(false))
            throw Forged("The command has neither a bearer token nor a valid antiforgery token. Load the page again and repeat it.");
    }

    private static CommandFault Forged(string detail) => new(400, "The command may be forged", $"{detail} Nothing was changed.");
}
