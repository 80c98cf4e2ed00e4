using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>How calls are bounded, priced and charged. A client copies them when it is made.</summary>
/// <threadsafety>Not safe for several threads while it is changed.</threadsafety>
public sealed class AIBudgetOptions
{
    /// <summary>What models cost; <see cref="PriceBook.Embedded"/> by default.</summary>
    public PriceBook Prices { get; set; } = PriceBook.Embedded;

    /// <summary>
    /// Which model of the book stands behind a name: deployments (<c>my-deployment</c> → <c>gpt-4o-mini</c>), aliases. In any case of letters; empty by
    /// default.
    /// </summary>
    public IDictionary<string, string> ModelNames { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What happens to calls of models without a price; refused by default.</summary>
    public UnknownPrice UnknownPrice { get; set; }

    /// <summary>
    /// The most output tokens of a request that sets no cap itself; above 0. <see langword="null"/>, the default: 8,192, and 32,768 where the model
    /// reasons. Never more than the model makes.
    /// </summary>
    public int? DefaultMaxOutputTokens { get; set; }

    /// <summary>
    /// Below this cap a call is not worth making, so <see cref="WhenFull.Shrink"/> does not go below it; above 0, 256 by default. At least 2,048
    /// count where the model reasons, and never more than the request asks for.
    /// </summary>
    public int LeastOutputTokens { get; set; } = 256;

    /// <summary>
    /// The service tier that calls are answered in, where you know it: <c>default</c> where no setting of your project, workspace or deployment chooses
    /// another. <see langword="null"/>, the default: the provider may choose, and bounds reckon with the dearest tier that it can choose unasked, which
    /// at OpenAI is up to 2.5 times the ordinary price. What the answer says counts for its cost in any case.
    /// </summary>
    public string? ServiceTier { get; set; }

    /// <summary>What happens to a call that does not fit; by default its answer is capped at what fits.</summary>
    public WhenFull WhenFull { get; set; }

    /// <summary>The charge for a call whose usage was not reported; by default all that was held for it.</summary>
    public Unreported Unreported { get; set; }

    /// <summary>
    /// How many requests of one call may be billed; 1 or more, 1 by default. Clients repeat failed requests unseen (OpenAI sends up to 4, Anthropic
    /// 3), and a request that failed may have been billed. The bound is held this many times. If the call fails, all of them are charged, or all but
    /// the last where that one is sure not to be billed. A call that succeeds is charged its answer only, because clients do not tell of the requests
    /// before it. A client that does not repeat requests is better than a higher number (<c>RetryPolicy = new ClientRetryPolicy(0)</c>, <c>MaxRetries
    /// = 0</c>).
    /// </summary>
    public int BillableAttempts { get; set; } = 1;

    /// <summary>
    /// The amount that is held, beside the bound, for the part of a request that has no bound: because the provider itself runs tools, searches the
    /// web or calls servers, or is asked for several answers (<c>n</c> in <see cref="ChatOptions.AdditionalProperties"/>), or because the request
    /// that a <see cref="ChatOptions.RawRepresentationFactory"/> makes cannot be read; 0 or more, 0.10 by default. If such a call costs more, the
    /// rest is recorded as overage.
    /// </summary>
    public decimal ToolAllowance { get; set; } = 0.10m;

    /// <summary>
    /// Returns the most input tokens that a content of a message can be, for contents that you know better: pictures of a known size, documents. If
    /// it is not set, or returns <see langword="null"/>, the rule of the package counts. The client calls it for each content, on the thread of the
    /// caller, and again where the call has waited for room. An exception from it goes to the caller, and nothing stays held.
    /// </summary>
    public Func<AIContent, long?>? InputBound { get; set; }

    /// <summary>
    /// Reads the usage from the answer as it came, which the client keeps (<c>RawRepresentation</c>), for clients that the package cannot read. If it
    /// is not set, or returns <see langword="null"/>, the package tries itself. An exception from it is logged, and counts as <see langword="null"/>.
    /// </summary>
    public Func<object?, AIUsage?>? ReadUsage { get; set; }

    /// <summary>
    /// Says whether the request that a call failed with is sure not to be billed (true), or may be billed (false). If it is not set, or returns
    /// <see langword="null"/>, the rule of the package counts: a request is not billed that was answered with the status 400, 401, 403, 404 or 429,
    /// or that found no server. The client logs an exception from it, and takes it for false. Requests that the inner client made before this one
    /// (<see cref="BillableAttempts"/>) may be billed all the same.
    /// </summary>
    public Func<Exception, bool?>? IsUnbilled { get; set; }

    /// <summary>
    /// The client calls it with every cost that it has recorded, on the thread that recorded it. The client logs an exception from it, and the call
    /// goes on.
    /// </summary>
    public Action<AICost>? OnCost { get; set; }

    /// <summary>
    /// Whether the metric <c>budget_enforcement.ai.cost</c> has the label of the <see cref="BudgetScope"/> as a tag; by default it does not, because
    /// each label is a series of its own.
    /// </summary>
    public bool LabelsInMetrics { get; set; }
}
