using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace BudgetEnforcement.Tests;

/// <summary>What people read in the log, and what programs read there.</summary>
public partial class LogTextTests
{
    // The generator writes its arguments as they are, so it must get the numbers as people should read them.
    private static readonly decimal[] Exactly = [1.5009166666666666666666666667m, 2.00m, 75.045833333333333333333333335m, 0.000000123456789123m, 5m];
    private static readonly decimal[] Readably = [1.500917m, 2.00m, 75.045833m, 0.0000001234568m, 5m];
    private static readonly string[] Cultures = ["de-DE", "ar-SA", string.Empty];

    public static TheoryData<string> Events => [.. LogEvents.All.Select(it => it.Method.Name)];

    [Theory]
    [InlineData("1.5009166666666666666666666667", "1.500917")]
    [InlineData("75.045833333333333333333333335", "75.045833")]
    [InlineData("0.000000123456789123", "0.0000001234568")]
    [InlineData("0.5009166666666666", "0.5009167")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("0.0000000000000000000000123456", "0.0000000000000000000000123456")]
    [InlineData("1.0000000000000000000000000001", "1.00")]
    [InlineData("0.9999999999", "1.00")]
    [InlineData("0.0000000", "0.00")]
    [InlineData("1.0000005", "1.000001")]
    [InlineData("1.0000004999", "1.00")]
    [InlineData("-1.0000005", "-1.000001")]
    [InlineData("123456789.1000001", "123456789.10")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("7.9228162514264337593543950335", "7.922816")]
    [InlineData("2.00", "2.00")]
    [InlineData("75", "75")]
    [InlineData("0.123456", "0.123456")]
    [InlineData("1.500000", "1.500000")]
    [InlineData("0.1234500", "0.1234500")]
    [InlineData("1.0000000", "1.00")]
    public void Readable_AnyNumber_HasSixDecimalsFromWhereItBegins(string number, string expected)
    {
        MoneyText.Readable(Text.Decimal(number)).Should().Be(expected);
        Text.Under("ar-SA", () => MoneyText.Readable(Text.Decimal(number))).Should().Be(expected);
    }

    [Fact]
    public void Crossing_OfAnAwkwardAmountAndANameLikeATemplate_CanBeRead()
    {
        var logger = new FakeLogger<BudgetEnforcer>();
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "{Spent} of {0}", Limit = 2.00m }, logger);

        budget.AddCost(1.5009166666666666666666666667m);

        var record = logger.Collector.GetSnapshot().Should().ContainSingle(it => it.Id.Name == "ThresholdReached").Which;
        record.Message.Should().Be("Budget {Spent} of {0} reached Warning75: 1.500917 of 2.00 USD spent (75.045833%)");
        record.GetStructuredStateValue("Spent").Should().Be("1.5009166666666666666666666667");
        record.GetStructuredStateValue("UtilizationPercentage").Should().Be("75.045833333333333333333333335");
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Events_OfAnyNumbersUnderAnyCulture_ReadAsTheGeneratorMakesReadableOnesAndKeepTheirValues(string name)
    {
        var method = LogEvents.All.Single(it => it.Method.Name == name).Method;
        var readable = Text.Under(string.Empty, () => LogEvents.Log(method, logger => logger, Readably).Message);

        foreach (var (culture, numbers) in from culture in Cultures from numbers in (decimal[][])[Readably, Exactly] select (culture, numbers))
        {
            var generated = LogEvents.Log(method, logger => logger, numbers);
            var safe = Text.Under(culture, () => LogEvents.Log(method, logger => new SafeLogger(logger), numbers));

            safe.Message.Should().Be(readable);
            safe.StructuredState.Should().Equal(generated.StructuredState);
            (safe.Id, safe.Id.Name, safe.Level).Should().Be((generated.Id, generated.Id.Name, generated.Level));
        }
    }

    [Fact]
    public void EventIds_InTheCodeOfAllPackages_AreUnique()
    {
        var code = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal));

        code.SelectMany(path => DeclaredId().Matches(File.ReadAllText(path))).Select(match => match.Groups["id"].Value)
            .Should().OnlyHaveUniqueItems().And.HaveCountGreaterThan(LogEvents.All.Count);
    }

    [Fact]
    public void Events_OfTheWholeLibrary_HaveIdsAndNamesOfTheirOwn()
    {
        LogEvents.All.Should().HaveCountGreaterThan(20);
        LogEvents.All.Select(it => it.Event.EventId).Should().OnlyHaveUniqueItems().And.OnlyContain(id => id >= 1);
        LogEvents.All.Select(it => LogEvents.NameOf(it.Method, it.Event)).Should().OnlyHaveUniqueItems();
        LogEvents.All.Select(it => it.Event.EventName).Should().NotContainNulls("a name that is written down survives that a method is renamed");
    }

    [Theory]
    [InlineData("{{literal}} {Price} }}", "{literal} 1.333333 }")]
    [InlineData("{Price} {Price:0.0}", "1.333333 1.3")]
    [InlineData("{Price,12}", "1.3333333333")]
    [InlineData("no price at all", "no price at all")]
    public void Templates_OfOthers_AreRenderedOrLeftToTheirFormatter(string template, string expected)
    {
        Text.Under("de-DE", () => Log(template, 1.3333333333m, 1.3333333333m)).Trim().Should().Be(expected);
    }

    [Fact]
    public void Templates_WithListsAndNothing_AreRenderedAsTheFormatterDoes()
    {
        Log("{Nothing} {Texts} {Prices} {Price}", null, new[] { "a", null, "b" }, new[] { 1m, 2.00m }, 1.3333333333m)
            .Should().Be("(null) a, (null), b 1, 2.00 1.333333");
    }

    [Fact]
    public void States_WithoutATemplate_AreLeftToTheirFormatter()
    {
        var logger = new FakeLogger();

        new SafeLogger(logger).Log(
            LogLevel.Error, new EventId(1), new[] { KeyValuePair.Create<string, object?>("Price", 1.3333333333m) }, null,
            static (state, _) => string.Create(CultureInfo.CurrentCulture, $"its own: {state[0].Value}"));

        logger.LatestRecord.Message.Should().Be("its own: 1.3333333333");
    }

    private static string Log(string template, params object?[] values)
    {
        var logger = new FakeLogger();
#pragma warning disable CA2254, CA1848, CA1873 // The test is about the template.
        new SafeLogger(logger).LogError(template, values);
#pragma warning restore CA2254, CA1848, CA1873
        return logger.LatestRecord.Message;
    }

    [GeneratedRegex("""\[LoggerMessage\((EventId = )?(?<id>\d+)""")]
    private static partial Regex DeclaredId();
}
