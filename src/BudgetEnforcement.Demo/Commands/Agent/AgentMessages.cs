using System.Globalization;
using BudgetEnforcement.Demo.Display;

namespace BudgetEnforcement.Demo.Commands.Agent;

/// <summary>The sentences of <c>agent</c>. No amount is rounded: what is recorded is what was billed, to the last digit.</summary>
internal sealed class AgentMessages
{
    private const int DecimalsOfAToken = 6; // Rates are those of a million.
    private const int LeastAmount = 8;
    private const int CountWidth = 8;

    // As many decimals as there can be: dividing by it takes the zeros at the end away.
    private const decimal OneWithEveryDecimal = 1.0000000000000000000000000000m;

    private readonly AgentOptions _options;
    private readonly string _format;
    private readonly int _width;

    internal AgentMessages(AgentOptions options)
    {
        _options = options;
        var rates = options.Model.Price.Rows.Select(row => row.Rates).ToList();
        var ofTokens = rates.SelectMany(rate => (decimal?[])[rate.Input, rate.CachedInput, rate.CacheWrite, rate.CacheWrite1h, rate.Output, rate.Reasoning])
            .Max(rate => Decimals(rate ?? 0m)) + DecimalsOfAToken;
        var decimals = Math.Max(Math.Max(ofTokens, rates.Max(rate => Decimals(rate.PerRequest))), Decimals(options.Budget));
        _format = $"F{Math.Min(decimals, 28).ToString(CultureInfo.InvariantCulture)}";
        _width = Math.Max(LeastAmount, Amount(options.Budget).Length) + 2;
    }

    internal string Beginning => $"A local stand-in for {_options.Model.Name}, which bills as it does, takes notes of README.md for at most {Amount(_options.Budget)}.";

    internal string Heading => Row("Call", "Bound", "Cost", "Left", "Input", "Cached", "Output");

    internal string Amount(decimal amount) => $"${amount.ToString(_format, CultureInfo.InvariantCulture)}";

    internal string Line(in AgentCall call) => Row(
        call.Number.ToString(CultureInfo.InvariantCulture),
        Amount(call.Cost.Reserved),
        Amount(call.Cost.Amount),
        Amount(call.Left),
        Count(call.Cost.Usage?.InputTokens),
        Count(call.Cost.Usage?.CachedInputTokens),
        Count(call.Cost.Usage?.OutputTokens));

    internal string Crossing(BudgetThresholdCrossedEventArgs crossing) =>
        $"! {new SpendMessages(new MoneyFormat(_options.Budget, crossing.Report.Currency)).Crossing(crossing)}";

    private string Row(string number, string bound, string cost, string left, string input, string cached, string output) =>
        $"{number,4}{bound.PadLeft(_width)}{cost.PadLeft(_width)}{left.PadLeft(_width)}{input,CountWidth}{cached,CountWidth}{output,CountWidth}";

    private static string Count(long? tokens) => tokens?.ToString("N0", CultureInfo.InvariantCulture) ?? "?";

    private static int Decimals(decimal rate) => (rate / OneWithEveryDecimal).Scale;
}
