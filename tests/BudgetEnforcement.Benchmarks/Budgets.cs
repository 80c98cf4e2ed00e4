using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Benchmarks;

internal static class Budgets
{
    internal static BudgetEnforcer Make(BudgetShape shape) => shape switch
    {
        BudgetShape.Depth3 => new BudgetEnforcer(Amounts.Limit).CreateChild(Options).CreateChild(Options),
        BudgetShape.Logged => new BudgetEnforcer(Amounts.Limit, new InformationLogger()),
        _ => new BudgetEnforcer(Amounts.Limit),
    };

    private static BudgetOptions Options => new() { Limit = Amounts.Limit };

    private sealed class InformationLogger : ILogger<BudgetEnforcer>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("Nothing that is measured has anything to log.");
    }
}
