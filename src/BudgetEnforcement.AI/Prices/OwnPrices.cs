using System.Buffers;

namespace BudgetEnforcement.AI;

/// <summary>The prices that the user gave a book, the latest first. Immutable.</summary>
internal sealed class OwnPrices
{
    private static readonly SearchValues<char> OfDates = SearchValues.Create("0123456789-");

    private readonly (Uri? Endpoint, string Model, ModelPrice Price)[] _prices;

    private OwnPrices((Uri?, string, ModelPrice)[] prices) => _prices = prices;

    internal static OwnPrices None { get; } = new([]);

    internal OwnPrices Add(Uri? endpoint, string model, ModelPrice price) => new([(endpoint, model, price), .. _prices]);

    internal ModelPrice? Find(Uri? endpoint, string model)
    {
        foreach (var own in _prices)
        {
            if (IsModel(own.Model, model) && (own.Endpoint is null || IsBeneath(own.Endpoint, endpoint)))
                return own.Price;
        }

        return null;
    }

    /// <summary>Answers name a model with the date of its version.</summary>
    private static bool IsModel(string own, string model)
    {
        if (!model.StartsWith(own, StringComparison.OrdinalIgnoreCase))
            return false;

        var rest = model.AsSpan(own.Length);
        return rest.IsEmpty || (rest.Length >= 5 && rest[0] is '-' or '@' && !rest[1..].ContainsAnyExcept(OfDates));
    }

    private static bool IsSameServer(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsBeneath(Uri own, Uri? endpoint)
    {
        if (endpoint is not { IsAbsoluteUri: true } || !IsSameServer(own, endpoint))
            return false;

        var (above, beneath) = (own.AbsolutePath.TrimEnd('/'), endpoint.AbsolutePath);
        return beneath.StartsWith(above, StringComparison.Ordinal) && (beneath.Length == above.Length || beneath[above.Length] == '/');
    }
}
