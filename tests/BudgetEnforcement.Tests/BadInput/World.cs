using System.Numerics;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>A small tree in the middle of its life, whose log is read line by line and whose whole state can be compared.</summary>
internal sealed class World : ILogger<BudgetEnforcer>
{
    private readonly List<string> _lines = [];

    /// <param name="isHeavy">Whether so much is spent that the largest amounts do not fit into the totals any more.</param>
    internal World(bool isHeavy = false)
    {
        Root = new BudgetEnforcer(new BudgetOptions { Name = "root", Limit = 100m, InitialSpent = 20m }, this, Clock);
        Job = Root.CreateChild(new BudgetOptions { Name = "job", Limit = 90m });
        Reservation = Job.Reserve(5m);
        Job.AddCost(5m);
        if (isHeavy)
        {
            for (var i = 0; i < 7; i++)
                Job.AddCost(decimal.MaxValue);
        }

        Spent = (isHeavy ? 7 * Exact.MaxDecimal : 0) + Exact.Of(5m);
        Held = Exact.Of(Reservation.Amount);
        RootExtra = Exact.Of(20m);
    }

    internal ManualClock Clock { get; } = new();

    internal BudgetEnforcer Root { get; }

    internal BudgetEnforcer Job { get; }

    internal BudgetReservation Reservation { get; }

    /// <summary>What the job has spent and holds, and what the root has spent beyond that.</summary>
    internal BigInteger Spent { get; }

    internal BigInteger Held { get; }

    internal BigInteger RootExtra { get; }

    internal object State => (Root.Everything(), Job.Everything(), Reservation.Amount);

    /// <summary>0 always fits.</summary>
    internal bool Fits(decimal amount) => amount == 0 || FitsInstead(BigInteger.Zero, Exact.Of(amount));

    internal bool FitsInstead(BigInteger freed, BigInteger units) =>
        Spent + Held - freed + units <= Exact.Of(90m) && RootExtra + Spent + Held - freed + units <= Exact.Of(100m);

    internal bool CanCount(decimal amount, BigInteger freed) => RootExtra + Spent + Held - freed + Exact.Of(amount) < Exact.Limit192;

    /// <summary>The job and the root have spent this much more than at the start.</summary>
    internal void HasSpentMore(decimal amount)
    {
        Exact.Of(Job.Spent).Should().Be(Exact.Held(Spent + Exact.Of(amount), up: true));
        Exact.Of(Root.Spent).Should().Be(Exact.Held(RootExtra + Spent + Exact.Of(amount), up: true));
    }

    /// <summary>Runs it and expects the exception, of exactly this type, and that nothing has changed.</summary>
    internal TException Throws<TException>(Action action)
        where TException : Exception
    {
        var before = State;
        var exception = Assert.Throws<TException>(action);
        Assert.Equal(before, State);
        return exception;
    }

    /// <summary>Expects that one of the bad arguments is named with its value, and that nothing has changed.</summary>
    internal void Refuses(Action action, params (string Name, object? Value)[] bad)
    {
        var exception = Throws<ArgumentOutOfRangeException>(action);
        Assert.Contains((exception.ParamName!, exception.ActualValue), bad);
    }

    internal void Unchanged(Action action)
    {
        var before = State;
        action();
        Assert.Equal(before, State);
    }

    internal void HasOnlySafeLines()
    {
        foreach (var line in _lines)
            Assert.True(Readable.IsSafe(line), "In the log: " + Readable.Escape(line));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add(formatter(state, exception));
    }
}
