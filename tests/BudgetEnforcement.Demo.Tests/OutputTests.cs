using System.Globalization;
using BudgetEnforcement.Demo.Display;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace BudgetEnforcement.Demo.Tests;

public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Output_ThatCannotBeWritten_IsToldInOneLine()
    {
        using var output = new FullDisk();
        using var error = new StringWriter(CultureInfo.InvariantCulture);

        var exitCode = await DemoApp.RunAsync(["--help"], Host(output, error), TestContext.Current.CancellationToken);

        exitCode.Should().Be(1);
        error.ToString().TrimEnd().Should().Be("error: The output cannot be written: No space left on device");
    }

    [Theory]
    [InlineData("train none.txt")]
    [InlineData("train --seed abc")]
    public async Task ErrorOutput_ThatCannotBeWritten_LeavesTheExitCode(string line)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new FullDisk();

        var exitCode = await DemoApp.RunAsync(line.Split(' '), Host(output, error), TestContext.Current.CancellationToken);

        exitCode.Should().Be(2);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(40, 36)]
    [InlineData(200, 60)]
    public void SpendBar_OnAnyScreen_FitsOneLineWithItsLabelsUnderItsMarks(int screen, int expected)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = Console(output);
        console.Profile.Width = screen;

        var width = SpendBar.WidthOn(console);

        width.Should().Be(expected);
        var bar = Markup.Remove(SpendBar.Draw(1m, 2m, width));
        var labels = SpendBar.Labels(width);
        bar.Should().HaveLength(width);
        labels.IndexOf("75", StringComparison.Ordinal).Should().Be(bar.IndexOf('┃', StringComparison.Ordinal));
        labels.IndexOf("90", StringComparison.Ordinal).Should().BeCloseTo(bar.LastIndexOf('┃'), 1);
    }

    private static DemoHost Host(TextWriter output, TextWriter error) => new(Console(output), error, new FakeTimeProvider());

    private static IAnsiConsole Console(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(output),
    });

    private sealed class FullDisk() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void Write(char value) => throw Full();

        public override void Write(string? value) => throw Full();

        public override void Write(char[] buffer, int index, int count) => throw Full();

        public override void WriteLine(string? value) => throw Full();

        private static IOException Full() => new("No space left on device");
    }
}
