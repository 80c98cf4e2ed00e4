namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Budgets come into being, and their limits and terms change.</content>
public abstract partial class BudgetLedgerContract
{
    [Fact]
    public async Task Create_NewBudget_IsThereForEveryProcess()
    {
        await CreateAsync("organisation", 1_000m);

        await Ledger.CreateBudgetIfNotExistsAsync(
            new BudgetOptions
            {
                Name = "team", Limit = 100m, InitialSpent = 80m, Period = BudgetPeriod.Monthly, TimeZoneId = "Europe/Berlin", AlertAt = { 0.5m },
                Warning75Threshold = 0.7m, Warning90Threshold = 0.8m,
            },
            ["organisation"],
            Stop);

        var team = (await Other.FindAsync("team", Stop))!;
        (team.Name, team.Currency, team.Limit, team.Spent, team.Remaining, team.Held, team.Undrawn).Should().Be(("team", "USD", 100m, 80m, 20m, 0m, 20m));
        (team.Status, team.UtilizationPercentage, team.Term, team.Period, team.TimeZoneId).Should().Be((BudgetStatus.Warning90, 80m, 0L, BudgetPeriod.Monthly, "Europe/Berlin"));
        (team.Warning75Threshold, team.Warning90Threshold).Should().Be((0.7m, 0.8m));
        team.AlertAt.Should().Equal(0.5m);
        team.Parents.Should().Equal("organisation");
        team.PeriodEnd.Should().BeAfter(team.TermStart);
        team.TermStart.Should().Be(team.CreatedAt);
        (await SpentAsync("organisation")).Should().Be(0m);
    }

    [Fact]
    public async Task Create_BudgetThatIsThere_ChangesNothing()
    {
        await CreateAsync("team", 100m);
        await Ledger.RecordAsync("team", 30m, "a", cancellationToken: Stop);

        var again = await Other.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 500m, InitialSpent = 7m }, cancellationToken: Stop);

        (again.Limit, again.Spent).Should().Be((100m, 30m));
    }

    [Fact]
    public async Task Create_BudgetThatIsThere_HasTheLimitOfTheConfigurationWhereThatCounts()
    {
        await CreateAsync("team", 100m);
        var configured = await OpenAsync(OpenAgain(_store), new BudgetLedgerOptions { LimitFrom = BudgetLimitSource.Configuration });

        await configured.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 500m }, cancellationToken: Stop);

        (await Ledger.FindAsync("team", Stop))!.Limit.Should().Be(500m);
    }

    [Fact]
    public async Task Create_AtTheSameTimeEverywhere_MakesOneBudget()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => (number % 2 == 0 ? Ledger : Other)
            .CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m, InitialSpent = 5m }, cancellationToken: Stop)));

        created.Select(budget => budget.Id).Distinct().Should().ContainSingle();
        (await Ledger.ListAsync(Stop)).Should().ContainSingle().Which.Spent.Should().Be(5m);
    }

    [Fact]
    public async Task Create_BudgetThatIsAnotherThere_IsRefused()
    {
        await CreateAsync("organisation");
        await CreateAsync("team");

        foreach (var options in (BudgetOptions[])
        [
            new BudgetOptions { Name = "team", Limit = 100m, Currency = "EUR" },
            new BudgetOptions { Name = "team", Limit = 100m, Period = BudgetPeriod.Daily },
        ])
        {
            (await FailsAsync(() => Other.CreateBudgetIfNotExistsAsync(options, cancellationToken: Stop))).Should().Contain("'team'");
        }

        (await FailsAsync(() => CreateAsync("team", 100m, "organisation"))).Should().Contain("parents");
        (await FailsAsync(() => CreateAsync("job", 100m, "nobody"))).Should().Contain("'nobody'");
        (await Ledger.ListAsync(Stop)).Select(budget => budget.Name).Should().Equal("organisation", "team");
    }

    [Fact]
    public async Task UpdateLimit_BelowTheSpend_HoldsForEveryProcess()
    {
        await CreateAsync("team", 100m);
        await Ledger.RecordAsync("team", 30m, "a", cancellationToken: Stop);

        (await Ledger.UpdateLimitAsync("team", 20m, cancellationToken: Stop)).Status.Should().Be(BudgetStatus.Exceeded);

        var team = (await Other.FindAsync("team", Stop))!;
        (team.Limit, team.Remaining, team.Undrawn).Should().Be((20m, -10m, 0m));
        await FailsAsync(() => Ledger.UpdateLimitAsync("nobody", 1m, cancellationToken: Stop));
    }

    [Fact]
    public async Task AdjustLimit_ByManyAtTheSameTime_LosesNone()
    {
        await CreateAsync("team", 100m);

        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => (number % 2 == 0 ? Ledger : Other).AdjustLimitAsync("team", number % 3 == 0 ? -1m : 2m, cancellationToken: Stop)));

        (await Ledger.FindAsync("team", Stop))!.Limit.Should().Be(100m - 10m + 40m);
    }

    [Fact]
    public async Task AdjustLimit_UnderOneKeyTwice_CountsOnce()
    {
        await CreateAsync("team", 100m);
        await CreateAsync("other", 100m);

        (await Ledger.AdjustLimitAsync("team", 50m, "top-up 7", Stop)).Should().Be(150m);
        await Ledger.UpdateLimitAsync("team", 10m, cancellationToken: Stop);
        (await Other.AdjustLimitAsync("team", 50m, "top-up 7", Stop)).Should().Be(150m, "that is what it brought about");
        (await Other.AdjustLimitAsync("other", 50m, "top-up 7", Stop)).Should().Be(150m);

        (await Ledger.FindAsync("team", Stop))!.Limit.Should().Be(10m);
        (await FailsAsync(() => Ledger.AdjustLimitAsync("team", 51m, "top-up 7", Stop))).Should().Contain("'top-up 7'");
        await Ledger.RecordAsync("team", 1m, "top-up 7", cancellationToken: Stop); // Costs have keys of their own.
    }

    [Fact]
    public async Task AdjustLimit_OutOfRange_IsRefusedAndChangesNothing()
    {
        await CreateAsync("team", 100m);

        foreach (var by in (decimal[])[-100.01m, decimal.MinValue, decimal.MaxValue])
        {
            var refused = await Ledger.Awaiting(it => it.AdjustLimitAsync("team", by, cancellationToken: Stop)).Should().ThrowAsync<ArgumentOutOfRangeException>();
            (refused.Which.ParamName, refused.Which.ActualValue).Should().Be(("by", by));
        }

        (await Other.FindAsync("team", Stop))!.Limit.Should().Be(100m);
        (await Ledger.AdjustLimitAsync("team", -100m, cancellationToken: Stop)).Should().Be(0m);
    }

    [Fact]
    public async Task Reset_OfABudget_EndsItsTermForEveryProcess()
    {
        await CreateAsync("team");
        await CreateAsync("job", 100m, "team");
        await Ledger.RecordAsync("job", 30m, "a", cancellationToken: Stop);

        var ended = await Ledger.ResetAsync("job", cancellationToken: Stop);

        (ended.BudgetName, ended.Number, ended.Limit, ended.Spent, ended.Held, ended.Currency).Should().Be(("job", 0L, 100m, 30m, 0m, "USD"));
        var job = (await Other.FindAsync("job", Stop))!;
        (job.Term, job.Spent, job.TermStart).Should().Be((1L, 0m, ended.End));
        (await SpentAsync("team")).Should().Be(30m);
        await FailsAsync(() => Ledger.ResetAsync("nobody", cancellationToken: Stop));
    }

    [Fact]
    public async Task Reset_UnderOneKeyByManyAtTheSameTime_EndsOneTerm()
    {
        await CreateAsync("team");
        await CreateAsync("other");
        await Ledger.RecordAsync("team", 30m, "a", cancellationToken: Stop);

        var ended = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? Ledger : Other).ResetAsync("team", "month's end", Stop)));
        await Ledger.RecordAsync("team", 5m, "b", cancellationToken: Stop);
        var late = await Other.ResetAsync("team", "month's end", Stop);
        var another = await Other.ResetAsync("team", "another", Stop);

        ended.Select(term => (term.Number, term.Spent)).Should().AllBeEquivalentTo((0L, 30m));
        (late.Number, late.Spent, another.Number, another.Spent).Should().Be((0L, 30m, 1L, 5m));
        (await Other.ResetAsync("other", "month's end", Stop)).BudgetName.Should().Be("other");
        (await Ledger.FindAsync("team", Stop))!.Term.Should().Be(2L);
        await Ledger.AdjustLimitAsync("team", 1m, "another", Stop); // Limits have keys of their own, as costs have.
    }

    [Fact]
    public async Task UpdateLimit_UnderOneKeyTwice_CountsOnce()
    {
        await CreateAsync("team", 100m);

        (await Ledger.UpdateLimitAsync("team", 50m, "lower", Stop)).Limit.Should().Be(50m);
        (await Ledger.UpdateLimitAsync("team", 70m, cancellationToken: Stop)).Limit.Should().Be(70m);
        (await Other.UpdateLimitAsync("team", 50m, "lower", Stop)).Limit.Should().Be(70m, "a repeat that comes late undoes nothing");
        (await FailsAsync(() => Ledger.UpdateLimitAsync("team", 51m, "lower", Stop))).Should().Contain("'lower'");
    }

    [Fact]
    public async Task GetTerms_AfterSeveralResets_ReadsTheLatestFirst()
    {
        await CreateAsync("team");
        foreach (var key in (string[])["1", "2", "3"])
        {
            await Ledger.RecordAsync("team", Text(key), key, cancellationToken: Stop);
            await Ledger.ResetAsync("team", cancellationToken: Stop);
        }

        (await Other.GetTermsAsync("team", cancellationToken: Stop)).Select(term => (term.Number, term.Spent)).Should().Equal((2L, 3m), (1L, 2m), (0L, 1m));
        (await Other.GetTermsAsync("team", latest: 2, Stop)).Select(term => term.Number).Should().Equal(2L, 1L);
        await FailsAsync(() => Other.GetTermsAsync("nobody", cancellationToken: Stop));
    }

    [Fact]
    public async Task List_OfATree_HasParentsBeforeTheirChildren()
    {
        foreach (var (name, parents) in ((string, string[])[])[("b", []), ("a", []), ("child", ["b", "a"]), ("B", []), ("Ä", ["child"])])
            await CreateAsync(name, 100m, parents);

        var budgets = await Other.ListAsync(Stop);

        budgets.Select(budget => budget.Name).Should().Equal("B", "a", "b", "child", "Ä");
        budgets[3].Parents.Should().Equal("b", "a");
        (await Ledger.FindAsync("ä", Stop)).Should().BeNull();
    }

    private static decimal Text(string number) => decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Expects that the ledger says what does not fit, and that asking again is of no use.</summary>
    private static async Task<string> FailsAsync(Func<Task> call)
    {
        var failure = (await call.Should().ThrowAsync<BudgetLedgerException>()).Which;
        failure.IsTransient.Should().BeFalse();
        return failure.Message;
    }
}
