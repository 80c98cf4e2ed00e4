using System.Globalization;
using BudgetEnforcement.Tool.Replay.Budgets;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace BudgetEnforcement.Tool.Replay.Output;

/// <summary>Spend over the costs, with the limits and their marks. Money becomes floating point here only, to be drawn.</summary>
internal static class SpendChart
{
    private const int Width = 1200;
    private const int Height = 700;
    private const float LineWidth = 2;
    private const float MarkerSize = 12;

    private static readonly Color[] Lines = [Color.FromHex("#1f77b4"), Color.FromHex("#2b8a3e"), Color.FromHex("#862e9c"), Color.FromHex("#5f3dc4"), Color.FromHex("#0b7285")];
    private static readonly Color Warning = Color.FromHex("#e0a800");
    private static readonly Color Alarm = Color.FromHex("#e8590c");
    private static readonly Color Stop = Color.FromHex("#c92a2a");

    internal static void Save(ReplayReport report, string path)
    {
        using var plot = new Plot();
        plot.Title("Spend against the limit");
        plot.XLabel(report.HasTimes ? "Cost, in order of time" : "Cost, in order of the file");
        plot.YLabel("Spent");

        var top = 1e-12;
        for (var index = 0; index < report.Results.Count; index++)
        {
            var result = report.Results[index];
            Draw(plot, result, Lines[index % Lines.Length], isAlone: report.Results.Count == 1);
            top = Math.Max(top, (double)Math.Max(result.Report.Limit, result.Highest));
        }

        plot.Axes.SetLimitsX(0, Math.Max(1, report.Results[0].Rows) * 1.02);
        plot.Axes.SetLimitsY(0, top * 1.1);
        UseInvariantNumbers(plot.Axes.Bottom);
        UseInvariantNumbers(plot.Axes.Left);
        plot.ShowLegend(Alignment.LowerRight);

        try
        {
            if (IsSvg(path))
                plot.SaveSvg(path, Width, Height);
            else
                plot.SavePng(path, Width, Height);
        }
        catch (Exception error) when (FileProblem.IsFileError(error))
        {
            throw new InputException($"--chart: '{Printable.Of(path)}' cannot be written: {FileProblem.Describe(path, error)}", error);
        }
    }

    /// <summary>Whether there is a font to write with; a bare machine may have none, and its charts then are lines only.</summary>
    internal static bool CanWrite => SKTypeface.Default.GlyphCount > 0;

    internal static bool IsSupported(string path) => IsSvg(path) || path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    private static bool IsSvg(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    private static void Draw(Plot plot, ReplayResult result, Color color, bool isAlone)
    {
        var limit = Readable.Down(result.Report.Limit);
        double[] rows = [0, .. result.Points.Select(point => (double)point.Row)];
        double[] spent = [0, .. result.Points.Select(point => point.Spent)];
        var line = plot.Add.ScatterLine(rows, spent);
        line.LegendText = isAlone ? "Spent" : $"Spent under {limit}";
        line.Color = color;
        line.LineWidth = LineWidth;
        AddLevel(plot, isAlone ? "Limit" : $"Limit {limit}", (double)result.Report.Limit, isAlone ? Stop : color);
        AddMark(plot, "First denied", result.FirstDenied, Stop, MarkerShape.Eks);
        AddMark(plot, "Limit exceeded", result.Exceeded, Stop, MarkerShape.FilledDiamond);
        if (!isAlone)
            return;

        var marks = new BudgetOptions();
        AddLevel(plot, "90 %", (double)(result.Report.Limit * marks.Warning90Threshold), Alarm);
        AddLevel(plot, "75 %", (double)(result.Report.Limit * marks.Warning75Threshold), Warning);
        AddMark(plot, "75 % warning", result.Warning75, Warning, MarkerShape.FilledCircle);
        AddMark(plot, "90 % warning", result.Warning90, Alarm, MarkerShape.FilledCircle);
    }

    private static void UseInvariantNumbers(IAxis axis) => axis.TickGenerator = new NumericAutomatic
    {
        LabelFormatter = value => value.ToString("#,0.########", CultureInfo.InvariantCulture),
    };

    private static void AddLevel(Plot plot, string text, double value, Color color)
    {
        var line = plot.Add.HorizontalLine(value);
        line.LegendText = text;
        line.Color = color;
        line.LineWidth = LineWidth;
    }

    private static void AddMark(Plot plot, string text, RowMark? mark, Color color, MarkerShape shape)
    {
        if (mark is null)
            return;

        var marker = plot.Add.Marker(mark.Row, (double)mark.Spent, shape, MarkerSize, color);
        marker.LegendText = string.Create(CultureInfo.InvariantCulture, $"{text}, row {mark.Row:N0}");
        if (shape is MarkerShape.Eks)
            marker.MarkerLineWidth = LineWidth;
    }
}
