using System.CommandLine;
using BudgetEnforcement.Demo.CommandLine;
using BudgetEnforcement.Demo.Commands.Agent;

namespace BudgetEnforcement.Demo.Commands.Reconcile;

/// <summary>The command line of <c>reconcile</c>.</summary>
internal sealed class ReconcileCommand
{
    private const decimal DefaultBudget = 0.02m;
    private const decimal DefaultIncrease = 1.25m;
    private const decimal MostIncrease = 1_000m;

    private readonly Option<decimal?> _budget = MoneyOption.Create(
        "--budget", MoneyOption.Describe("The limit of the budget, in US dollars.", DefaultBudget));

    private readonly Option<string?> _model = ModelOption.Create();

    private readonly Option<decimal?> _increase = MoneyOption.Create(
        "--increase",
        MoneyOption.Describe("How many times the known prices the provider bills for the second run; below 1 it bills less than is recorded.", DefaultIncrease),
        most: MostIncrease);

    private ReconcileCommand()
    {
    }

    internal static Command Create(DemoHost host) => new ReconcileCommand().Build(host);

    private Command Build(DemoHost host)
    {
        var command = new Command(
            "reconcile",
            "An agent works twice; before the second time its provider raises the prices, which the budget does not know. Then recorded and billed are compared, " +
            "and the books follow the bill. The model is a local one that bills by the token.")
        {
            _budget, _model, _increase,
        };
        command.SetAction((parsed, cancellationToken) => new ReconcileSession(ReadOptions(parsed, host.Clock), host).RunAsync(cancellationToken));
        return command;
    }

    private ReconcileOptions ReadOptions(ParseResult parsed, TimeProvider clock) => new(
        parsed.GetValue(_budget) ?? DefaultBudget, ModelOption.Find(parsed.GetValue(_model), clock), parsed.GetValue(_increase) ?? DefaultIncrease);
}
