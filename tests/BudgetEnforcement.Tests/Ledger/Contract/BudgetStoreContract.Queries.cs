namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>The readings that need no locks: lists, history, which node holds how much.</content>
public abstract partial class BudgetStoreContract
{
    [Fact]
    public void Read_OfOneKind_BringsThatKindOnly()
    {
        var budget = SampleRows.Budget();
        Save(budget, SampleRows.Node(), SampleRows.Term(budget.Id), SampleRows.Slice(budget.Id), SampleRows.Entry(budget.Id));

        foreach (var kind in new[] { LedgerRowKinds.None, LedgerRowKinds.Nodes, LedgerRowKinds.Budgets, LedgerRowKinds.Terms, LedgerRowKinds.Slices, LedgerRowKinds.Entries })
        {
            var read = Store.Read(new LedgerQuery { Kinds = kind });

            new[] { read.Nodes.Count, read.Budgets.Count, read.Terms.Count, read.Slices.Count, read.Entries.Count }
                .Should().Equal(new[] { LedgerRowKinds.Nodes, LedgerRowKinds.Budgets, LedgerRowKinds.Terms, LedgerRowKinds.Slices, LedgerRowKinds.Entries }.Select(it => it == kind ? 1 : 0));
        }
    }

    [Fact]
    public void Read_OfBudgets_BringsTheirRowsOnly()
    {
        var (first, second, third) = (SampleRows.Budget("first"), SampleRows.Budget("second"), SampleRows.Budget("third"));
        object[] Under(LedgerBudgetRow budget) => [budget, SampleRows.Term(budget.Id), SampleRows.Slice(budget.Id), SampleRows.Entry(budget.Id)];
        Save([.. Under(first), .. Under(second), .. Under(third)]);

        foreach (var query in new[]
        {
            new LedgerQuery { BudgetIds = [first.Id, second.Id, Guid.NewGuid()] },
            new LedgerQuery { BudgetNames = ["first", "second", "Third"] },
            new LedgerQuery { BudgetIds = [first.Id], BudgetNames = ["second"] },
        })
        {
            var read = Store.Read(query);

            Guid[] expected = [first.Id, second.Id];
            read.Budgets.Select(row => row.Id).Should().BeEquivalentTo(expected);
            read.Terms.Select(row => row.BudgetId).Should().BeEquivalentTo(expected);
            read.Slices.Select(row => row.BudgetId).Should().BeEquivalentTo(expected);
            read.Entries.Select(row => row.BudgetId).Should().BeEquivalentTo(expected);
        }

        Store.Read(new LedgerQuery { BudgetIds = [] }).Budgets.Should().BeEmpty();
    }

    [Fact]
    public void Read_OfNodes_BringsThemAndTheirSlicesOnly()
    {
        var budget = SampleRows.Budget();
        var (node, other) = (SampleRows.Node(), SampleRows.Node());
        Save(budget, node, SampleRows.Slice(budget.Id, node.Id), SampleRows.Slice(budget.Id, other.Id));
        Save(other);

        var read = Store.Read(new LedgerQuery { NodeIds = [node.Id] });

        read.Nodes.Should().BeEquivalentTo([node]);
        read.Slices.Select(row => row.NodeId).Should().Equal(node.Id);
        read.Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Read_OfHoldersOnly_LeavesEmptySlicesOut()
    {
        var budget = SampleRows.Budget();
        var holds = SampleRows.Slice(budget.Id, term: 1) with { Held = LedgerAmount.FromBigInteger(1) };
        Save(budget, holds, SampleRows.Slice(budget.Id, term: 2) with { Costs = LedgerAmount.FromDecimal(5m) });

        Store.Read(new LedgerQuery { HoldingOnly = true }).Slices.Should().BeEquivalentTo([holds]);
    }

    [Fact]
    public void Read_OfTerms_BringsWhatIsOfThemOnly()
    {
        var budget = SampleRows.Budget();
        Save([
            budget,
            .. Enumerable.Range(0, 3).Select(term => SampleRows.Term(budget.Id, term)),
            .. Enumerable.Range(0, 4).Select(term => SampleRows.Slice(budget.Id, term: term)),
            .. Enumerable.Range(0, 4).Select(term => SampleRows.Entry(budget.Id) with { Term = term }),
        ]);

        var read = Store.Read(new LedgerQuery { Terms = [new(budget.Id, 1), new(budget.Id, 3)] });

        read.Terms.Select(row => row.Term).Should().Equal(1);
        read.Slices.Select(row => row.Term).Should().BeEquivalentTo([1L, 3L]);
        read.Entries.Select(row => row.Term).Should().BeEquivalentTo([1L, 3L]);
        read.Budgets.Should().ContainSingle();
    }

    [Fact]
    public void Read_OfEntries_BringsTheNamedOnes()
    {
        var (budget, other) = (SampleRows.Budget(), SampleRows.Budget());
        Save(budget, other, SampleRows.Entry(budget.Id, "a"), SampleRows.Entry(budget.Id, "b"), SampleRows.Entry(other.Id, "a"));

        var read = Store.Read(new LedgerQuery { Entries = [new(budget.Id, "a"), new(budget.Id, "A")] });

        read.Entries.Select(row => (row.BudgetId, row.Key)).Should().Equal((budget.Id, "a"));
    }

    [Fact]
    public void Read_OfTheLatest_BringsSoManyOfEachBudget()
    {
        var budgets = new[] { SampleRows.Budget(), SampleRows.Budget() };
        Save([
            .. budgets,
            .. budgets.SelectMany(budget => Enumerable.Range(0, 4).Select(term => SampleRows.Term(budget.Id, term))),
            .. budgets.SelectMany(budget => Enumerable.Range(0, 4).Select(i => SampleRows.Entry(budget.Id, "key " + i))),
        ]);

        var read = Store.Read(new LedgerQuery { Latest = 2 });

        read.Terms.Select(row => (row.BudgetId, row.Term)).Should().BeEquivalentTo(budgets.SelectMany(budget => new[] { (budget.Id, 2L), (budget.Id, 3L) }));
        read.Entries.Select(row => (row.BudgetId, row.Key)).Should().BeEquivalentTo(budgets.SelectMany(budget => new[] { (budget.Id, "key 2"), (budget.Id, "key 3") }));
    }

    [Fact]
    public void Read_Rows_AreTheCallersAndNotTheStores()
    {
        var budget = SampleRows.Budget();
        Save(budget);

        var read = Store.Read(new LedgerQuery());
        read.Budgets.Put(budget with { Term = 7 });
        read.Budgets.Remove(budget.Id);

        Store.Read(new LedgerQuery()).Budgets.Should().BeEquivalentTo([budget]);
    }
}
