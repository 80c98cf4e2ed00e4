using BudgetEnforcement.Tests.Ledger.Contract;

namespace BudgetEnforcement.Tests.Ledger;

public class LedgerTableTests
{
    private readonly LedgerRows _rows = new(new LedgerRow { Id = Guid.NewGuid(), RulesVersion = 1 }, SampleRows.Instant());
    private readonly LedgerNodeRow _node = SampleRows.Node();

    [Fact]
    public void Rows_AsTheyWereLoaded_AreNoChange()
    {
        _rows.Nodes.Load(_node);
        _rows.Nodes.Put(_node with { Sequence = 1 });
        _rows.Nodes.Put(_node);

        _rows.HasChanges.Should().BeFalse();
    }

    [Fact]
    public void Rows_PutReplacedAndRemoved_AreTheChangesToSave()
    {
        var (inserted, removed, brief) = (SampleRows.Node(), SampleRows.Node(), SampleRows.Node());
        _rows.Nodes.Load(_node);
        _rows.Nodes.Load(removed);

        _rows.Nodes.Put(inserted);
        _rows.Nodes.Put(_node with { Sequence = 1 });
        _rows.Nodes.Put(_node with { Sequence = 2 });
        _rows.Nodes.Remove(removed.Id).Should().BeTrue();
        _rows.Nodes.Put(brief);
        _rows.Nodes.Remove(brief.Id);

        _rows.Nodes.Inserted.Should().Equal(inserted);
        _rows.Nodes.Updated.Should().Equal(_node with { Sequence = 2 });
        _rows.Nodes.Removed.Should().Equal(removed.Id);
        _rows.Nodes.Find(removed.Id).Should().BeNull();
        _rows.Nodes.Remove(removed.Id).Should().BeFalse();
    }

    [Fact]
    public void Row_RemovedAndPutAgain_IsAnUpdate()
    {
        _rows.Nodes.Load(_node);

        _rows.Nodes.Remove(_node.Id);
        _rows.Nodes.Put(_node with { Sequence = 3 });

        _rows.Nodes.Updated.Should().ContainSingle();
        _rows.Nodes.Inserted.Concat<object>(_rows.Nodes.Removed.Cast<object>()).Should().BeEmpty();
    }

    [Fact]
    public void Load_OfAKeyThatIsThere_IsAnError()
    {
        _rows.Nodes.Load(_node);

        _rows.Nodes.Invoking(table => table.Load(_node)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void Rows_AtATimeThatNoStoreKeeps_AreAnError(int hours, int ticks)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(hours)).AddTicks(ticks);

        FluentActions.Invoking(() => new LedgerRows(_rows.Ledger, now)).Should().Throw<ArgumentException>();
    }
}
