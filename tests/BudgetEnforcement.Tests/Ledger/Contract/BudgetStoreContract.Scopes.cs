namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>A transaction sees the rows of its scope, and no others.</content>
public abstract partial class BudgetStoreContract
{
    [Fact]
    public void Transact_OfAnEmptyScope_SeesTheLedgerAndTheTime()
    {
        Save(SampleRows.Budget());

        var rows = Load(new LedgerScope());

        rows.Ledger.RulesVersion.Should().Be(LedgerRules.Version);
        rows.Now.Offset.Should().Be(TimeSpan.Zero);
        rows.Now.Should().BeAfter(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        (rows.Budgets.Count + rows.Nodes.Count + rows.Slices.Count + rows.Terms.Count + rows.Entries.Count).Should().Be(0);
    }

    [Fact]
    public void Transact_OfBudgetsByIdAndName_SeesEachOnce()
    {
        var (first, second, third) = (SampleRows.Budget("first"), SampleRows.Budget("second"), SampleRows.Budget("third"));
        Save(first, second, third);

        var rows = Load(new LedgerScope { BudgetIds = [second.Id, Guid.NewGuid()], BudgetNames = ["first", "second", "Third", "nobody"] });

        rows.Budgets.Should().BeEquivalentTo([first, second]);
    }

    [Fact]
    public void Transact_OfANode_SeesItAndItsSlicesOnly()
    {
        var (budget, other) = (SampleRows.Budget(), SampleRows.Budget());
        var (node, neighbour) = (SampleRows.Node(), SampleRows.Node());
        var mine = SampleRows.Slice(budget.Id, node.Id);
        Save(budget, other, node, mine, SampleRows.Slice(other.Id, node.Id), SampleRows.Slice(budget.Id, neighbour.Id));
        Save(neighbour);

        var rows = Load(new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id] });

        rows.Nodes.Should().BeEquivalentTo([node]);
        rows.Slices.Should().BeEquivalentTo([mine]);
    }

    [Fact]
    public void Transact_OfAllSlices_SeesThoseOfEveryNodeWithTheNodes()
    {
        var (budget, other) = (SampleRows.Budget(), SampleRows.Budget());
        var (node, neighbour, stranger) = (SampleRows.Node(), SampleRows.Node(), SampleRows.Node());
        var slices = new[] { SampleRows.Slice(budget.Id, node.Id), SampleRows.Slice(budget.Id, neighbour.Id) };
        Save(budget, other, node, slices[0], slices[1], SampleRows.Slice(other.Id, stranger.Id));
        Save(neighbour);
        Save(stranger);

        var rows = Load(new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id], AllSlices = true });

        rows.Slices.Should().BeEquivalentTo(slices);
        rows.Nodes.Should().BeEquivalentTo([node, neighbour]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Transact_OfABudget_SeesPresentOpenAndNamedSlices(bool all)
    {
        var node = SampleRows.Node();
        var budget = SampleRows.Budget() with { Term = 9 };
        LedgerSliceRow Of(long term) => SampleRows.Slice(budget.Id, node.Id, term);
        LedgerSliceRow[] seen =
        [
            Of(9),
            Of(1) with { Held = LedgerAmount.FromDecimal(1m) },
            Of(2) with { GuessedCosts = LedgerAmount.FromDecimal(1m) },
            Of(3) with { GuessedRefunds = LedgerAmount.FromDecimal(1m) },
            Of(4),
        ];
        Save([budget, node, .. seen, Of(5) with { Costs = LedgerAmount.FromDecimal(1m) }]);

        var rows = Load(new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id], AllSlices = all, Terms = [new(budget.Id, 4)] });

        rows.Slices.Should().BeEquivalentTo(seen);
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(9, 3)]
    [InlineData(8, 3)]
    public void Transact_OfOneTermOfEachBudget_SeesPresentOpenAndNamedSlicesOfEach(long named, long otherNamed)
    {
        var node = SampleRows.Node();
        var (budget, other) = (SampleRows.Budget() with { Term = 9 }, SampleRows.Budget() with { Term = 4 });
        LedgerSliceRow Of(LedgerBudgetRow row, long term) => SampleRows.Slice(row.Id, node.Id, term) with { Costs = LedgerAmount.FromDecimal(1m) };
        LedgerSliceRow[] present = [Of(budget, 9), Of(other, 4), Of(budget, 1) with { Held = LedgerAmount.FromDecimal(1m) }];
        LedgerSliceRow[] over = [Of(budget, 8), Of(budget, 4), Of(budget, 3), Of(other, 3), Of(other, 2)];
        var term = SampleRows.Term(budget.Id, 8);
        Save([budget, other, node, term, .. present, .. over]);

        var rows = Load(new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id, other.Id, Guid.NewGuid()], Terms = [new(budget.Id, named), new(other.Id, otherNamed), new(Guid.NewGuid(), 1)] });
        var known = Load(new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id, other.Id], Terms = [new(budget.Id, named), new(other.Id, otherNamed)] });

        foreach (var seen in new[] { rows, known })
        {
            seen.Slices.Should().BeEquivalentTo([.. present, .. over.Where(slice => slice.Term == (slice.BudgetId == budget.Id ? named : otherNamed))]);
            seen.Terms.Should().BeEquivalentTo(named == 8 ? new[] { term } : []);
        }
    }

    [Fact]
    public void Transact_OfTermsAndEntries_SeesTheNamedOnes()
    {
        var (budget, other) = (SampleRows.Budget(), SampleRows.Budget());
        var terms = Enumerable.Range(0, 3).Select(term => SampleRows.Term(budget.Id, term)).ToArray();
        var entries = new[] { "a", "A", "b" }.Select(key => SampleRows.Entry(budget.Id, key)).ToArray();
        Save([budget, other, .. terms, .. entries, SampleRows.Term(other.Id, 1), SampleRows.Entry(other.Id, "a")]);

        var rows = Load(new LedgerScope
        {
            BudgetIds = [budget.Id],
            Terms = [new(budget.Id, 1), new(budget.Id, 7)],
            Entries = [new(budget.Id, "a"), new(budget.Id, "none")],
        });

        rows.Terms.Should().BeEquivalentTo([terms[1]]);
        rows.Entries.Should().BeEquivalentTo([entries[0]]);
    }
}
