namespace BudgetEnforcement.AI;

/// <summary>Thrown where a call is not made because the price of its model is not known. The message says how to give a price.</summary>
public sealed class UnknownPriceException : Exception
{
    /// <summary>Makes an exception with a general message.</summary>
    public UnknownPriceException()
        : this("The price of the model is not known.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public UnknownPriceException(string? message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why it happened.</param>
    public UnknownPriceException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal UnknownPriceException(string? model, Uri? endpoint)
        : this(MessageFor(model, endpoint)) => (Model, Endpoint) = (model, endpoint);

    /// <summary>The model that was asked for; <see langword="null"/> where the request and the client name none.</summary>
    public string? Model { get; }

    /// <summary>The endpoint of the client; <see langword="null"/> where it is not known.</summary>
    public Uri? Endpoint { get; }

    private static string MessageFor(string? model, Uri? endpoint)
    {
        if (model is null)
        {
            return "Neither the request nor the client names a model, so the price of the call is not known. Set ChatOptions.ModelId, or "
                + "options.UnknownPrice in UseBudget.";
        }

        return $"""
            The price book has no price of "{model}" at {endpoint?.ToString() ?? "an endpoint that is not known"}, so the call was not made. Give it one:
                .UseBudget(budget, options => options.Prices = options.Prices.With("{model}", new ModelPrice(new TokenRates {"{ Input = 0.15m, Output = 0.60m }"})))
            with the dollars of a million tokens; or, where it is a deployment of a known model:
                .UseBudget(budget, options => options.ModelNames["{model}"] = "gpt-4o-mini")
            or say with options.UnknownPrice what models without a price cost.
            """;
    }
}
