namespace BudgetEnforcement.Tests.Ledger.Contract;

/// <content>Everything is saved, or nothing.</content>
public abstract partial class BudgetStoreContract
{
    [Fact]
    public void Transact_RulesThatThrow_SavesNothingAndThrowsTheSame()
    {
        var (budget, node) = (SampleRows.Budget(), SampleRows.Node());
        var slice = SampleRows.Slice(budget.Id, node.Id);
        Save(budget, node, slice);
        var thrown = new InvalidTimeZoneException("on purpose");

        var act = () => Store.Transact(
            new LedgerScope { NodeId = node.Id, BudgetIds = [budget.Id] },
            new TestRules(rows =>
            {
                rows.Budgets.Put(budget with { Term = 5 });
                rows.Slices.Remove(new(node.Id, budget.Id, 0));
                rows.Entries.Put(SampleRows.Entry(budget.Id));
                rows.Terms.Put(SampleRows.Term(budget.Id));
                rows.Nodes.Put(node with { Sequence = 5 });
                rows.Ledger = rows.Ledger with { LearningUntil = SampleRows.Instant() };
                throw thrown;
            }));

        act.Should().Throw<InvalidTimeZoneException>().Which.Should().BeSameAs(thrown);
        var read = Other().Read(new LedgerQuery());
        read.Budgets.Should().BeEquivalentTo([budget]);
        read.Nodes.Should().BeEquivalentTo([node]);
        read.Slices.Should().BeEquivalentTo([slice]);
        (read.Terms.Count + read.Entries.Count).Should().Be(0);
        read.Ledger.LearningUntil.Should().BeNull();
    }

    [Fact]
    public void Transact_AfterRulesThatThrew_WorksAsBefore()
    {
        var budget = SampleRows.Budget();
        Save(budget);
        Store.Invoking(store => store.Transact(new LedgerScope { BudgetIds = [budget.Id] }, new TestRules(_ => throw new InvalidOperationException("on purpose"))))
            .Should().Throw<InvalidOperationException>();

        Save(budget with { Term = 3 });

        Store.Read(new LedgerQuery()).Budgets.Should().BeEquivalentTo([budget with { Term = 3 }]);
    }

    [Fact]
    public void Transact_ABudgetOfANameThatIsTaken_SavesNothing()
    {
        Save(SampleRows.Budget("taken"));

        // These rules do not look whether the name is there; a store does not rely on them.
        var act = () => Store.Transact(new LedgerScope(), new TestRules(rows =>
        {
            rows.Budgets.Put(SampleRows.Budget("taken"));
            rows.Nodes.Put(SampleRows.Node());
        }));

        act.Should().Throw<Exception>();
        var read = Store.Read(new LedgerQuery());
        read.Budgets.Should().ContainSingle();
        read.Nodes.Should().BeEmpty();
    }

    [Fact]
    public void Transact_ThatChangesNothing_SavesNothing()
    {
        var budget = SampleRows.FullBudget();
        Save(budget);

        Load(new LedgerScope { BudgetIds = [budget.Id] }).HasChanges.Should().BeFalse();

        Store.Read(new LedgerQuery()).Budgets.Should().BeEquivalentTo([budget]);
    }
}
