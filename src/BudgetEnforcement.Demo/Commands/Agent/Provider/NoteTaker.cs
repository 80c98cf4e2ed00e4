using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Agent.Provider;

/// <summary>
/// The answers of the model. It sees what a model sees, the conversation, and does what a good one would: it lists the sections, reads one after the
/// other, and notes of each what its first sentence says.
/// </summary>
internal static class NoteTaker
{
    internal static ChatMessage Answer(IReadOnlyList<ChatMessage> conversation)
    {
        var contents = conversation.SelectMany(message => message.Contents).ToList();
        var calls = contents.OfType<FunctionCallContent>().ToList();
        if (calls.Find(call => call.Name == DocumentTools.ListSections) is not { } listing)
            return Ask(new FunctionCallContent("call-1", DocumentTools.ListSections));

        var sections = ResultOf(listing).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        var read = calls.FindAll(call => call.Name == DocumentTools.ReadSection);
        var asked = new List<FunctionCallContent>();
        if (calls.Count(call => call.Name == DocumentTools.WriteNote) < read.Count)
            Use(DocumentTools.WriteNote, new() { ["number"] = read.Count, ["note"] = FirstSentence.Of(ResultOf(read[^1])) });
        if (read.Count < sections)
            Use(DocumentTools.ReadSection, new() { ["number"] = read.Count + 1 });
        return asked.Count > 0 ? Ask([.. asked]) : new ChatMessage(ChatRole.Assistant, "Every section has its note.");

        string ResultOf(FunctionCallContent call) =>
            contents.OfType<FunctionResultContent>().First(result => result.CallId == call.CallId).Result?.ToString() ?? "";

        void Use(string tool, Dictionary<string, object?> arguments) =>
            asked.Add(new FunctionCallContent(FormattableString.Invariant($"call-{calls.Count + asked.Count + 1}"), tool, arguments));
    }

    private static ChatMessage Ask(params AIContent[] calls) => new(ChatRole.Assistant, calls);
}
