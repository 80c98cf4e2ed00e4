using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.AspNetCore;

#pragma warning disable CA1032, CA1064 // It never leaves this package: each endpoint answers with it.
/// <summary>A command that cannot be carried out, with the status and the sentence of the answer.</summary>
internal sealed class CommandFault(int status, string title, string detail) : Exception(detail)
{
    /// <summary>
    /// The fault that an endpoint answers with: one of its own, or that of a body which the server could not read; null for any other exception.
    /// </summary>
    internal static CommandFault? In(Exception failure) => failure switch
    {
        CommandFault fault => fault,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(StatusCodes.Status413PayloadTooLarge, "The body is too large", "A command is short. Nothing was changed."),
        BadHttpRequestException unreadable => new(unreadable.StatusCode, "The request cannot be read", "Its body is broken. Nothing was changed."),
        InvalidDataException => new(StatusCodes.Status400BadRequest, "The request cannot be read", "Its form is broken. Nothing was changed."),

        // Antiforgery reads the form for its token, and has found none that can be read.
        AntiforgeryValidationException { InnerException: { } inner } => In(inner) ?? In(new InvalidDataException()),
        _ => null,
    };

    internal int Status { get; } = status;

    internal string Title { get; } = title;

    /// <summary>Whether the same command may be carried out later.</summary>
    internal bool IsTransient => Status == 503;
}
