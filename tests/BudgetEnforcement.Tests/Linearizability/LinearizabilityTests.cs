using System.Globalization;
using CsCheck;

namespace BudgetEnforcement.Tests;

/// <summary>
/// Random programs on real threads. For every run there must be an order in which its calls, one after the other on a fresh tree, return every value that
/// they returned and leave everything as it was at the end.
/// </summary>
/// <remarks>
/// These tests do not judge what the calls do one after the other, which the model judges, nor when listeners hear of something. They do judge what
/// listeners hear, and in which order.
/// </remarks>
[Collection(AloneDefinition.Name)]
public class LinearizabilityTests
{
    /// <summary>How many programs are played in all, where the environment variable of the next line does not say something else.</summary>
    private const int Programs = 5_000;
    private const string Variable = "LINEARIZABILITY_PROGRAMS";

    /// <summary>How often each is played.</summary>
    private const int Runs = 20;

    /// <summary>How often each is played once a program went wrong: smaller ones must go wrong too, and their threads must meet again for that.</summary>
    private const int RunsToShrink = 100;
    private const int ProgramsToShrink = 2000;

    // The code is the same for both frameworks.
    private static long AllPrograms =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture)
#if NET10_0_OR_GREATER
        : Programs;
#else
        : Programs / 10;
#endif

    [Fact]
    public void EveryCall_AmongThoseOfOtherThreads_HappensAtOneInstant() => Play(ParallelPrograms.OfBudgets, tenths: 7);

    [Fact]
    public void EveryWait_AmongThoseWhoGiveUpOrMakeRoom_IsDecidedAtOneInstant() => Play(ParallelPrograms.OfWaiters, tenths: 2);

    [Fact]
    public void EveryMeter_UsedByManyThreads_RecordsWhatOneOrderOfTheirCallsCosts() => Play(ParallelPrograms.OfMeters, tenths: 1);

    private static void Play(Gen<ParallelProgram> programs, int tenths)
    {
        var count = Math.Max(1, AllPrograms * tenths / 10); // A test that plays nothing proves nothing.
        using var crew = new ParallelCrew(3);
        var (played, first, left) = (0, 0, long.MaxValue);
        programs.Sample(
            program =>
            {
                if (left == 0)
                    return;
                (played, left) = (played + 1, left - 1);
                try
                {
                    PlayAndExplain(crew, program, first == 0 ? Runs : RunsToShrink);
                }
                catch (Exception exception)
                {
                    if (first == 0)
                        (first, left) = (played, ProgramsToShrink);
                    if (exception is TimeoutException)
                        left = 0; // The crew is gone.
                    throw new InvalidOperationException($"Program {first} was the first that went wrong. The smallest:\n{exception.Message}", exception);
                }
            },
            iter: count,
            threads: 1);
    }

    private static void PlayAndExplain(ParallelCrew crew, ParallelProgram program, int count)
    {
        var runs = new ParallelRun[count];
        Parallel.For(0, count, number => runs[number] = new ParallelRun(program));
        crew.Play(runs);
        var wrong = new string?[count];
        Parallel.For(0, count, number => wrong[number] = ParallelOrder.WhatIsWrong(runs[number]));
        var worst = Array.FindIndex(wrong, text => text is not null);
        if (worst >= 0)
            throw new InvalidOperationException($"No order of the calls explains this:\n{runs[worst]}{wrong[worst]}");
    }
}
