namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Every field of every kind of row comes back as it was saved.</content>
public abstract partial class BudgetStoreContract
{
    [Fact]
    public void Budget_WithEveryField_ComesBackAsItWasSaved()
    {
        var (full, plain) = (SampleRows.FullBudget(), SampleRows.Budget());
        Save(full, plain);

        var read = Other().Read(new LedgerQuery());

        read.Budgets.Should().BeEquivalentTo([full, plain], options => options.WithStrictOrderingFor(row => row.ParentIds).WithStrictOrderingFor(row => row.AlertAt));
    }

    [Fact]
    public void Term_WithEveryField_ComesBackAsItWasSaved()
    {
        var budget = SampleRows.Budget();
        var (full, plain) = (SampleRows.FullTerm(budget.Id, long.MaxValue - 5), SampleRows.Term(budget.Id));
        Save(budget, full, plain);

        Other().Read(new LedgerQuery()).Terms.Should().BeEquivalentTo([full, plain]);
    }

    [Fact]
    public void Node_WithEveryField_ComesBackAsItWasSaved()
    {
        var (full, plain) = (SampleRows.FullNode(), SampleRows.Node());
        Save(full);
        Save(plain);

        Other().Read(new LedgerQuery()).Nodes.Should().BeEquivalentTo([full, plain]);
    }

    [Fact]
    public void Slice_WithEveryField_ComesBackAsItWasSaved()
    {
        var budget = SampleRows.Budget();
        var (full, plain) = (SampleRows.FullSlice(budget.Id, long.MaxValue - 6), SampleRows.Slice(budget.Id) with { IsOffered = true });
        Save(budget, full, plain);

        Other().Read(new LedgerQuery()).Slices.Should().BeEquivalentTo([full, plain]);
    }

    [Fact]
    public void Entry_WithEveryField_ComesBackAsItWasSaved()
    {
        var budget = SampleRows.Budget();
        var (full, plain) = (SampleRows.FullEntry(budget.Id), SampleRows.Entry(budget.Id));
        Save(budget, full, plain);

        Other().Read(new LedgerQuery()).Entries.Should().BeEquivalentTo([full, plain]);
    }

    [Fact]
    public void Ledger_Changed_ComesBackAsItWasSaved()
    {
        var before = Store.Read(new LedgerQuery()).Ledger;
        var after = before with { LearningUntil = SampleRows.Instant(), ForgottenUntil = SampleRows.Instant() };
        Save(after);

        before.Should().BeEquivalentTo(new LedgerRow { Id = before.Id, RulesVersion = LedgerRules.Version });
        Other().Read(new LedgerQuery()).Ledger.Should().BeEquivalentTo(after);
    }

    [Fact]
    public void EveryKind_FilledAndThenEmptied_ComesBackAsItWasSavedLast()
    {
        var budget = SampleRows.FullBudget();
        var (term, slice, entry, node) = (SampleRows.FullTerm(budget.Id), SampleRows.FullSlice(budget.Id), SampleRows.FullEntry(budget.Id), SampleRows.FullNode());
        Save(budget, term, slice, entry, node);

        var budgetAfter = SampleRows.Budget(budget.Name) with { Id = budget.Id };
        var termAfter = SampleRows.Term(budget.Id) with { Id = term.Id };
        var sliceAfter = SampleRows.Slice(budget.Id, slice.NodeId) with { Id = slice.Id };
        var entryAfter = SampleRows.Entry(budget.Id, entry.Key) with { Id = entry.Id };
        var nodeAfter = SampleRows.Node() with { Id = node.Id };
        Save(budgetAfter, termAfter, sliceAfter, entryAfter, nodeAfter);

        var read = Other().Read(new LedgerQuery());
        read.Budgets.Should().BeEquivalentTo([budgetAfter]);
        read.Terms.Should().BeEquivalentTo([termAfter]);
        read.Slices.Should().BeEquivalentTo([sliceAfter]);
        read.Entries.Should().BeEquivalentTo([entryAfter]);
        read.Nodes.Should().BeEquivalentTo([nodeAfter]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(40)]
    public void ManyRows_ChangedAtOnce_ComeBackEachAsItWasSavedLast(int count)
    {
        var names = Enumerable.Range(0, count).Select(i => $"many {i}").ToArray();
        var budgets = names.Select(name => SampleRows.FullBudget() with { Name = name }).ToArray();
        var slices = budgets.Select(budget => SampleRows.FullSlice(budget.Id)).ToArray();
        Save([.. budgets, .. slices]);

        var budgetsAfter = budgets.Select(budget => SampleRows.Budget(budget.Name) with { Id = budget.Id }).ToArray();
        var slicesAfter = slices.Select((slice, i) => SampleRows.Slice(slice.BudgetId, slice.NodeId, slice.Term) with { Id = slice.Id, Held = SampleRows.Wide(i) }).ToArray();
        Save([.. budgetsAfter, .. slicesAfter]);

        var read = Other().Read(new LedgerQuery());
        read.Budgets.Should().BeEquivalentTo(budgetsAfter);
        read.Slices.Should().BeEquivalentTo(slicesAfter);
    }

    [Fact]
    public void EveryKindThatCanBe_Removed_IsGone()
    {
        var budget = SampleRows.Budget();
        var (term, slice, entry, node) = (SampleRows.Term(budget.Id), SampleRows.Slice(budget.Id), SampleRows.Entry(budget.Id), SampleRows.Node());
        Save(budget, term, slice, entry, node);

        Store.Transact(
            new LedgerScope
            {
                NodeId = node.Id,
                BudgetIds = [budget.Id],
                AllSlices = true,
                Terms = [new(budget.Id, 0)],
                Entries = [new(budget.Id, entry.Key)],
            },
            new TestRules(rows =>
            {
                rows.Terms.Remove(new(budget.Id, 0)).Should().BeTrue();
                rows.Slices.Remove(new(slice.NodeId, budget.Id, 0)).Should().BeTrue();
                rows.Entries.Remove(new(budget.Id, entry.Key)).Should().BeTrue();
                rows.Nodes.Remove(node.Id).Should().BeTrue();
            }));

        var read = Other().Read(new LedgerQuery());
        read.Budgets.Should().BeEquivalentTo([budget]);
        (read.Terms.Count + read.Slices.Count + read.Entries.Count + read.Nodes.Count).Should().Be(0);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("79228162514264337593543950335")] // 2⁹⁶ − 1
    [InlineData("79228162514264337593543950336")] // 2⁹⁶
    [InlineData("6277101735386680763835789423207666416102355444464034512895")] // 2¹⁹² − 1
    [InlineData("792281625142643375935439503350000000000000000000000000000")] // decimal.MaxValue
    public void Amount_OfAnySize_IsExact(string units)
    {
        var amount = LedgerAmount.FromBigInteger(System.Numerics.BigInteger.Parse(units, System.Globalization.CultureInfo.InvariantCulture));
        var budget = SampleRows.Budget() with { Limit = amount, Costs = amount, Refunds = amount, Held = amount };
        var entry = SampleRows.Entry(budget.Id) with { Costs = amount, LimitAfter = amount };
        Save(budget, entry);

        var read = Other().Read(new LedgerQuery());
        read.Budgets.Should().BeEquivalentTo([budget]);
        read.Entries.Should().BeEquivalentTo([entry]);
    }
}
