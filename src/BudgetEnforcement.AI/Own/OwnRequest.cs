using System.Text.Json;

namespace BudgetEnforcement.AI;

/// <summary>
/// What a request has beside messages and options, because the user makes it with the client's own types (<c>RawRepresentationFactory</c>). It is read as
/// the JSON that will be sent. One that cannot be read, or has a part that is not known here, may ask for anything.
/// </summary>
internal sealed class OwnRequest
{
    private const string Ordinary = "default";

    /// <summary>Nothing beside messages and options.</summary>
    internal static OwnRequest None { get; } = new() { IsUnderstood = true };

    private OwnRequest()
    {
    }

    /// <summary>Whether every part of it is known here.</summary>
    internal bool IsUnderstood { get; private set; }

    /// <summary>The model that it names.</summary>
    internal string? Model { get; private set; }

    /// <summary>The cap of the answer that it sets, which goes before that of the options.</summary>
    internal int? Cap { get; private set; }

    /// <summary>The most tokens of what it adds to the input.</summary>
    internal long InputTokens { get; private set; }

    /// <summary>It refers to input that the provider has, or has input that is no text.</summary>
    internal bool HasUnboundedInput { get; private set; }

    /// <summary>The provider runs tools for it, or answers several times.</summary>
    internal bool HasUnboundedCost { get; private set; }

    /// <summary>It asks the model to reason.</summary>
    internal bool Reasons { get; private set; }

    /// <summary>It asks for an answer in the background.</summary>
    internal bool IsInBackground { get; private set; }

    /// <summary>Whether it may ask for a dearer service tier.</summary>
    internal bool MayAskForTier { get; private set; }

    /// <summary>It asks for the ordinary service tier.</summary>
    internal bool AsksForOrdinaryTier { get; private set; }

    /// <summary>Tells it from others.</summary>
    internal ulong Fingerprint { get; private set; }

    /// <param name="made">What the user's factory has made; null where it has made nothing.</param>
    internal static OwnRequest Of(object? made)
    {
        if (made is null)
            return None;
        var request = new OwnRequest { IsUnderstood = true };
        if (OwnJson.Read(made) is not { } json || !request.TryRead(json))
            request.IsUnderstood = false;
        if (!request.IsUnderstood)
            (request.HasUnboundedInput, request.HasUnboundedCost, request.MayAskForTier, request.Fingerprint) = (true, true, true, Identity.Of(made));
        return request;
    }

    /// <summary>The service tiers that an answer to it may come in.</summary>
    /// <param name="usual">The tier that answers come in to requests that name none.</param>
    internal TierChoice Tiers(string? usual) => new(AsksForOrdinaryTier && !MayAskForTier ? Ordinary : usual, MayAskForTier);

    private bool TryRead(JsonElement json)
    {
        try
        {
            Read(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // A part is of another kind than it should be, or a text is none.
        }
    }

    private void Read(JsonElement json)
    {
        var fingerprint = AI.Fingerprint.New;
        fingerprint.Add(json.GetRawText());
        Fingerprint = fingerprint.Value;
        foreach (var part in json.EnumerateObject())
        {
            if (part.Value.ValueKind != JsonValueKind.Null)
                Read(part.Name, part.Value);
        }
    }

    private void Read(string name, JsonElement value)
    {
        switch (OwnParts.KindOf(name))
        {
            case OwnParts.Kind.Harmless:
                break;
            case OwnParts.Kind.Model:
                Model = value.GetString();
                break;
            case OwnParts.Kind.Cap:
                Cap = Math.Max(Cap ?? 1, value.TryGetInt32(out var cap) ? cap : int.MaxValue);
                break;
            case OwnParts.Kind.Reasoning:
                Reasons = true;
                break;
            case OwnParts.Kind.Text:
                InputTokens += OwnParts.MostTokensOf(value);
                HasUnboundedInput |= OwnParts.HasMoreThanText(value);
                break;
            case OwnParts.Kind.Schema:
                InputTokens += OwnParts.MostTokensOf(value);
                break;
            case OwnParts.Kind.Tools:
                InputTokens += OwnParts.MostTokensOf(value);
                HasUnboundedCost |= OwnParts.HasHostedTools(value);
                break;
            case OwnParts.Kind.Hosted:
                HasUnboundedCost = true;
                break;
            case OwnParts.Kind.Reference:
                HasUnboundedInput = true;
                break;
            case OwnParts.Kind.Choices:
                HasUnboundedCost |= !(value.TryGetInt32(out var choices) && choices == 1);
                break;
            case OwnParts.Kind.Tier when value.ValueKind == JsonValueKind.String && value.ValueEquals(Ordinary):
                AsksForOrdinaryTier = true;
                break;
            case OwnParts.Kind.Tier:
                MayAskForTier = true;
                break;
            case OwnParts.Kind.Background:
                IsInBackground = value.ValueKind != JsonValueKind.False;
                break;
            default:
                IsUnderstood = false;
                break;
        }
    }
}
