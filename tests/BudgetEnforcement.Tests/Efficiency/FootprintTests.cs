namespace BudgetEnforcement.Tests;

/// <summary>A million budgets must fit into memory: how many bytes an unused budget keeps alive.</summary>
[Collection(AloneDefinition.Name)]
public class FootprintTests
{
    private const int Count = 20_000;

    [Fact]
    public void Budget_Idle_IsSmall() => BytesOfOne(_ => new BudgetEnforcer(100m)).Should().BeLessThanOrEqualTo(400);

    [Theory]
    [InlineData(null)]
    [InlineData("Europe/Berlin")]
    public void Budget_IdleWithAPeriod_IsSmall(string? zone) =>
        BytesOfOne(_ => new BudgetEnforcer(new BudgetOptions { Limit = 100m, Period = BudgetPeriod.Daily, TimeZoneId = zone })).Should().BeLessThanOrEqualTo(400);

    [Fact]
    public void Child_Idle_IsSmall()
    {
        var root = new BudgetEnforcer(100m);

        BytesOfOne(_ => root.CreateChild(new BudgetOptions { Limit = 10m })).Should().BeLessThanOrEqualTo(400);
    }

    [Fact]
    public void Child_SpentAndWithoutWarnings_IsStillSmall()
    {
        var root = new BudgetEnforcer(decimal.MaxValue);

        BytesOfOne(_ =>
        {
            var child = root.CreateChild(new BudgetOptions { Limit = 10m });
            child.AddCost(1m);
            child.Reserve(1m).Commit(1m);
            child.CheckBudgetAvailable(100m);
            return child;
        }).Should().BeLessThanOrEqualTo(400);
    }

    private static long BytesOfOne(Func<int, BudgetEnforcer> make)
    {
        make(0);
        var budgets = new BudgetEnforcer[Count];
        var before = Living.Bytes();

        for (var i = 0; i < Count; i++)
            budgets[i] = make(i);

        var bytes = Living.Bytes() - before;
        GC.KeepAlive(budgets);
        return (bytes + (Count / 2)) / Count;
    }
}
