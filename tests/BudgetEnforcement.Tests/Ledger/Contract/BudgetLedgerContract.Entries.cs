namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Costs that arrive from outside.</content>
public abstract partial class BudgetLedgerContract
{
    [Fact]
    public async Task Record_Again_CountsOnceOnEveryLevel()
    {
        await CreateAsync("team");
        await CreateAsync("job", 50m, "team");

        (await Ledger.RecordAsync("job", 60m, "invoice 1", cancellationToken: Stop)).HasChanged.Should().BeTrue("a cost counts even where less is left");
        var again = await Other.RecordAsync("job", 60.00m, "invoice 1", cancellationToken: Stop);

        (again.HasChanged, again.Budget.Name, again.Budget.Spent, again.Budget.Status).Should().Be((false, "job", 60m, BudgetStatus.Exceeded));
        again.Budget.Parents.Should().Equal("team");
        (await SpentAsync("team")).Should().Be(60m);
    }

    [Fact]
    public async Task Record_OfAnotherAmountUnderAKey_IsAConflict()
    {
        await CreateAsync("team");
        await Ledger.RecordAsync("team", 60m, "invoice 1", cancellationToken: Stop);

        (await FailsAsync(() => Other.RecordAsync("team", 61m, "invoice 1", cancellationToken: Stop))).Should().Contain("'invoice 1'");
        await FailsAsync(() => Other.SetEntryAsync("team", "invoice 1", 60m, cancellationToken: Stop));
        await FailsAsync(() => Other.RecordAsync("nobody", 60m, "invoice 1", cancellationToken: Stop));

        (await SpentAsync("team")).Should().Be(60m);
    }

    [Fact]
    public async Task Record_EachKeyFromTwoProcessesAtTheSameTime_CountsEachOnce()
    {
        await CreateAsync("team");
        await CreateAsync("one", 50m, "team");
        await CreateAsync("two", 50m, "team");
        const int Keys = 20;

        var results = await Task.WhenAll(
            from key in Enumerable.Range(0, Keys)
            from ledger in (BudgetLedger[])[Ledger, Other]
            from budget in (string[])["one", "two"]
            select ledger.RecordAsync(budget, 0.00000000000000000000000001m + key, $"{key}", cancellationToken: Stop));

        results.Count(result => result.HasChanged).Should().Be(2 * Keys);
        (await SpentAsync("one")).Should().Be(190.0000000000000000000000002m);
        (await SpentAsync("team")).Should().Be(380.0000000000000000000000004m);
    }

    [Fact]
    public async Task Record_WithLabels_KeepsThem()
    {
        await CreateAsync("team");
        var labels = new Dictionary<string, string> { ["model"] = "größtes \"M\"", ["customer"] = "", ["a'b"] = "<1 & 2>" };

        await Ledger.RecordAsync("team", 1m, "a", labels, Stop);
        await Ledger.RecordAsync("team", 1m, "a", cancellationToken: Stop);
        await Ledger.RecordAsync("team", 1m, "b", new Dictionary<string, string>(), Stop);

        var entries = _store.Read(new LedgerQuery { Kinds = LedgerRowKinds.Entries }).Entries;
        entries.Select(entry => (entry.Key, entry.Labels)).Should().BeEquivalentTo(
            [("key:a", """{"a'b":"<1 & 2>","customer":"","model":"größtes \"M\""}"""), ("key:b", (string?)null)]);
    }

    [Fact]
    public async Task SetEntry_AgainAndAgain_BooksTheDifferenceOnEveryLevel()
    {
        await CreateAsync("team");
        await CreateAsync("job", 50m, "team");

        (await Ledger.SetEntryAsync("job", "today", 10m, cancellationToken: Stop)).HasChanged.Should().BeTrue();
        (await Other.SetEntryAsync("job", "today", 25.5m, cancellationToken: Stop)).Budget.Spent.Should().Be(25.5m);
        (await Ledger.SetEntryAsync("job", "today", 25.50m, cancellationToken: Stop)).HasChanged.Should().BeFalse();
        await Ledger.SetEntryAsync("job", "credit", -5m, cancellationToken: Stop);

        (await SpentAsync("job")).Should().Be(20.5m);
        (await SpentAsync("team")).Should().Be(20.5m);
    }

    [Fact]
    public async Task SetEntry_ThatTakesBackMoreThanWasSpent_IsRefused()
    {
        await CreateAsync("team");
        await Ledger.RecordAsync("team", 5m, "a", cancellationToken: Stop);

        await FailsAsync(() => Ledger.SetEntryAsync("team", "credit", -5.01m, cancellationToken: Stop));

        (await SpentAsync("team")).Should().Be(5m);
        (await Ledger.SetEntryAsync("team", "credit", -5m, cancellationToken: Stop)).Budget.Spent.Should().Be(0m);
    }

    [Fact]
    public async Task SetEntry_AfterTheEndOfItsTerm_CountsWhereItWasFirstSet()
    {
        await CreateAsync("team");
        await Ledger.SetEntryAsync("team", "yesterday", 10m, cancellationToken: Stop);
        await Ledger.ResetAsync("team", cancellationToken: Stop);

        await Other.SetEntryAsync("team", "yesterday", 12m, cancellationToken: Stop);

        (await SpentAsync("team")).Should().Be(0m);
        (await Ledger.GetTermsAsync("team", cancellationToken: Stop)).Single().Spent.Should().Be(12m);
    }

    [Fact]
    public async Task Record_BeyondAllNumbers_ReadsAsTheLargest()
    {
        await CreateAsync("team", decimal.MaxValue);
        foreach (var key in Enumerable.Range(0, 9))
            await Ledger.RecordAsync("team", decimal.MaxValue, $"{key}", cancellationToken: Stop);

        var team = (await Other.FindAsync("team", Stop))!;

        (team.Limit, team.Spent, team.Remaining, team.Undrawn, team.Status).Should().Be((decimal.MaxValue, decimal.MaxValue, -decimal.MaxValue, 0m, BudgetStatus.Exceeded));
    }
}
