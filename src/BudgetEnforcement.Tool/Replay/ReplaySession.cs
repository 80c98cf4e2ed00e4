using System.Reflection;
using BudgetEnforcement.Tool.Replay.Budgets;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Output;
using BudgetEnforcement.Tool.Replay.Rows;
using BudgetEnforcement.Tool.Replay.Times;

namespace BudgetEnforcement.Tool.Replay;

/// <summary>One call of <c>replay</c>: reads the costs, runs them through budgets, tells how it went. Nothing is told before everything was read.</summary>
internal sealed class ReplaySession(ReplayOptions options, ToolHost host)
{
    private const string Sample = "made-up-costs.csv";

    private readonly SharedWatches _shared = new();
    private readonly List<string> _files = [];
    private bool _hasTimes;
    private bool _hasClock;
    private bool _hasLocalTimes;
    private readonly List<string> _remarks = [];

    internal int Run(CancellationToken cancellationToken)
    {
        EnsureFilesDiffer();
        var budgets = options.Limits.Select(limit => new ReplayedBudget(limit, options)).ToArray();
        using (var sorter = new RowSorter())
        {
            ReadFiles(budgets, sorter, cancellationToken);
            if (_hasTimes)
                Play(sorter.Read(), budgets, cancellationToken);
        }

        if (!_shared.Tally.IsRecordable)
            throw new InputException("All costs together are more than can be recorded.");
        var results = budgets.Select(budget => budget.End()).ToArray();
        var report = new ReplayReport(options, _shared.Tally, _files, new TimeText(options.TimeZone, inDays: !_hasClock), _hasTimes, results, Remarks());
        if (options.Chart is not null)
        {
            SpendChart.Save(report, options.Chart);
            if (!SpendChart.CanWrite)
                host.Error.WriteLine("note: this machine has no fonts, so the chart has no text.");
        }

        if (options.Json)
            host.Output.WriteLine(ReplayJson.Write(report));
        else
            ReplayText.Write(host.Console, report);
        return ExitCodes.Ok;
    }

    private static void Play(IEnumerable<CostRow> rows, ReplayedBudget[] budgets, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var row in rows)
        {
            if ((++count & 0xFFF) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            Play(row, budgets);
        }
    }

    private static void Play(in CostRow row, ReplayedBudget[] budgets)
    {
        foreach (var budget in budgets)
            budget.Add(row);
    }

    private void ReadFiles(ReplayedBudget[] budgets, RowSorter sorter, CancellationToken cancellationToken)
    {
        var groups = options.Columns.GroupBy is null ? null : new RowGroups(_shared.Tally);
        string[] paths = options.Files.Count == 0 ? [Sample] : [.. options.Files];
        for (var index = 0; index < paths.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var source = Open(paths[index]);
            _files.Add(source.Name);
            using var file = new CostFile(source, index, options, _shared);
            var hasTimes = file.Columns.Time >= 0;
            if (index > 0 && hasTimes != _hasTimes)
                throw new InputException($"{source.Name} and {_files[0]} differ: one has a column of times and the other has none. --file-order takes the rows as they stand.");
            _hasTimes = hasTimes;
            var order = new FileOrder();
            foreach (var row in file.Read(cancellationToken))
            {
                order.See(row.Ticks);
                if (groups is not null)
                    groups.Add(file.Group, row);
                else if (hasTimes)
                    sorter.Add(row, order.IsNewestFirst);
                else
                    Play(row, budgets);
            }

            _hasClock |= file.Times.HasReadClock;
            _hasLocalTimes |= hasTimes && file.Times.HasReadLocal;
            _remarks.AddRange(hasTimes ? RemarkOn(order, source.Name) : []);
        }

        if (groups is null)
            return;
        if (!_hasTimes)
        {
            Play(groups.Read(), budgets, cancellationToken);
            return;
        }

        foreach (var row in groups.Read())
            sorter.Add(row, isNewestFirst: false);
    }

    private SourceFile Open(string path) => options.Files.Count > 0
        ? SourceFile.Open(path, host.Input)
        : SourceFile.Read(Sample, Assembly.GetExecutingAssembly().GetManifestResourceStream(Sample)!);

    private void EnsureFilesDiffer()
    {
        var paths = options.Files.Select(file => file is SourceFile.StandardInput || file.AsSpan().IsWhiteSpace() || file.Contains('\0', StringComparison.Ordinal) ? file : Path.GetFullPath(file));
        if (paths.GroupBy(path => path, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InputException($"FILE {Printable.Quote(twice.Key)} is given more than once, and would count as often.");
    }

    private static IEnumerable<string> RemarkOn(FileOrder order, string file)
    {
        if (order is { WentBack: true, WentOn: false })
            yield return $"{file} is newest first; it was replayed in the order of time.";
        else if (order.WentBack)
            yield return $"{file} is not in the order of time; it was replayed in that order.";
    }

    private List<string> Remarks()
    {
        if (_hasLocalTimes && _hasClock)
            _remarks.Add($"Times without an offset are taken as those of {(options.TimeZone == TimeZoneInfo.Utc ? "UTC" : options.TimeZone.Id)}; --time-zone says otherwise.");
        return _remarks;
    }
}
