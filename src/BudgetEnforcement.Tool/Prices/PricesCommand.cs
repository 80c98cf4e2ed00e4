using System.CommandLine;

namespace BudgetEnforcement.Tool.Prices;

/// <summary><c>prices</c>: shows what the price book says, and makes a newer one.</summary>
internal static class PricesCommand
{
    internal static Command Create(ToolHost host) => new("prices", "What models cost, by the price book.") { ShowCommand.Create(host), BuildCommand.Create(host) };
}
