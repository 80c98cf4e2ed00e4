using System.Globalization;
using BudgetEnforcement.Portkey.Tests.Fake;

namespace BudgetEnforcement.Portkey.Tests.Costs;

/// <summary>What the client makes of answers that are right.</summary>
public sealed class ReadingTests : PortkeyTest
{
    [Fact]
    public async Task GetAsync_LabelsAndOthers_AreTheTotal()
    {
        Portkey.Add(new(Noon, 150m, "ann"), new(Noon.AddMinutes(1), 25.5m, "bob"), new(Noon.AddMinutes(2), 50m, "ann"), new(Noon.AddMinutes(3), 4m));

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 2m), new BilledCost("bob", 0.255m), new BilledCost(null, 0.04m)]);
    }

    [Fact]
    public async Task GetAsync_NothingBilled_IsNothing() => (await GetAsync()).Should().BeEmpty();

    [Fact]
    public async Task GetAsync_FractionsOfCents_AreExact()
    {
        Portkey.Instead = Answers.Of(
            """{"summary":{"total":3887.3066999996863}}""", """{"total":1,"data":[{"metadata_value":"ann","cost":"1234.5000000000000000001"}]}""");

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 12.345000000000000000001m), new BilledCost(null, 26.528066999996862999999m)]);
    }

    [Fact]
    public async Task GetAsync_NumbersAsTexts_AreRead()
    {
        Portkey.WritesNumbersAsTexts = true;
        Portkey.Add(new(Noon, 1e-7m, "ann"), new(Noon, 0.1m, "bob"));

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 1e-9m), new BilledCost("bob", 0.001m)]);
    }

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(3, int.MaxValue)]
    [InlineData(100, int.MaxValue)]
    [InlineData(100, 2)]
    public async Task GetAsync_AnySizeOfPages_HasEveryLabelOnce(int size, int mostRows)
    {
        Portkey.MostRows = mostRows;
        Portkey.Add(Enumerable.Range(1, 7).Select(i => new LoggedCall(Noon, i, $"label {i}")));

        (await GetAsync(options => options.PageSize = size)).Should()
            .BeEquivalentTo(Enumerable.Range(1, 7).Select(i => new BilledCost($"label {i}", i / 100m)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(123.456)]
    public async Task GetAsync_SumsOfDoubles_LeaveNoNoiseUnderNoLabel(double cents)
    {
        // Added in another order than the total, the groups differ from it in the last digits.
        Portkey.Add(Enumerable.Range(0, 3000).Select(i => new LoggedCall(Noon, (decimal)cents + (i * 0.001m), (i % 7).ToString(CultureInfo.InvariantCulture))));

        (await GetAsync()).Select(cost => cost.Label).Should().BeEquivalentTo("0", "1", "2", "3", "4", "5", "6");
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task GetAsync_AGroupOfItsOwnForOthers_IsUnderNoLabel(string? name)
    {
        Portkey.Instead = Answers.Of(
            """{"summary":{"total":300}}""",
            $$"""{"total":2,"data":[{"metadata_value":"ann","cost":100},{"metadata_value":{{(name is null ? "null" : "\"\"")}},"cost":150}]}""");

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 1m), new BilledCost(null, 2m)]);
    }

    [Fact]
    public async Task GetAsync_LabelsThatAreNoTexts_AreAsTheyAreWritten()
    {
        Portkey.Instead = Answers.Of(
            """{"summary":{"total":300}}""", """{"total":2,"data":[{"metadata_value":42,"cost":100},{"metadata_value":true,"cost":200}]}""");

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("42", 1m), new BilledCost("true", 2m)]);
    }

    [Fact]
    public async Task GetAsync_ACallThatIsKnownLate_IsThereWhenAskedAgain()
    {
        Portkey.Add(new(Noon, 100m, "ann"), new(Noon.AddMinutes(4), 70m, "ann") { KnownAt = Clock.GetUtcNow().AddSeconds(1) });
        var before = await GetAsync();
        await Task.Delay(TimeSpan.FromMinutes(3), Clock, Cancelled);

        var after = await GetAsync();

        (before.Single(), after.Single()).Should().Be((new BilledCost("ann", 1m), new BilledCost("ann", 1.7m)));
    }

    [Fact]
    public async Task GetAsync_AWindowThatIsRestated_IsAsItIsNow()
    {
        Portkey.Add(new(Noon, 100m, "ann"), new(Noon, 50m, "bob"));
        await GetAsync();
        Portkey.Forget();
        Portkey.Add(new LoggedCall(Noon, 30m, "ann"));

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 0.3m)]);
    }

    [Theory]
    [InlineData("graphs", 2)]
    [InlineData("groups", 1)]
    public async Task GetAsync_ACallThatArrivesWhileItReads_IsUnderItsLabel(string request, int number)
    {
        Portkey.Add(new(Noon, 100m, "ann"), new(Noon, 30m));
        var seen = 0;
        Portkey.Instead = context =>
        {
            if (context.Request.Path.Value!.Contains(request, StringComparison.Ordinal) && ++seen == number)
                Portkey.Add(new LoggedCall(Noon, 70m, "ann"));
            return Task.FromResult(false);
        };

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("ann", 1.7m), new BilledCost(null, 0.3m)]);

        Clock.Waits.Should().Equal(TimeSpan.FromSeconds(1));
        Logger.LatestRecord.Id.Name.Should().Be("PortkeyCostsRead");
    }

    [Fact]
    public async Task GetAsync_LabelsThatChangePlacesBetweenPages_AreReadAgain()
    {
        var pages = new Queue<string>(["a,b", "b", "a,b", "c"]);
        Portkey.Instead = async context =>
        {
            if (context.Request.Path.Value!.Contains("graphs", StringComparison.Ordinal))
                return await Answers.Json(context, """{"summary":{"total":3}}""");
            var rows = pages.Dequeue().Split(',').Select(label => $$"""{"metadata_value":"{{label}}","cost":1}""");
            return await Answers.Json(context, $$"""{"total":3,"data":[{{string.Join(',', rows)}}]}""");
        };

        (await GetAsync()).Should().BeEquivalentTo([new BilledCost("a", 0.01m), new BilledCost("b", 0.01m), new BilledCost("c", 0.01m)]);
    }

    [Fact]
    public async Task GetAsync_LabelsThatCostMoreThanTheTotal_IsNoCost()
    {
        Portkey.Instead = Answers.Of("""{"summary":{"total":99.9}}""", """{"total":1,"data":[{"metadata_value":"ann","cost":100}]}""");

        (await FailAsync()).IsTransient.Should().BeTrue();

        Clock.Waits.Should().Equal(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task GetAsync_CostsThatNeverRest_IsNoCost()
    {
        var cents = 0;
        Portkey.Instead = context => context.Request.Path.Value!.Contains("graphs", StringComparison.Ordinal)
            ? Answers.Json(context, $$"""{"summary": {"total": {{++cents}} } }""")
            : Task.FromResult(false);

        var failure = await FailAsync(options => options.Attempts = 2);

        failure.IsTransient.Should().BeTrue();
        failure.Message.Should().Contain("2026-07-01 12:00");
    }

    [Fact]
    public async Task GetTotalAsync_AndGroups_AreWhatPortkeySays()
    {
        Portkey.Add(new(Noon, 150m, "ann"), new(Noon, 4m));

        (await Client().GetTotalAsync(Noon, End, Cancelled)).Should().Be(1.54m);
        (await Client().GetGroupsAsync(Noon, End, Cancelled)).Should().BeEquivalentTo([new BilledCost("ann", 1.5m)]);
    }
}
