using System.Runtime.InteropServices;

namespace BudgetEnforcement.Tool.Replay.Times;

/// <summary>
/// Puts any number of rows in the order of their times, in bounded memory: rows that do not fit are sorted in runs, which are kept in a temporary
/// file and merged. Rows of one time keep the order of their file, which in a file that is newest first is from its end.
/// </summary>
internal sealed class RowSorter : IDisposable
{
    /// <summary>How many rows are in memory at once.</summary>
    internal const int RunLength = 1 << 17;

    private const int ReadRows = 1 << 10;

    private readonly int _runLength;
    private readonly List<(long Start, int Count)> _runs = [];
    private readonly List<bool> _isNewestFirst = [];
    private Entry[] _buffer = [];
    private FileStream? _file;
    private int _count;
    private long _added;

    /// <param name="runLength">How many rows are in memory at once; less in tests.</param>
    internal RowSorter(int runLength = RunLength) => _runLength = runLength;

    /// <summary>Takes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isNewestFirst">Whether its file has been seen to go back in time.</param>
    internal void Add(in CostRow row, bool isNewestFirst)
    {
        while (_isNewestFirst.Count <= row.File)
            _isNewestFirst.Add(false);
        _isNewestFirst[row.File] |= isNewestFirst && _runs.Count == 0;
        if (_count == _buffer.Length)
            MakeRoom();
        _buffer[_count++] = new Entry(row, _added++);
    }

    /// <summary>The rows in order. They can be read once.</summary>
    internal IEnumerable<CostRow> Read()
    {
        SortBuffer();
        return _runs.Count == 0 ? _buffer.Take(_count).Select(entry => entry.Row) : Merge();
    }

    public void Dispose() => _file?.Dispose();

    private void MakeRoom()
    {
        if (_buffer.Length < _runLength)
        {
            Array.Resize(ref _buffer, Math.Min(_runLength, Math.Max(ReadRows, _buffer.Length * 2)));
            return;
        }

        WriteRun();
    }

    private void SortBuffer() => _buffer.AsSpan(0, _count).Sort(Compare);

    private int Compare(Entry one, Entry other)
    {
        var byTime = one.Row.Ticks.CompareTo(other.Row.Ticks);
        if (byTime != 0)
            return byTime;
        var byFile = one.Row.File.CompareTo(other.Row.File);
        if (byFile != 0)
            return byFile;
        return _isNewestFirst[one.Row.File] ? other.Ordinal.CompareTo(one.Ordinal) : one.Ordinal.CompareTo(other.Ordinal);
    }

    private void WriteRun()
    {
        SortBuffer();
        try
        {
            _file ??= Create();
            _runs.Add((_file.Position, _count));
            _file.Write(MemoryMarshal.AsBytes(_buffer.AsSpan(0, _count)));
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"The rows do not fit into memory, and a temporary file for sorting them cannot be written: {error.Message}", error);
        }

        _count = 0;
    }

    // Other users of the machine must not read the costs.
    private static FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }

    private IEnumerable<CostRow> Merge()
    {
        if (_count > 0)
            WriteRun();
        _file!.Flush();
        _buffer = [];
        var readers = _runs.Select(run => new RunReader(_file, run.Start, run.Count)).ToArray();
        var next = new PriorityQueue<RunReader, Entry>(Comparer<Entry>.Create(Compare));
        foreach (var reader in readers)
            next.Enqueue(reader, reader.Read());
        while (next.TryPeek(out var reader, out var entry))
        {
            yield return entry.Row;
            if (reader.HasMore)
                next.DequeueEnqueue(reader, reader.Read());
            else
                next.Dequeue();
        }
    }

    private readonly record struct Entry(CostRow Row, long Ordinal);

    private sealed class RunReader(FileStream file, long start, int count)
    {
        private readonly Entry[] _buffer = new Entry[Math.Min(count, ReadRows)];
        private int _left = count;
        private int _at;
        private int _filled;
        private long _position = start;

        internal bool HasMore => _left > 0;

        internal Entry Read()
        {
            if (_at == _filled)
            {
                _filled = Math.Min(_left, _buffer.Length);
                _at = 0;
                var bytes = MemoryMarshal.AsBytes(_buffer.AsSpan(0, _filled));
                while (!bytes.IsEmpty)
                {
                    var read = RandomAccess.Read(file.SafeFileHandle, bytes, _position);
                    if (read == 0)
                        throw new EndOfStreamException("The temporary file for sorting was cut.");
                    _position += read;
                    bytes = bytes[read..];
                }
            }

            _left--;
            return _buffer[_at++];
        }
    }
}
