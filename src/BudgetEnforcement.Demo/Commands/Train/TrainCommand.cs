using System.CommandLine;
using System.Globalization;
using BudgetEnforcement.Demo.CommandLine;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>The command line of <c>train</c>.</summary>
internal sealed class TrainCommand
{
    // 19 seconds of the default machine. The default epochs take longer on any, and the first hundredth of them, from which a forecast knows the end,
    // takes a small part of it.
    private const decimal DefaultBudget = 0.013m;
    private const decimal DefaultRate = 2.49m;
    private const decimal MostRate = 1_000_000_000m;
    private const int DefaultEpochs = 500;
    private const int MaxEpochs = 1_000_000;

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The text to learn from, UTF-8. [default: the README of this project]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int?> _epochs = NumberOption.Count("--epochs", string.Create(
        CultureInfo.InvariantCulture, $"How often to go through the text. [default: {DefaultEpochs}]"), MaxEpochs);

    private readonly Option<decimal?> _rate = MoneyOption.Create(
        "--rate", MoneyOption.Describe("The price of the machine per hour.", DefaultRate), mayBeZero: false, MostRate);

    private readonly Option<decimal?> _budget = MoneyOption.Create(
        "--budget", MoneyOption.Describe("The most that may be spent, with what a resumed checkpoint has cost already.", DefaultBudget));

    private readonly Option<string?> _checkpoint = new("--checkpoint")
    {
        Description = $"The file to save to, and to resume from. [default: {TrainOptions.DefaultCheckpoint}, or one beside the ledger]",
    };

    private readonly Option<string?> _ledger = new("--ledger")
    {
        Description = "A ledger file, SQLite, which keeps the budget: it survives a kill, and all who name the file share it. " +
            "The training is saved every two seconds, and goes on from its checkpoint where there is one.",
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint; what was spent is carried over." };
    private readonly Option<bool> _requireFit = new("--require-fit")
    {
        Description = "Do not start unless the projected cost of all epochs fits the budget.",
    };

    private readonly Option<ulong?> _seed = NumberOption.Create(
        "--seed", Default("Determines all random numbers.", LearnerSettings.DefaultSeed), ulong.MinValue, ulong.MaxValue);

    private readonly Option<int?> _batchSize = NumberOption.Count(
        "--batch-size",
        Default("Places of the text to learn from in one step.", LearnerSettings.DefaultBatchSize),
        LearnerSettings.MaxBatchSize);

    private readonly Option<int?> _hidden = NumberOption.Count(
        "--hidden", Default("Hidden units of the model.", LearnerSettings.DefaultHidden), LearnerSettings.MaxHidden);

    private TrainCommand()
    {
    }

    internal static Command Create(DemoHost host) => new TrainCommand().Build(host);

    private static string Default(string text, ulong value) =>
        string.Create(CultureInfo.InvariantCulture, $"{text} [default: {value}, or that of the checkpoint]");

    private Command Build(DemoHost host)
    {
        var command = new Command(
            "train",
            "Trains a small language model on a text, on a machine with a price per hour, until it is done or the budget is used up.")
        {
            _file, _epochs, _rate, _budget, _ledger, _checkpoint, _resume, _requireFit, _seed, _batchSize, _hidden,
        };
        command.SetAction((parsed, cancellationToken) => new TrainSession(ReadOptions(parsed), host).RunAsync(cancellationToken));
        return command;
    }

    private TrainOptions ReadOptions(ParseResult parsed) => new()
    {
        File = parsed.GetValue(_file),
        Epochs = parsed.GetValue(_epochs) ?? DefaultEpochs,
        RatePerHour = parsed.GetValue(_rate) ?? DefaultRate,
        Budget = parsed.GetValue(_budget) ?? DefaultBudget,
        SetsBudget = parsed.GetValue(_budget) is not null,
        Ledger = parsed.GetValue(_ledger),
        CheckpointOrDefault = parsed.GetValue(_checkpoint),
        Resume = parsed.GetValue(_resume),
        RequireFit = parsed.GetValue(_requireFit),
        Seed = parsed.GetValue(_seed),
        BatchSize = parsed.GetValue(_batchSize),
        Hidden = parsed.GetValue(_hidden),
    };
}
