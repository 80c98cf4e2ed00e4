using BudgetEnforcement.AI;
using BudgetEnforcement.Demo.Commands.Agent;
using BudgetEnforcement.Demo.Commands.Agent.Provider;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>One call of <c>reconcile</c>: an agent that works twice, its provider's bill, and a reconciler between the bill and the budget.</summary>
internal sealed class ReconcileSession
{
    internal const string FirstRun = "first run";
    internal const string SecondRun = "second run";

    private static readonly TimeSpan UntilSettled = TimeSpan.FromMinutes(15);

    private readonly ReconcileOptions _options;
    private readonly DemoHost _host;
    private readonly LaterClock _clock;
    private readonly ProviderBill _bill;
    private readonly CostReconciler _reconciler;
    private readonly BudgetEnforcer _budget;

    internal ReconcileSession(ReconcileOptions options, DemoHost host)
    {
        (_options, _host) = (options, host);
        _clock = new LaterClock(host.Clock);
        _bill = new ProviderBill(_clock);
        var settings = new CostReconcilerOptions { SourceName = "provider", From = _clock.GetUtcNow().AddMinutes(-1), AdjustDown = true };
        _reconciler = new CostReconciler(_bill, settings, timeProvider: _clock);
        _budget = new BudgetEnforcer(new BudgetOptions { Name = "agent", Limit = options.Budget }, timeProvider: _clock);
    }

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var report = new ReconcileReport(_host.Console, _options, _budget, _bill);
        using var provider = new LocalProvider(_options.Model, NoteTaker.Answer, _clock) { OnBilled = _bill.Add };
        report.WriteBeginning();

        var first = await WorkAsync(provider, FirstRun, cancellationToken).ConfigureAwait(false);
        provider.Increase = _options.Increase;
        var second = await WorkAsync(provider, SecondRun, cancellationToken).ConfigureAwait(false);
        if (first is AgentOutcome.Interrupted || second is AgentOutcome.Interrupted)
            throw new OperationCanceledException(cancellationToken);
        await SpendBehindItsBackAsync(provider, cancellationToken).ConfigureAwait(false);
        report.WriteBooks("Before", first, second);

        _clock.Ahead = UntilSettled;
        report.WriteComparison(await _reconciler.ReconcileAsync(cancellationToken).ConfigureAwait(false));
        var adjusted = _budget.Spent;
        await _reconciler.ReconcileAsync(cancellationToken).ConfigureAwait(false);
        return report.WriteEnd(isStable: _budget.Spent == adjusted);
    }

    private async Task<AgentOutcome> WorkAsync(LocalProvider provider, string label, CancellationToken cancellationToken)
    {
        using var scope = BudgetScope.Begin(_budget, label);
        return await NoteTakingAgent.WorkAsync(provider, _budget, new DocumentTools(Document.LoadReadme()), Record, cancellationToken).ConfigureAwait(false);
    }

    private void Record(AICost cost) => _reconciler.Record(_budget, cost.Label, cost.Amount, _clock.GetUtcNow());

    // Another program has the key and asks without a budget and without a label.
    private static async Task SpendBehindItsBackAsync(LocalProvider provider, CancellationToken cancellationToken) =>
        await provider.GetResponseAsync([new ChatMessage(ChatRole.User, "Which sections are there?")], cancellationToken: cancellationToken).ConfigureAwait(false);
}
