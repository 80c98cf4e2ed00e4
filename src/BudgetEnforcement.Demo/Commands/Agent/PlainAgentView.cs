namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>A line for each call.</summary>
internal sealed class PlainAgentView(TextWriter output, AgentMessages messages) : IAgentView
{
    public async Task ShowAsync(Func<Task> agent)
    {
        await output.WriteLineAsync(messages.Beginning).ConfigureAwait(false);
        await output.WriteLineAsync(messages.Heading).ConfigureAwait(false);
        await agent().ConfigureAwait(false);
    }

    public void Tell(in AgentCall call) => output.WriteLine(messages.Line(call));

    public void Tell(BudgetThresholdCrossedEventArgs crossing) => output.WriteLine(messages.Crossing(crossing));
}
