using System.Globalization;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Demo.Tests;

public sealed class CultureTests : IDisposable
{
    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _culture;
        _folder.Dispose();
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Train_UnderAnyCulture_WritesTheSame(string culture)
    {
        var text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("to be or not to be, ", 15)));
        var expected = await Train(text);

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var actual = await Train(text);

        expected.Output.Should().ContainAll("75 % warning", "$0.00");
        WithWarningsFirst(actual).Should().Be(WithWarningsFirst(expected));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Fleet_UnderAnyCulture_WritesTheSame(string culture)
    {
        var text = _folder.Write("text.txt", string.Concat(Enumerable.Repeat("to be or not to be, ", 15)));
        var expected = await Fleet(text);

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var actual = await Fleet(text);

        expected.Output.Should().ContainAll("75 % warning", "16, 0.003", "Checked: the jobs spent $0.0");
        WithWarningsFirst(actual).Should().Be(WithWarningsFirst(expected));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Agent_UnderAnyCulture_WritesTheSame(string culture)
    {
        var expected = await DemoRun.Of("agent");

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var actual = await DemoRun.Of("agent");

        expected.Output.Should().ContainAll("for at most $0.003000000.", "75 % warning", "Checked: ");
        actual.Should().Be(expected);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public async Task Help_UnderAnyCulture_WritesTheSame(string culture)
    {
        var expected = await DemoRun.Of("train", "--help");

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var actual = await DemoRun.Of("train", "--help");

        expected.Output.Should().ContainAll("[default: 2.49]", "[default: 0.013]");
        actual.Should().Be(expected);
    }

    // A crossing that a meter brings is told from the thread pool, so its line may come a little earlier or later.
    private static DemoRun WithWarningsFirst(DemoRun run) => run with
    {
        Output = string.Join('\n', run.Output.Split('\n').OrderBy(static line => line.StartsWith("! ", StringComparison.Ordinal) ? line : "~", StringComparer.Ordinal)),
    };

    // Its elements are numbered through for as long as the process lives.
    private async Task<string> Chart() => Regex.Replace(
        await File.ReadAllTextAsync(_folder.Path("chart.svg"), TestContext.Current.CancellationToken), "\\b(cl|img|gr)_[0-9a-f]+", "$1");

    private static async Task<DemoRun> Fleet(string text) => await DemoRun.With(
        new SteppingClock(TimeSpan.FromMilliseconds(5)), CancellationToken.None,
        "fleet", text, "--rate", "3.6", "--parallel", "1", "--job-budget", "0.01", "--team-budget", "0.018");

    private async Task<DemoRun> Train(string text)
    {
        var checkpoint = _folder.Path("checkpoint");
        File.Delete(checkpoint);
        return await DemoRun.With(
            new SteppingClock(TimeSpan.FromMilliseconds(5)), CancellationToken.None,
            "train", text, "--hidden", "4", "--rate", "3.6", "--budget", "0.02", "--checkpoint", checkpoint);
    }
}
