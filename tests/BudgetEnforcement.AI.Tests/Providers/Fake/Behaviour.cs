namespace BudgetEnforcement.AI.Tests.Providers.Fake;

/// <summary>How the fake provider answers: what can go well and wrong at a real one.</summary>
internal sealed record Behaviour
{
    /// <summary>How many tokens of text the model would make without a cap; each is a byte.</summary>
    public int WantedOutput { get; init; } = 120;

    /// <summary>How many bytes of a prompt are a token: 1 is the dearest that any tokenizer is, 4 is about what English text is.</summary>
    public int BytesOfToken { get; init; } = 1;

    /// <summary>Tokens of hidden reasoning beside the text.</summary>
    public int Reasoning { get; init; }

    /// <summary>How many tokens of the input come from the cache, and how many are written to it.</summary>
    public int Cached { get; init; }

    public int CacheWrites { get; init; }

    public bool OmitsUsage { get; init; }

    public bool IgnoresCap { get; init; }

    /// <summary>The service tier that the answer names.</summary>
    public string? Tier { get; init; }

    /// <summary>Whether the answer says what it cost, as OpenRouter does.</summary>
    public bool ReportsCost { get; init; }

    /// <summary>How many tokens the total has beyond input and output; they are billed as output.</summary>
    public int Uncounted { get; init; }

    /// <summary>Reports the usage so far with every part of a stream.</summary>
    public bool ReportsAlways { get; init; }

    /// <summary>The answer breaks off in the middle: the connection is lost.</summary>
    public bool CutsOff { get; init; }

    /// <summary>A stream ends in the middle, without an error.</summary>
    public bool EndsEarly { get; init; }

    /// <summary>The answer stops in the middle and never goes on.</summary>
    public bool Stalls { get; init; }

    /// <summary>The answer to the request has this status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Whether a request with another status than 200 is billed all the same.</summary>
    public bool BillsFailures { get; init; }

    /// <summary>How many requests are answered with <see cref="Status"/>; those after it are answered.</summary>
    public int Failures { get; init; } = int.MaxValue;

    /// <summary>The answer is billed, and cannot be read.</summary>
    public bool IsGarbled { get; init; }

    /// <summary>Calls of tools that the model makes, one after the other, before it answers with text: the name and the arguments as JSON.</summary>
    public IReadOnlyList<(string Name, string Arguments)> ToolCalls { get; init; } = [];

    /// <summary>The model that the answer names; that of the request where it is null.</summary>
    public string? AnswersAs { get; init; }
}
