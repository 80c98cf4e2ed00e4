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
        (3, Gen.Const(ParallelCallKind.UpdateLimit)),
        (2, Gen.Const(ParallelCallKind.Reset)),
        (4, Gen.Const(ParallelCallKind.Check)),
        (4, Gen.Const(ParallelCallKind.Status)),
        (1, Gen.Const(ParallelCallKind.Available)),
        (1, Gen.Const(ParallelCallKind.IsExceeded)),
        (3, Gen.Const(ParallelCallKind.Token)));

    private static readonly Gen<ParallelTreeShape> Shape = Gen.Select(
        Limit.Array[3, 4],
        Gen.Int[0, 2],
        Gen.Bool,
        Gen.OneOfConst(LogLevel.None, LogLevel.Warning, LogLevel.Debug),
        (limits, waiters, readsClock, level) => new ParallelTreeShape(limits, waiters, readsClock, level));

    /// <summary>
    /// A program of two or three threads. It keeps to a few kinds of calls, so that these meet more often than if every kind came along.
    /// </summary>
    internal static Gen<ParallelProgram> Any { get; } = Gen.Select(
        Shape,
        Kind.Array[1, 5],
        Calls[0, 3],
        Calls[0, 3],
        Calls[1, 4].Array[2, 3],
        Gen.Enum<ParallelPace>(),
        (shape, kinds, held, before, threads, pace) => new ParallelProgram(
            shape,
            [.. held.Select(call => call.Of([ParallelCallKind.TryReserve, ParallelCallKind.TryReserve, ParallelCallKind.Token])), .. before.Select(call => call.Of(kinds))],
            [.. threads.Select(calls => calls.Select(call => call.Of(kinds)).ToArray())],
            pace));

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

    private static ParallelCall Of(this in ParallelCall call, ParallelCallKind[] kinds) => call with { Kind = kinds[(int)call.Kind % kinds.Length] };
}
