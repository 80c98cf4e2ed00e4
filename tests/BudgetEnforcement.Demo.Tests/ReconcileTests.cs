using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>The whole of <c>reconcile</c>: an agent, the provider's own bill, and the books before and after.</summary>
public sealed partial class ReconcileTests
{
    // Prices depend on the day, and a clock that stood still long ago would know few.
    private static readonly DateTimeOffset Today = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1.25", "Adjusted")]
    [InlineData("1", "Equal")]
    [InlineData("0.5", "Adjusted")]
    [InlineData("1.333333", "Adjusted")]
    public async Task Reconcile_WhateverTheProviderBills_EndsWithItInTheBooks(string increase, string outcome)
    {
        var run = await Run("reconcile", "--increase", increase);

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        var books = Books().Matches(run.Output).Select(match => (Spent: Number(match, "spent"), Billed: Number(match, "billed"))).ToList();
        books.Should().HaveCount(2);
        books[1].Spent.Should().Be(books[0].Billed).And.Be(books[1].Billed);
        (books[0].Spent < books[0].Billed).Should().Be(increase is "1.25" or "1.333333");
        Row(run, "first run").Should().EndWith("Equal");
        Row(run, "second run").Should().EndWith(outcome);
        Row(run, "(none)").Should().EndWith("NoBudget");
    }

    [Fact]
    public async Task Reconcile_AtTheEndOfItsBudget_ShowsThatTheBillIsMore()
    {
        var run = await Run("reconcile", "--budget", "0.005", "--increase", "20");

        run.ExitCode.Should().Be(0, run.Output + run.Error);
        run.Output.Should().Contain("the second stopped by the budget").And.Contain("Exceeded");
    }

    [Theory]
    [InlineData("--increase", "-1")]
    [InlineData("--increase", "1001")]
    [InlineData("--model", "no-such-model")]
    public async Task Reconcile_WithWhatCannotBe_SaysSoInOneLine(string option, string value)
    {
        var run = await Run("reconcile", option, value);

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain(option).And.Contain(value);
        run.Output.Should().BeEmpty();
    }

    private static Task<DemoRun> Run(params string[] args) => DemoRun.With(new FakeTimeProvider(Today), TestContext.Current.CancellationToken, args);

    private static string Row(DemoRun run, string label) =>
        run.Output.Split('\n').Single(line => line.StartsWith($"│ {label} ", StringComparison.Ordinal)).Trim().TrimEnd('│').TrimEnd();

    private static decimal Number(Match match, string group) => decimal.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("""the budget has \$(?<spent>[0-9.]+) of .* billed under its labels are \$(?<billed>[0-9.]+)\.""")]
    private static partial Regex Books();
}
