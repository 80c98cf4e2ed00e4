namespace BudgetEnforcement.Tests;

/// <summary>Carries and borrows that ripple through a whole limb, which random amounts seldom have.</summary>
public class CarryTests
{
    private const ulong Full = ulong.MaxValue;

    private static readonly Money HighestBelow = new(0, Full, Full);
    private static readonly Money LowestOfThree = new(1, 0, 0);

    [Fact]
    public void TryAdd_UnitToTwoFullLimbs_CarriesThroughBoth()
    {
        Money.TryAdd(HighestBelow, Money.Unit, out var sum).Should().BeTrue();

        (sum == LowestOfThree).Should().BeTrue();
        (Money.Unit + HighestBelow == LowestOfThree).Should().BeTrue();
    }

    [Fact]
    public void TryAdd_UnitToThreeFullLimbs_Overflows() => Money.TryAdd(Money.Max, Money.Unit, out _).Should().BeFalse();

    [Fact]
    public void Subtract_UnitFromAPowerOfTwoLimbs_BorrowsThroughBoth()
    {
        (LowestOfThree - Money.Unit == HighestBelow).Should().BeTrue();
        (LowestOfThree - HighestBelow == Money.Unit).Should().BeTrue();
    }
}
