using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace BudgetEnforcement.AI;

/// <summary>Tells failures that are sure not to be billed from those that may be, without the types of any client.</summary>
internal static class Unbilled
{
    private const string OpenAIMessage = "HTTP ";
    private const string AnthropicMessage = "Status Code: ";

    /// <summary>
    /// Whether the failure is sure not to be billed. Of several attempts each must be.
    /// </summary>
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

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where the trimmer has taken the property away, the message tells; where that does not, the call is charged.")]
    private static int? StatusProperty(Exception failure)
    {
        var type = failure.GetType();
        if (type.Assembly == typeof(object).Assembly)
            return null;
        var property = type.GetProperty("Status") ?? type.GetProperty("StatusCode");
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
