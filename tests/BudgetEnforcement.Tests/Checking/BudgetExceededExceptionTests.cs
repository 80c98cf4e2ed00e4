namespace BudgetEnforcement.Tests.Checking;

public class BudgetExceededExceptionTests
{
    private static readonly BudgetExceededException Refusal = new(new BudgetEnforcer(1m).CheckBudgetAvailable(2m));

    [Fact]
    public void FindIn_ARefusalAnywhereInside_FindsIt()
    {
        Exception[] thrown =
        [
            Refusal,
            new InvalidOperationException("outer", Refusal),
            new AggregateException(new NotSupportedException(), new InvalidOperationException("inner", new AggregateException(Refusal))),
            new OperationCanceledException("stopped", Refusal),
        ];

        thrown.Select(BudgetExceededException.FindIn).Should().OnlyContain(found => found == Refusal);
    }

    [Fact]
    public void FindIn_NoRefusal_IsNull() =>
        BudgetExceededException.FindIn(new AggregateException(new NotSupportedException("x", new OperationCanceledException()))).Should().BeNull();

    [Fact]
    public void FindIn_ARefusalDeepInside_FindsIt()
    {
        Exception thrown = Refusal;
        for (var i = 0; i < 100_000; i++)
            thrown = new InvalidOperationException("outer", thrown);

        BudgetExceededException.FindIn(thrown).Should().BeSameAs(Refusal);
    }

    [Fact]
    public void FindIn_Null_Throws() => FluentActions.Invoking(() => BudgetExceededException.FindIn(null!)).Should().Throw<ArgumentNullException>();
}
