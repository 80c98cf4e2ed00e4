namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>One call of <c>replay</c>: reads the costs, runs them through a budget, tells how it went.</summary>
internal sealed class ReplaySession(ReplayOptions options, DemoHost host)
{
    internal int Run(CancellationToken cancellationToken)
    {
        var trace = CostReader.Read(options, cancellationToken);
        var result = Replayer.Run(trace, options.Limit, options.Mode, cancellationToken);
        if (options.Chart is not null)
        {
            SpendChart.Save(result, new BudgetOptions(), options.Chart);
            if (!SpendChart.CanWrite)
                host.Error.WriteLine("note: this machine has no fonts, so the chart has no text.");
        }

        if (options.Json)
        {
            host.Output.WriteLine(ReplayJson.Write(result));
            return ExitCodes.Ok;
        }

        if (options.IsSample)
            host.Output.WriteLine("The made-up costs of a small team of agents; FILE replays your own.");
        ReplayTable.Write(host.Console, result, options);
        return ExitCodes.Ok;
    }
}
