using System.Globalization;
using System.Text;
using System.Text.Json;
using BudgetEnforcement.AI;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Benchmarks;

/// <summary>
/// Measures what the middleware for LLM calls adds to a call. Each round measures both sides of a ratio in turn, so other work of the machine disturbs
/// both; the median of the rounds counts.
/// </summary>
internal static class AITable
{
    internal const int Rounds = 15;

    private const int Short = 10_000;
    private const int Long = 1_000_000;
    private const double GoalOfCall = 2.0;
    private const double GoalOfBound = 2.0;
    private const double GoalOfText = 6.0;
    private const int MostBytes = 4096;
    private const string CountingName = "`Encoding.UTF8.GetByteCount`";
    private const double Micro = 1_000_000;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1.5);

    /// <returns>Whether every goal is met.</returns>
    internal static bool Print(int rounds)
    {
        using var inner = new AtOnceClient();
        using var client = new ChatClientBuilder(inner)
            .UseBudget(new BudgetEnforcer(1_000_000_000m), options => options.Prices = options.Prices.With(AtOnceClient.Model, AtOnceClient.Price))
            .Build();
        var (shortPrompt, longPrompt) = (PromptOf(Short), PromptOf(Long));
        var text = longPrompt[1].Text;
        var (calls, bounds, texts) = (new List<double>(), new List<double>(), new List<double>());
        WarmUp(() => Ask(client, shortPrompt), () => Ask(inner, shortPrompt), () => Write(shortPrompt), () => Ask(client, longPrompt));
        for (var round = 0; round < rounds; round++)
        {
            var with = SecondsOf(400, () => Ask(client, shortPrompt));
            var without = SecondsOf(400, () => Ask(inner, shortPrompt));
            var writing = SecondsOf(400, () => Write(shortPrompt));
            var withLong = SecondsOf(20, () => Ask(client, longPrompt));
            var bounding = SecondsOf(20, () => (int)TextBytes.Of(text));
            var counting = SecondsOf(20, () => Encoding.UTF8.GetByteCount(text));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"a call: {(with - without) * Micro:0.0} µs more, writing its messages as JSON: {writing * Micro:0.0} µs; a prompt of a million letters: {(withLong - with) * Micro:0} µs more, its bound: {bounding * Micro:0} µs, GetByteCount: {counting * Micro:0} µs"));
            calls.Add((with - without) / writing);
            bounds.Add(bounding / counting);
            texts.Add((withLong - with) / counting);
        }

        Console.WriteLine("| operation | ratio | against | goal | allocated |");
        Console.WriteLine("|---|---|---|---|---|");
        var bytes = BytesOf(client, shortPrompt) - BytesOf(inner, shortPrompt);
        return Print("a call with a prompt of 10 kB, what the budget adds", calls, "the messages written as JSON", GoalOfCall, bytes)
            & Print("the bound of a text, ASCII", bounds, CountingName, GoalOfBound, null)
            & Print("the bound of a text and its fingerprint, ASCII", texts, CountingName, GoalOfText, null);
    }

    private static bool Print(string operation, List<double> ratios, string peer, double goal, long? bytes)
    {
        ratios.Sort();
        var ratio = ratios[ratios.Count / 2];
        var isMet = ratio <= goal && !(bytes > MostBytes);
        var goalOfBytes = bytes is null ? "" : string.Create(CultureInfo.InvariantCulture, $", ≤ {MostBytes} B");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {operation} | {ratio:0.00} | {peer} | ≤ {goal:0.0#}{goalOfBytes}{(isMet ? "" : ", missed")} | {(bytes is null ? "" : bytes + " B")} |"));
        return isMet;
    }

    private static ChatMessage[] PromptOf(int letters) =>
        [new(ChatRole.System, new string('s', 2_000)), new(ChatRole.User, string.Concat(Enumerable.Repeat("the quick brown fox jumps over a dog. ", (letters / 38) + 1))[..(letters - 2_000)])];

    private static void Ask(IChatClient client, ChatMessage[] prompt)
    {
        if (!client.GetResponseAsync(prompt).IsCompletedSuccessfully)
            throw new InvalidOperationException("The call should have ended at once.");
    }

    private static int Write(ChatMessage[] prompt) =>
        JsonSerializer.SerializeToUtf8Bytes(prompt, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage[]))).Length;

    /// <summary>Hot code is compiled for good in the background, after two delays of 100 ms in which nothing new is called.</summary>
    private static void WarmUp(params ReadOnlySpan<Action> acts)
    {
        foreach (var act in acts)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(start) < Warming)
                act();
        }
    }

    private static double SecondsOf(int times, Action act)
    {
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var start = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < times; i++)
                act();
            var elapsed = TimeProvider.System.GetElapsedTime(start);
            best = elapsed < best ? elapsed : best;
        }

        return best.TotalSeconds / times;
    }

    private static double SecondsOf(int times, Func<int> act) => SecondsOf(times, () => { s_kept = act(); });

    private static int s_kept;

    private static long BytesOf(IChatClient client, ChatMessage[] prompt)
    {
        const int Times = 200;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            Ask(client, prompt);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }
}
