namespace BudgetEnforcement.AI;

/// <summary>The most that a part of a request can be, as input of a model.</summary>
internal struct InputSize
{
    /// <summary>The most tokens of what could be counted.</summary>
    internal long Tokens { get; set; }

    /// <summary>The part of <see cref="Tokens"/> that is not text, whose bytes say little of its tokens.</summary>
    internal long MediaTokens { get; set; }

    /// <summary>Something in it has no bound but the largest input of the model.</summary>
    internal bool IsUnbounded { get; set; }

    /// <summary>It refers to reasoning that the provider keeps: at most the output of the answer that it is from.</summary>
    internal bool HasHiddenReasoning { get; set; }

    /// <summary>The kinds of tokens with prices of their own that are in it.</summary>
    internal AIKinds Kinds { get; set; }

    internal void Add(in InputSize other)
    {
        Tokens += other.Tokens;
        MediaTokens += other.MediaTokens;
        IsUnbounded |= other.IsUnbounded;
        HasHiddenReasoning |= other.HasHiddenReasoning;
        Kinds |= other.Kinds;
    }
}
