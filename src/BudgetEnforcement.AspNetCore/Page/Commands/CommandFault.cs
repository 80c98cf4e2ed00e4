using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.AspNetCore;

#pragma warning disable CA1032, CA1064 // It never leaves this package: each endpoint answers with it.
/// <summary>A command that cannot be carried out, with the status and the sentence of the answer.</summary>
internal sealed class CommandFault(int status, string title, string detail) : Exception(detail)
{
    /// <summary>The fault of a request that the server could not read.</summary>
    internal static CommandFault Of(BadHttpRequestException unreadable) => unreadable.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new(StatusCodes.Status413PayloadTooLarge, "The body is too large", "A command is short. Nothing was changed.")
        : new(unreadable.StatusCode, "The request cannot be read", "Its body is broken. Nothing was changed.");

    internal int Status { get; } = status;

    internal string Title { get; } = title;

    /// <summary>Whether the same command may be carried out later.</summary>
    internal bool IsTransient => Status == 503;
}
