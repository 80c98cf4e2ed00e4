using System.Reflection;
using Microsoft.Coyote;
using Microsoft.Coyote.Logging;

namespace BudgetEnforcement.Interleavings;

/// <summary>How the next thread is chosen at every point where another one could go on.</summary>
internal sealed record Strategy(string Name, uint Seed, Func<Configuration, Configuration> Choose)
{
    /// <summary>Those that sample; each looks for other bugs.</summary>
    internal static IReadOnlyList<Strategy> Sampling =>
    [
        new("random", 1, static it => it.WithRandomStrategy()),
        new("prioritization", 2, static it => it.WithPrioritizationStrategy(isFair: false, priorityChangeBound: 3)),
        new("fair prioritization", 3, static it => it.WithPrioritizationStrategy(isFair: true, priorityChangeBound: 3)),
        new("delay bounding", 4, static it => it.WithDelayBoundingStrategy(isFair: true, delayBound: 3)),
        new("random, at fields too", 5, static it => it.WithRandomStrategy().WithMemoryAccessRaceCheckingEnabled(true)),
    ];

    /// <summary>Depth first through every schedule there is. The engine has it, but does not show it.</summary>
    internal static Strategy Exhaustive => new("exhaustive", 0, static it =>
    {
        const string Name = "WithDFSStrategy";
        var method = typeof(Configuration).GetMethod(Name, BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new MissingMethodException(nameof(Configuration), Name);
        return (Configuration)method.Invoke(it, null)!;
    });

    /// <summary>Uses the same seed each time, and makes it an error if something escapes the control of the engine.</summary>
    internal Configuration Configure(uint schedules) => Choose(Configuration.Create())
        .WithTestingIterations(schedules)
        .WithRandomGeneratorSeed(Seed)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithPartiallyControlledDataNondeterminismAllowed(false)
        .WithSystematicFuzzingFallbackEnabled(false)
        .WithAtomicOperationRaceCheckingEnabled(false) // Only the judge's ticks are atomic operations.
        .WithFailureOnMaxStepsBoundEnabled(true)
        .WithVerbosityEnabled(VerbosityLevel.None)
        .WithTelemetryEnabled(false);
}
