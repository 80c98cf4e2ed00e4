namespace BudgetEnforcement.Tests;

public class BudgetOptionsTests
{
    [Fact]
    public void Defaults_OfNewOptions_AreThoseOfTheContract()
    {
        var options = new BudgetOptions();

        options.Name.Should().BeNull();
        options.Limit.Should().BeNull();
        options.InitialSpent.Should().Be(0m);
        options.InitialSpentAt.Should().BeNull();
        options.Currency.Should().BeNull();
        options.AlertAt.Should().BeEmpty();
        options.TimeZone.Should().BeNull();
        options.TimeZoneId.Should().BeNull();
        options.MaxWaiters.Should().Be(0);
        options.MaxWait.Should().BeNull();
        options.Warning75Threshold.Should().Be(0.75m);
        options.Warning90Threshold.Should().Be(0.90m);
    }

    [Fact]
    public void Constructor_EverythingWrong_NamesEveryErrorAtOnce()
    {
        var message = Refusal(new BudgetOptions
        {
            Name = " ",
            Limit = -1m,
            InitialSpent = -2m,
            Currency = "U S D",
            Warning75Threshold = 0m,
            Warning90Threshold = 1.5m,
            TimeZoneId = "No/Such_Zone",
            MaxWait = TimeSpan.Zero,
            AlertAt = { 0m },
        });

        message.Should().ContainAll("'No/Such_Zone'", "MaxWait", "00:00:00", "AlertAt");
        message.Should().ContainAll("Limit", "-1", "InitialSpent", "-2", "Name", "Currency", "'U S D'", "Warning75Threshold", "Warning90Threshold", "1.5");
    }

    [Theory]
    [InlineData("0", "0.9")]
    [InlineData("-0.1", "0.9")]
    [InlineData("0.9", "0.9")]
    [InlineData("0.95", "0.9")]
    [InlineData("0.75", "1.0000000000000000000000000001")]
    [InlineData("0.75", "0")]
    [InlineData("0.75", "-1")]
    public void Constructor_ThresholdsNotAscendingWithin0And1_Throws(string first, string second)
    {
        Refusal(new BudgetOptions { Limit = 1m, Warning75Threshold = Text.Decimal(first), Warning90Threshold = Text.Decimal(second) })
            .Should().Contain("Threshold");
    }

    [Theory]
    [InlineData("0.0000000000000000000000000001", "1")]
    [InlineData("0.9999999999999999999999999999", "1.00")]
    public void Constructor_ThresholdsAtTheirBounds_IsFine(string first, string second)
    {
        var options = new BudgetOptions { Limit = 1m, Warning75Threshold = Text.Decimal(first), Warning90Threshold = Text.Decimal(second) };

        new BudgetEnforcer(options).AddCost(Budgets.Unit).Should().Be(first[2] == '0' ? BudgetStatus.Warning75 : BudgetStatus.Ok);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    [InlineData("\u001b[31mred")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u00ADb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u00A0b")]
    [InlineData("a\uE000b")]
    [InlineData("a\u0378b")]
    public void Constructor_NameNotPrintable_Throws(string name)
    {
        Refusal(new BudgetOptions { Limit = 1m, Name = name }).Should().StartWith("Name ");
    }

    [Fact]
    public void Constructor_NameWithLoneSurrogates_ThrowsAndQuotesThemEscaped()
    {
        Refusal(new BudgetOptions { Limit = 1m, Name = Cut("a") + "b" }).Should().Contain("'a\\uD83Db'");
        Refusal(new BudgetOptions { Limit = 1m, Name = Cut("a") }).Should().Contain("'a\\uD83D'");
    }

    [Fact]
    public void Constructor_NameThatIsNotPrintable_IsQuotedEscaped()
    {
        var message = Refusal(new BudgetOptions { Limit = 1m, Name = "a\nb\u202Ec" });

        message.Should().Contain("'a\\u000Ab\\u202Ec'");
        message.Should().NotContainAny("\n", "\u202E");
    }

    [Theory]
    [InlineData("job")]
    [InlineData("training job #3 (night)")]
    [InlineData("Größe – 日本語")]
    [InlineData("rocket 🚀")]
    [InlineData("e\u0301")]
    [InlineData("{Spent}'\"")]
    public void Constructor_PrintableName_IsKept(string name)
    {
        Budgets.Named(name, 1m).Name.Should().Be(name);
    }

    [Fact]
    public void Constructor_LengthOfNameAndCurrency_IsLimited()
    {
        Budgets.Named(new string('n', 128), 1m).Name.Should().HaveLength(128);
        Refusal(new BudgetOptions { Limit = 1m, Name = new string('n', 129) }).Should().StartWith("Name ").And.Contain("…");
        new BudgetEnforcer(new BudgetOptions { Limit = 1m, Currency = new string('C', 16) }).Currency.Should().HaveLength(16);
        Refusal(new BudgetOptions { Limit = 1m, Currency = new string('C', 17) }).Should().StartWith("Currency ");
        Refusal(new BudgetOptions { Limit = 1m, Currency = string.Empty }).Should().StartWith("Currency ");
    }

    [Fact]
    public void Constructor_OptionsChangedAfterwards_ChangeNothing()
    {
        var options = new BudgetOptions { Name = "job", Limit = 100m, Currency = "EUR" };
        var budget = new BudgetEnforcer(options);

        options.Name = "other";
        options.Limit = 1m;
        options.InitialSpent = 50m;
        options.Currency = "USD";
        options.Warning75Threshold = 0.1m;

        budget.Name.Should().Be("job");
        budget.Limit.Should().Be(100m);
        budget.Spent.Should().Be(0m);
        budget.Currency.Should().Be("EUR");
        budget.AddCost(50m).Should().Be(BudgetStatus.Ok);
        budget.UpdateLimit(200m);
        budget.GetStatus().Status.Should().Be(BudgetStatus.Ok);
    }

    [Fact]
    public void CreateChild_NoCurrency_TakesThatOfTheParent()
    {
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Currency = "EUR" });

        root.Child(1m).Child(1m).Currency.Should().Be("EUR");
        root.CreateChild(new BudgetOptions { Limit = 1m, Currency = "EUR" }).Currency.Should().Be("EUR");
    }

    [Theory]
    [InlineData("USD")]
    [InlineData("eur")]
    public void CreateChild_AnotherCurrency_Throws(string currency)
    {
        var root = new BudgetEnforcer(new BudgetOptions { Limit = 1m, Currency = "EUR" });

        root.Invoking(it => it.CreateChild(new BudgetOptions { Limit = 1m, Currency = currency }))
            .Should().Throw<ArgumentException>().WithMessage($"Currency*'EUR'*'{currency}'*");
    }

    [Fact]
    public void CreateChild_LimitAboveTheParents_IsFine()
    {
        new BudgetEnforcer(1m).Child(100m).Available.Should().Be(1m);
    }

    // The compiler refuses half a character in a literal of an attribute.
    private static string Cut(string text) => text + "🚀"[0];

    private static string Refusal(BudgetOptions options)
    {
        var make = () => new BudgetEnforcer(options);
        return make.Should().Throw<ArgumentException>().WithParameterName(nameof(options)).Which.Message;
    }
}
