using CsCheck;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Tests;

/// <summary>Small programs in which almost every call matters to the others.</summary>
internal static class ParallelPrograms
{
    // Some with a decimal and some without, so that the bits of two of them make a third one.
    private static readonly Gen<decimal> Amount = Gen.Int[0, 8].Select(halves => halves / 2m);
    private static readonly Gen<decimal> Limit = Gen.Int[2, 10].Select(limit => (decimal)limit);

    private static readonly Gen<ParallelPause> Pause = Gen.Frequency(
        (6, Gen.Const(0)), (1, Gen.Const(-1)), (2, Gen.Int[1, 20])).Select(spins => new ParallelPause(spins));

    private static readonly Gen<ParallelCallKind> Kind = Gen.Frequency(
        (4, Gen.Const(ParallelCallKind.AddCost)),
        (6, Gen.Const(ParallelCallKind.TryAddCost)),
        (5, Gen.Const(ParallelCallKind.TryReserve)),
        (1, Gen.Const(ParallelCallKind.Reserve)),
        (3, Gen.Const(ParallelCallKind.ReserveAsync)),
        (2, Gen.Const(ParallelCallKind.CancelWait)),
        (3, Gen.Const(ParallelCallKind.CommitWhole)),
        (3, Gen.Const(ParallelCallKind.Commit)),
        (4, Gen.Const(ParallelCallKind.Renew)),
        (4, Gen.Const(ParallelCallKind.Release)),
        (2, Gen.Const(ParallelCallKind.Amount)),
        (2, Gen.Const(ParallelCallKind.Refund)),
        (1, Gen.Const(ParallelCallKind.TryRefund)),
        (2, Gen.Const(ParallelCallKind.TryAddCostChecked)),
        (3, Gen.Const(ParallelCallKind.AdjustLimit)),
        (1, Gen.Const(ParallelCallKind.Close)),
        (1, Gen.Const(ParallelCallKind.Path)),
        (2, Gen.Const(ParallelCallKind.LinkedToken)),
        (3, Gen.Const(ParallelCallKind.UpdateLimit)),
        (2, Gen.Const(ParallelCallKind.Reset)),
        (5, Gen.Const(ParallelCallKind.Check)),
        (8, Gen.Const(ParallelCallKind.Status)),
        (1, Gen.Const(ParallelCallKind.Available)),
        (1, Gen.Const(ParallelCallKind.IsExceeded)),
        (3, Gen.Const(ParallelCallKind.Token)));

    private static readonly Gen<LogLevel> LogsFrom = Gen.OneOfConst(LogLevel.None, LogLevel.Warning, LogLevel.Debug);

    /// <summary>Every kind of call on budgets.</summary>
    internal static Gen<ParallelProgram> OfBudgets { get; } = Programs(
        Gen.Select(Limit.Array[3, 5], Gen.Int[0, 2], Gen.Bool, LogsFrom, (limits, waiters, readsClock, level) =>
            new ParallelTreeShape(limits, waiters, Meters: 0, readsClock, level)),
        Gen.OneOfConst(ParallelCallKind.TryReserve, ParallelCallKind.TryReserve, ParallelCallKind.Token),
        Kind.Array[1, 5]);

    /// <summary>Calls that wait, that give up, and that make room.</summary>
    internal static Gen<ParallelProgram> OfWaiters { get; } = Programs(
        Gen.Select(Gen.Int[1, 4].Select(limit => (decimal)limit).Array[3, 5], Gen.Int[1, 3], Gen.Bool, LogsFrom, (limits, waiters, readsClock, level) =>
            new ParallelTreeShape(limits, waiters, Meters: 0, readsClock, level)),
        Gen.OneOfConst(ParallelCallKind.TryReserve, ParallelCallKind.TryAddCost, ParallelCallKind.ReserveAsync, ParallelCallKind.ReserveAsync),
        Gen.OneOfConst(
            ParallelCallKind.ReserveAsync,
            ParallelCallKind.CancelWait,
            ParallelCallKind.Refund,
            ParallelCallKind.Release,
            ParallelCallKind.Commit,
            ParallelCallKind.TryAddCost,
            ParallelCallKind.UpdateLimit,
            ParallelCallKind.AdjustLimit,
            ParallelCallKind.Reset,
            ParallelCallKind.Close,
            ParallelCallKind.Available).Array[2, 5]);

    /// <summary>Meters while time passes, on budgets that have room for everything.</summary>
    /// <remarks>
    /// Between the lock of a meter and that of its budget one call may overtake another. So the answers of budgets meanwhile are of no single instant; only
    /// the recorded total at the end must be. The number of recorded parts may differ too, so the log is off. Meters are disposed of only at the end,
    /// because a disposal turns the other calls away a moment before it reads the clock.
    /// </remarks>
    internal static Gen<ParallelProgram> OfMeters { get; } = Programs(
        Gen.Int[1, 2].Select(meters =>
            new ParallelTreeShape([1_000_000m, 1_000_000m, 1_000_000m], MaxWaiters: 0, meters, ReadsClock: false, LogLevel.None)),
        Gen.OneOfConst(ParallelCallKind.PassTime, ParallelCallKind.ChangeRate, ParallelCallKind.PauseMeter),
        Gen.OneOfConst(
            ParallelCallKind.PassTime,
            ParallelCallKind.PassTime,
            ParallelCallKind.ChangeRate,
            ParallelCallKind.PauseMeter,
            ParallelCallKind.ResumeMeter,
            ParallelCallKind.AddCost).Array[2, 5]);

    private static GenArray<ParallelCall> Calls => Gen.Select(
        Gen.Int[0, 59],
        Gen.Int[0, 3],
        Gen.Int[0, 5],
        Amount,
        Amount,
        Pause,
        Pause,
        (which, budget, pick, amount, next, before, inside) =>
            new ParallelCall((ParallelCallKind)which, budget, pick, amount, next, before, inside)).Array;

    /// <summary>
    /// Programs of two or three threads. Each keeps to a few kinds of calls, so that these meet more often than if every kind came along.
    /// </summary>
    private static Gen<ParallelProgram> Programs(
        Gen<ParallelTreeShape> shape, Gen<ParallelCallKind> first, Gen<ParallelCallKind[]> kinds) => Gen.Select(
            shape,
            first.Array[0, 3],
            kinds,
            Calls[6],
            Gen.Int[0, 3],
            Calls[1, 4].Array[2, 3],
            Gen.Enum<ParallelPace>(),
            (tree, start, some, calls, before, threads, pace) => new ParallelProgram(
                tree,
                [.. start.Select((kind, number) => calls[number] with { Kind = kind }), .. calls[3..(3 + before)].Select(call => call.OneOf(some))],
                [.. threads.Select(thread => thread.Select(call => call.OneOf(some)).ToArray())],
                pace));

    // The drawn kind is only a number, which chooses one of the kinds here.
    private static ParallelCall OneOf(this in ParallelCall call, ParallelCallKind[] kinds) => call with { Kind = kinds[(int)call.Kind % kinds.Length] };
}
