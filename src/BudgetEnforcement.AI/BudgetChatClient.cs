using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI;

/// <summary>
/// A chat client whose every call a budget must admit: the client holds the most that a call can cost before it makes the call, and records
/// afterwards what the call did cost. The recorded cost is never less than what was billed, and equal to it where the provider reports what it used.
/// </summary>
/// <remarks>
/// <para>
/// It belongs next to the provider, inside of <see cref="FunctionInvokingChatClient"/>, so that every round trip of a tool loop is one admission; and
/// inside of caches, whose hits cost nothing.
/// </para>
/// <para>
/// The budget is the given one, or the ambient one (<see cref="BudgetScope.Current"/>) of the flow that calls the method, also for a stream that is
/// read elsewhere. Where there are both and one is above the other, the lower one is charged; in one tree, both, and the budgets above both once; of
/// different trees, the given one and then the ambient one.
/// </para>
/// <para>
/// <see cref="ChatOptions.MaxOutputTokens"/> is always set, in a copy of the options: without a cap an answer has no bound. A budget with
/// <see cref="BudgetOptions.MaxWaiters"/> lets calls wait for room, for as long as releases or a new period can make it; what happens to a call that
/// does not fit is <see cref="AIBudgetOptions.WhenFull"/>.
/// </para>
/// <para>
/// A stream must be read to its end or disposed of, as <c>await foreach</c> does. One that is left early is charged as
/// <see cref="AIBudgetOptions.Unreported"/> says; one that is neither is charged when the garbage collector finds it.
/// </para>
/// </remarks>
/// <threadsafety>As safe as the inner client: it adds nothing that two threads could not use at once.</threadsafety>
public sealed class BudgetChatClient : DelegatingChatClient
{
    private readonly Func<IEnumerable<ChatMessage>, ChatOptions?, BudgetEnforcer?>? _budgetFor;
    private readonly BudgetEnforcer? _budget;
    private readonly CallEnvironment _environment;
    private readonly ChatQuotes _quotes;
    private readonly string? _defaultModel;

    /// <summary>Charges every call to the budget of the <see cref="BudgetScope"/> that it is made in.</summary>
    /// <param name="innerClient">The client that makes the calls.</param>
    /// <param name="options">How calls are bounded, priced and charged; copied. The defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <paramref name="options"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="innerClient"/> invokes functions, or is under a budget already: a budget belongs next to the provider, and there once.
    /// </exception>
    public BudgetChatClient(IChatClient innerClient, AIBudgetOptions? options)
        : base(innerClient)
    {
        if (innerClient.GetService<FunctionInvokingChatClient>() is not null)
        {
            throw new InvalidOperationException(
                "UseBudget must come after UseFunctionInvocation, next to the provider: outside of it the round trips of a whole tool loop would be one call, which nothing bounds.");
        }

        if (innerClient.GetService<BudgetChatClient>() is not null)
        {
            throw new InvalidOperationException(
                "The client is under a budget already, and would be charged twice. Put a second budget above the first, or begin a BudgetScope around the call.");
        }

        var metadata = innerClient.GetService<ChatClientMetadata>();
        _defaultModel = metadata?.DefaultModelId;
        _environment = new CallEnvironment(options, metadata?.ProviderUri, metadata?.ProviderName);
        _quotes = new ChatQuotes(_environment);
    }

    /// <summary>Charges every call to one budget, and to that of the <see cref="BudgetScope"/> that it is made in.</summary>
    /// <param name="innerClient">The client that makes the calls.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="options">How calls are bounded, priced and charged; copied. The defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> or <paramref name="budget"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <paramref name="options"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="innerClient"/> invokes functions, or is under a budget already: a budget belongs next to the provider, and there once.
    /// </exception>
    public BudgetChatClient(IChatClient innerClient, BudgetEnforcer budget, AIBudgetOptions? options)
        : this(innerClient, options)
    {
        ArgumentNullException.ThrowIfNull(budget);
        _budget = budget;
    }

    /// <summary>Charges each call to the budget that a function finds for it, and to that of the <see cref="BudgetScope"/> that it is made in.</summary>
    /// <param name="innerClient">The client that makes the calls.</param>
    /// <param name="budgetFor">
    /// Finds the budget, from the messages and the options of the request. If it returns <see langword="null"/>, only the budget of the scope is
    /// charged. It is called when the method is called, on the thread of the caller, who gets its exceptions.
    /// </param>
    /// <param name="options">How calls are bounded, priced and charged; copied. The defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> or <paramref name="budgetFor"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value of <paramref name="options"/> is out of its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// <paramref name="innerClient"/> invokes functions, or is under a budget already: a budget belongs next to the provider, and there once.
    /// </exception>
    public BudgetChatClient(
        IChatClient innerClient, Func<IEnumerable<ChatMessage>, ChatOptions?, BudgetEnforcer?> budgetFor, AIBudgetOptions? options)
        : this(innerClient, options)
    {
        ArgumentNullException.ThrowIfNull(budgetFor);
        _budgetFor = budgetFor;
    }

    /// <summary>The finish reason <c>budget</c> of the empty answer to a call that was not made (<see cref="WhenFull.Finish"/>).</summary>
    public static ChatFinishReason FinishedByBudget { get; } = new("budget");

    /// <summary>Makes a call that fits into its budget, and records what it cost.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options; not changed.</param>
    /// <param name="cancellationToken">Ends the wait for room, and the call. A call that is cancelled may have been billed, so it is charged.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is <see langword="null"/>.</exception>
    /// <exception cref="BudgetExceededException">The call does not fit, see <see cref="WhenFull"/>. It was not made.</exception>
    /// <exception cref="UnknownPriceException">The price of its model is not known, see <see cref="UnknownPrice"/>. It was not made.</exception>
    /// <exception cref="NotSupportedException">
    /// The answer would come in the background (<see cref="ChatOptions.AllowBackgroundResponses"/>, <see cref="ChatOptions.ContinuationToken"/>),
    /// where it goes on, and costs, after the call has ended. The call was not made.
    /// </exception>
    /// <exception cref="InvalidOperationException">There is no budget for it: none was given or found, and there is no scope. It was not made.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatRequest.ThrowIfInBackground(options);
        var origin = OriginOf(messages, options);
        if (await AdmitAsync(origin, ChatRequest.Of(messages, options, _defaultModel, InnerClient), cancellationToken).ConfigureAwait(false) is not { } admitted)
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, [])) { FinishReason = FinishedByBudget, ModelId = options?.ModelId ?? _defaultModel };

        var call = admitted.Call;
        ChatResponse response;
        try
        {
            response = await base.GetResponseAsync(admitted.Messages, admitted.Options, cancellationToken).ConfigureAwait(false);
            call.Reading.Add(response);
            call.Reading.CountDelivered(response); // Also where its usage is reported: the price of that may not be known.
        }
        catch (Exception failure)
        {
            call.Fail(failure);
            throw;
        }

        call.Charge(hasEnded: true);
        return response;
    }

    /// <summary>Makes a call that fits into its budget, as a stream, and records what it cost.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="options">The options; not changed.</param>
    /// <param name="cancellationToken">Ends the wait for room, and the call. A call that is cancelled may have been billed, so it is charged.</param>
    /// <returns>
    /// The parts of the answer. The call is admitted and made when the first is asked for, and its cost is recorded before the enumeration
    /// ends. The exceptions of <see cref="GetResponseAsync"/> come from the enumeration.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">There is no budget for it: none was given or found, and there is no scope.</exception>
    /// <exception cref="NotSupportedException">The answer would come in the background, see <see cref="GetResponseAsync"/>.</exception>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        // Not an iterator: the ambient budget is that of the flow that calls the method, which may not be the one that reads the stream.
        ArgumentNullException.ThrowIfNull(messages);
        ChatRequest.ThrowIfInBackground(options);
        var origin = OriginOf(messages, options);
        var asked = options?.Clone();
        return new BudgetedStream(
            token => AdmitAsync(origin, ChatRequest.Of(messages, asked, _defaultModel, InnerClient), token),
            base.GetStreamingResponseAsync,
            () => new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = FinishedByBudget, ModelId = asked?.ModelId ?? _defaultModel },
            cancellationToken);
    }

    private CallOrigin OriginOf(IEnumerable<ChatMessage> messages, ChatOptions? options) =>
        new(CallBudgets.Of(_budgetFor is null ? _budget : _budgetFor(messages, options), BudgetScope.Current), Activity.Current);

    /// <returns>The call that may be made; null where it must be finished without being made.</returns>
    private async ValueTask<AdmittedChat?> AdmitAsync(
        CallOrigin origin, ChatRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (quote, measured) = _quotes.Of(request, origin);
            _environment.WarnOnce(origin.Budgets.First, quote.At);
            var admission = _environment.Admission.AdmitAsync(origin.Budgets, quote, _environment.Settings.WhenFull, cancellationToken);
            var hasWaited = !admission.IsCompleted;
            if (await admission.ConfigureAwait(false) is not { } admitted)
                return null;

            if (TryAdmit(origin, request, quote, measured, admitted, hasWaited) is { } chat)
                return chat;
        }
    }

    /// <returns>The call that may be made; null where more has to be held for it, and then nothing is held.</returns>
    private AdmittedChat? TryAdmit(CallOrigin origin, ChatRequest request, Quote quote, MeasuredRequest measured, in Admitted admitted, bool hasWaited)
    {
        AdmittedChat? chat = null;
        try
        {
            // Messages are the caller's own objects, prices change, and conversations go on: after a wait the bound may be another.
            if (hasWaited)
                (quote, measured) = _quotes.Of(request, origin);
            if (quote.For(admitted.Cap) <= admitted.Amount && _environment.Requests.TryBegin(measured))
                chat = Admit(origin, request, quote, measured, admitted);
            return chat;
        }
        finally
        {
            // The bound asks the caller's code, which may throw, and only this method knows what is held.
            if (chat is null)
                _environment.Release(admitted);
        }
    }

    private AdmittedChat Admit(CallOrigin origin, ChatRequest request, Quote quote, in MeasuredRequest measured, in Admitted admitted)
    {
        if (admitted.Cap < quote.Output.Cap)
            AILog.CallShrunk(origin.Logger, request.Model, admitted.Cap, quote.Output.Cap, origin.Budgets.First.Name);
        var call = new BudgetedCall(_environment, origin, quote, admitted, request.Model, new ChatTurn(_environment.Requests, measured));
        return new AdmittedChat(call, request.Messages, request.OptionsWithCap(admitted.Cap));
    }
}
