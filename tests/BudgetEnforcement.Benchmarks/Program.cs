using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using BudgetEnforcement.Benchmarks;

// "table [rounds]" prints the table of README, "scale [rounds]" what the number of others costs, "ledger [rounds [connection string]]" what a ledger
// saves, with PostgreSQL where one is named, "ai [rounds]" what the middleware for LLM calls adds to a call; anything else is for BenchmarkDotNet: --filter '*', --list flat, --help.
if (args is ["table", ..])
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : SpeedTable.Rounds;
    return SpeedTable.Print(rounds) ? 0 : 1;
}

if (args is ["scale", ..])
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : ScaleTable.Rounds;
    return ScaleTable.Print(rounds) ? 0 : 1;
}

if (args is ["ledger", ..])
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : LedgerTable.Rounds;
    return await LedgerTable.PrintAsync(rounds, args.Length > 2 ? args[2] : null) ? 0 : 1;
}

if (args is ["ai", ..])
{
    var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : AITable.Rounds;
    return AITable.Print(rounds) ? 0 : 1;
}

var config = DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(SpendingBenchmarks).Assembly).Run(args, config);
return 0;
