using System.CommandLine;

namespace BudgetEnforcement.Tool.Prices;

/// <summary><c>prices</c>: what the price book says, and how a newer one is made.</summary>
internal static class PricesCommand
{
    internal static Command Create(ToolHost host) => new("prices", "What models cost, by the price book.") { ShowCommand.Create(host), BuildCommand.Create(host) };
}
