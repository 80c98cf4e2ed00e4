using System.Security.Cryptography;
using BudgetEnforcement.Demo.Learning;

namespace BudgetEnforcement.Demo.Commands.Train;

/// <summary>
/// One file: a signature, a version, the learner, what was spent, and a SHA-256 of all that. It is written beside the one that it
/// replaces and takes its place at once, so there is always a whole one.
/// </summary>
internal static class CheckpointFile
{
    private const int Version = 2;
    private const long MostBytes = 1L << 30;

    private static ReadOnlySpan<byte> Signature => "BUDGDEMO"u8;

    /// <summary>Finds out before money is spent whether the result of it can be saved.</summary>
    internal static void EnsureWritable(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw NotWritable(path, "its name is empty.");
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw NotWritable(path, "it is a folder.");
        if (File.Exists(path))
            EnsureReplaceable(path);

        var temporary = UnpaidCheckpoint.TemporaryPath(path);
        try
        {
            using (UnpaidCheckpoint.Create(path))
            {
            }

            File.Delete(temporary);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw NotWritable(path, Directory.Exists(temporary) ? $"{temporary} is a folder." : FileProblem.Describe(path, error), error);
        }
    }

    // Saving replaces no other file of the user, and nothing that is not a file, such as a device.
    private static void EnsureReplaceable(string path)
    {
        try
        {
            if (File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
                throw NotWritable(path, "it is read-only.");

            Span<byte> start = stackalloc byte[Signature.Length];
            using var file = File.OpenRead(path);
            if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.SequenceEqual(Signature))
                throw NotWritable(path, "it is there and is not a checkpoint of this program, so it is not replaced.");
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw NotWritable(path, FileProblem.Describe(path, error), error);
        }
    }

    private static InputException NotWritable(string path, string problem, Exception? cause = null) =>
        new($"--checkpoint: '{path}' cannot be written: {problem}", cause!);

    /// <summary>Saves a learner, all but its bill.</summary>
    /// <returns>A checkpoint that <see cref="UnpaidCheckpoint.Complete"/> completes.</returns>
    internal static UnpaidCheckpoint Begin(string path, LearnerState state) => new(path, Bytes(writer => WriteState(writer, state)));

    /// <summary>Reads a checkpoint, or says why it cannot be used.</summary>
    internal static Checkpoint Load(string path)
    {
        var bytes = ReadAll(path);
        if (!bytes.AsSpan().StartsWith(Signature))
            throw new InputException($"{path} is not a checkpoint of this program.");
        if (bytes.Length < Signature.Length + sizeof(int) + SHA256.HashSizeInBytes)
            throw Damaged(path);

        var version = BitConverter.ToInt32(bytes, Signature.Length);
        if (version != Version)
            throw new InputException($"{path} is a checkpoint of version {version}; this program reads version {Version}.");

        var content = bytes.AsSpan(..^SHA256.HashSizeInBytes);
        if (!SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
            throw Damaged(path);

        try
        {
            using var stream = new MemoryStream(bytes, 0, content.Length);
            using var reader = new BinaryReader(stream);
            stream.Position = Signature.Length + sizeof(int);
            var checkpoint = new Checkpoint(ReadState(reader), reader.ReadDecimal());
            return stream.Position == stream.Length && checkpoint.Spent >= 0m ? checkpoint : throw Damaged(path);
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or InvalidDataException)
        {
            throw Damaged(path, error);
        }
    }

    private static InputException Damaged(string path, Exception? cause = null) => new($"{path} is damaged.", cause!);

    private static byte[] ReadAll(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new InputException($"{path} is not a checkpoint of this program: it is larger than any.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"There is no checkpoint to resume from: '{path}' cannot be read: {FileProblem.Describe(path, error)}", error);
        }
    }

    private static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteState(BinaryWriter writer, LearnerState state)
    {
        writer.Write(Signature);
        writer.Write(Version);
        writer.Write(state.Settings.Seed);
        writer.Write(state.Settings.BatchSize);
        writer.Write(state.Settings.Hidden);
        writer.Write(state.Settings.LearningRate);
        writer.Write(state.TextHash.Span);
        writer.Write(state.Step);
        writer.Write(state.Loss);
        WriteNumbers(writer, state.Weights);
        WriteNumbers(writer, state.GradientMean);
        WriteNumbers(writer, state.GradientSquare);
    }

    private static LearnerState ReadState(BinaryReader reader)
    {
        var settings = new LearnerSettings(reader.ReadUInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadSingle());
        if (settings.BatchSize is < 1 or > LearnerSettings.MaxBatchSize || settings.Hidden is < 1 or > LearnerSettings.MaxHidden)
            throw new InvalidDataException();

        return new LearnerState
        {
            Settings = settings,
            TextHash = reader.ReadBytes(SHA256.HashSizeInBytes),
            Step = reader.ReadInt64() is var step and >= 0 ? step : throw new InvalidDataException(),
            Loss = reader.ReadDouble(),
            Weights = ReadNumbers(reader),
            GradientMean = ReadNumbers(reader),
            GradientSquare = ReadNumbers(reader),
        };
    }

    private static void WriteNumbers(BinaryWriter writer, float[] numbers)
    {
        writer.Write(numbers.Length);
        foreach (var number in numbers)
            writer.Write(number);
    }

    private static float[] ReadNumbers(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 0 || (long)count * sizeof(float) > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new InvalidDataException();

        var numbers = new float[count];
        foreach (ref var number in numbers.AsSpan())
            number = reader.ReadSingle();
        return numbers;
    }
}
