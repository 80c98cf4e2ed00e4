using System.Globalization;

namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>One point of a small hyper-parameter sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hidden">Hidden units of its model.</param>
/// <param name="LearningRate">How far it goes in one step.</param>
/// <param name="Epochs">How often it goes through the text.</param>
/// <param name="Machines">How many machines, at the price of one each, it pays for.</param>
/// <param name="MustFit">Whether it must not start where its projected cost does not fit.</param>
internal sealed record FleetRecipe(string Name, int Hidden, float LearningRate, int Epochs, int Machines, bool MustFit)
{
    // One that any machine completes in seconds, one that uses up its own budget twice as fast as the others, one that goes on until the
    // team has nothing left, and one that is known beforehand not to fit.
    private static readonly FleetRecipe[] Sweep =
    [
        new("small", 16, 0.003f, 10, 1, false),
        new("double", 64, 0.001f, 1_000, 2, false),
        new("steady", 48, 0.002f, 1_000, 1, false),
        new("large", 256, 0.001f, 1_000, 1, true),
    ];

    /// <summary>The recipe of a job, from 0. Those after the fourth are the same again, at half the learning rate each time.</summary>
    internal static FleetRecipe Of(int index)
    {
        var (round, place) = Math.DivRem(index, Sweep.Length);
        var recipe = Sweep[place];
        return recipe with
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{index + 1}-{recipe.Name}"),
            LearningRate = recipe.LearningRate / (1 << Math.Min(round, 16)),
        };
    }
}
