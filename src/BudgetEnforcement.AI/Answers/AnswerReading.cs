using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>What an answer, or what arrived of it, says of its cost.</summary>
/// <param name="readRaw">Reads the usage from what the client keeps of the answer.</param>
internal sealed class AnswerReading(Func<object?, (AIUsage? Usage, bool IsFinal)> readRaw)
{
    private AIUsage? _reported;
    private AIUsage? _raw;
    private int _reports;
    private bool _isFinished;
    private bool _isReportedAtEnd;
    private bool _isFinal;

    internal string? Model { get; private set; }

    internal string? ConversationId { get; private set; }

    /// <summary>Whether anything arrived.</summary>
    internal bool HasStarted { get; private set; }

    /// <summary>The most tokens that the part which arrived can be: its bytes, and one for each part of it.</summary>
    internal long DeliveredTokens { get; private set; }

    /// <summary>
    /// The usage that was reported, as far as it was. The counts that the client makes of a report are those of its JSON; where there were several
    /// reports, the JSON tells them apart.
    /// </summary>
    internal AIUsage? Usage => _reports > 1 ? ReportedUsage.Fill(_raw, _reported) : ReportedUsage.Larger(_raw, _reported);

    /// <summary>
    /// Whether the usage that was reported is final. Some providers report with every part of a stream, and some clients report what they have when a
    /// stream ends too early. So a report counts if it comes with the finish reason or after it. Otherwise the only report counts, if the answer has
    /// a finish reason and was received to its end.
    /// </summary>
    /// <param name="hasEnded">Whether the answer came to its end, and was neither left nor broken.</param>
    internal bool IsReported(bool hasEnded) => Usage is not null && (_isFinal || _isReportedAtEnd || (hasEnded && _isFinished && _reports == 1));

    internal void Add(ChatResponse response)
    {
        HasStarted = true;
        Model = response.ModelId;
        ConversationId = response.ConversationId;
        _reported = ReportedUsage.From(response.Usage);
        _raw = readRaw(response.RawRepresentation).Usage;
        _isFinal = true;
    }

    /// <summary>Adds the usage of embeddings, which have no output.</summary>
    internal void Add(UsageDetails? usage, string? model)
    {
        HasStarted = true;
        Model = model;
        _reported = ReportedUsage.From(usage) is { InputTokens: not null } counts ? counts with { OutputTokens = counts.OutputTokens ?? 0 } : null;
        _isFinal = true;
    }

    internal void Add(ChatResponseUpdate update)
    {
        HasStarted = true;
        Model ??= update.ModelId;
        ConversationId = update.ConversationId ?? ConversationId;
        _isFinished |= update.FinishReason is not null;
        var hasReport = false;
        var contents = update.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            if (contents[i] is UsageContent usage)
            {
                _reported = ReportedUsage.Sum(_reported, ReportedUsage.From(usage.Details));
                hasReport = true;
            }
            else
            {
                DeliveredTokens += 1 + DeliveredBytes(contents[i]);
            }
        }

        var (raw, isFinal) = readRaw(update.RawRepresentation);
        if (raw is not null)
        {
            _raw = ReportedUsage.Larger(_raw, raw);
            _isFinal |= isFinal;
        }

        if (hasReport)
            _reports++;
        _isReportedAtEnd |= _isFinished && (hasReport || raw is not null);
    }

    /// <summary>Counts what a whole answer delivered.</summary>
    internal void CountDelivered(ChatResponse response)
    {
        foreach (var message in response.Messages)
        {
            foreach (var content in message.Contents)
                DeliveredTokens += 1 + DeliveredBytes(content);
        }
    }

    private static long DeliveredBytes(AIContent content) => content switch
    {
        TextContent text => Encoding.UTF8.GetByteCount(text.Text),
        TextReasoningContent reasoning => Encoding.UTF8.GetByteCount(reasoning.Text) + (reasoning.ProtectedData?.Length ?? 0),
        FunctionCallContent call => call.Name.Length + ArgumentBytes(call),
        DataContent data => data.Data.Length,
        _ => 0,
    };

    private static long ArgumentBytes(FunctionCallContent call)
    {
        var ignored = Fingerprint.New;
        return call.Arguments is null ? 0 : JsonBytes.Of(call.Arguments, ref ignored) ?? 0;
    }
}
