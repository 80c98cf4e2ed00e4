namespace BudgetEnforcement.Tests.Reconciliation;

/// <summary>A provider that bills by the minute, tells the exact sums of any window, and can fail.</summary>
internal sealed class FakeBiller : IBilledCostSource
{
    private readonly List<(string? Label, decimal Amount, DateTimeOffset At)> _lines = [];

    /// <summary>The windows that were asked for.</summary>
    internal List<(DateTimeOffset From, DateTimeOffset To)> Asked { get; } = [];

    /// <summary>What the next answers throw; null for none.</summary>
    internal Exception? Failure { get; set; }

    /// <summary>Happens before each answer.</summary>
    internal Func<CancellationToken, Task> BeforeAnswer { get; set; } = static _ => Task.CompletedTask;

    internal bool AnswersNull { get; set; }

    internal void Bill(string? label, decimal amount, DateTimeOffset at) => _lines.Add((label, amount, at));

    public async ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        (from < to).Should().BeTrue();
        (from.Offset, from.Ticks % TimeSpan.TicksPerMinute, to.Offset, to.Ticks % TimeSpan.TicksPerMinute).Should().Be((TimeSpan.Zero, 0L, TimeSpan.Zero, 0L));
        Asked.Add((from, to));
        await BeforeAnswer(cancellationToken);
        if (Failure is { } failure)
            throw failure;
        return AnswersNull ? null! : [.. _lines.Where(line => line.At >= from && line.At < to).Select(line => new BilledCost(line.Label, line.Amount))];
    }
}
