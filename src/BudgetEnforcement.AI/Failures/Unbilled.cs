using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Reflection;

namespace BudgetEnforcement.AI;

/// <summary>Tells failures that are sure not to be billed from those that may be, without the types of any client.</summary>
internal static class Unbilled
{
    private const string OpenAIMessage = "HTTP ";
    private const string AnthropicMessage = "Status Code: ";

    /// <summary>
    /// Whether the failure is sure not to be billed. Of several attempts each must be.
    /// </summary>
    /// <remarks>It asks a foreign object, which may throw: then nothing is sure.</remarks>
    internal static bool IsSure(Exception failure)
    {
        if (failure is AggregateException several)
            return several.InnerExceptions.Count > 0 && several.InnerExceptions.All(IsSure);
        if (StatusOf(failure) is { } status and > 0)
            return status is 400 or 401 or 403 or 404 or 429;
        if (failure is HttpRequestException http && http.HttpRequestError != HttpRequestError.Unknown)
            return http.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
        return failure.InnerException is { } inner && IsSure(inner); // Clients wrap what they are told.
    }

    /// <summary>How many attempts a failure tells of: each of several, or the last one.</summary>
    internal static int AttemptsIn(Exception failure) => failure is AggregateException several ? Math.Max(1, several.InnerExceptions.Count) : 1;

    private static int? StatusOf(Exception failure) => failure switch
    {
        HttpRequestException http => (int?)http.StatusCode,
        _ => StatusProperty(failure) ?? StatusInMessage(failure.Message),
    };

    /// <summary>The status that a failure has as a property. One of its type goes before one that it inherits, which may have the same name.</summary>
    private static int? StatusProperty(Exception failure)
    {
        for (var type = failure.GetType(); type is not null && type.Assembly != typeof(object).Assembly; type = type.BaseType)
        {
            if ((StatusProperty(failure, type, "Status") ?? StatusProperty(failure, type, "StatusCode")) is { } status)
                return status;
        }

        return null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Where the trimmer has taken the property away, the message tells; where that does not, the call is charged.")]
    private static int? StatusProperty(Exception failure, Type type, string name)
    {
        var property = type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        return property is null || property.GetIndexParameters().Length > 0 ? null : property.GetValue(failure) switch
        {
            int status => status,
            HttpStatusCode status => (int)status,
            _ => null,
        };
    }

    private static int? StatusInMessage(string message)
    {
        if (message.StartsWith(OpenAIMessage, StringComparison.Ordinal) && message.Length >= OpenAIMessage.Length + 3
            && int.TryParse(message.AsSpan(OpenAIMessage.Length, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        if (!message.StartsWith(AnthropicMessage, StringComparison.Ordinal))
            return null;
        var name = message.AsSpan(AnthropicMessage.Length);
        var end = name.IndexOfAny('\r', '\n');
        return Enum.TryParse<HttpStatusCode>(end < 0 ? name : name[..end], out var status) ? (int)status : null;
    }
}
