using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Operations that report impossible costs, and exceptions made from any values.</summary>
internal static class OperationAttacks
{
    private static readonly Gen<BudgetOperationOptions> Options = Gen.Select(OddInput.Any<FailedOperationCost>(), Gen.Bool).Select(
        (failed, cancels) => new BudgetOperationOptions { FailedOperationCost = failed, CancelWhenExceeded = cancels });

    private static readonly Gen<(decimal Estimate, decimal Cost)> Costs = Gen.Select(OddInput.Money, OddInput.Money);

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetOperations.ExecuteAsync(BudgetEnforcer,Decimal,Func`2,BudgetOperationOptions,CancellationToken)"] = Execute((budget, costs, isNull, options) =>
            budget.ExecuteAsync(costs.Estimate, isNull ? null! : _ => Task.FromResult(costs.Cost), options)),
        ["BudgetOperations.ExecuteAsync`1(BudgetEnforcer,Decimal,Func`2,BudgetOperationOptions,CancellationToken)"] = Execute((budget, costs, isNull, options) =>
            budget.ExecuteAsync(costs.Estimate, isNull ? (Func<CancellationToken, Task<(string, decimal)>>)null! : _ => Task.FromResult(("done", costs.Cost)), options)),
        ["BudgetOperations.ExecuteAsync`1(BudgetEnforcer,Decimal,Func`2,Func`2,BudgetOperationOptions,CancellationToken)"] = Execute((budget, costs, isNull, options) =>
            budget.ExecuteAsync(costs.Estimate, _ => Task.FromResult("done"), isNull ? null! : _ => costs.Cost, options)),
        ["BudgetOperationException..ctor(Decimal,Exception)"] = Attack.With(
            OddInput.Money, "new BudgetOperationException", (world, cost) =>
            Carries(world, cost, () => new BudgetOperationException(cost, null))),
        ["BudgetOperationException..ctor(String,Decimal,Exception)"] = Attack.With(
            OddInput.Text, OddInput.Money, "new BudgetOperationException", (world, message, cost) =>
            Carries(world, cost, () => new BudgetOperationException(message.Value, cost, new TimeoutException()))),
        ["BudgetOperationException..ctor(String)"] = Message(message => new BudgetOperationException(message)),
        ["BudgetOperationException..ctor(String,Exception)"] = Message(message => new BudgetOperationException(message, null)),
        ["BudgetLedgerException..ctor(String)"] = Message(message => new BudgetLedgerException(message)),
        ["BudgetLedgerException..ctor(String,Exception)"] = Message(message => new BudgetLedgerException(message, null)),
        ["BudgetExceededException..ctor(String)"] = Message(message => new BudgetExceededException(message)),
        ["BudgetExceededException..ctor(String,Exception)"] = Message(message => new BudgetExceededException(message, null)),
        ["BudgetExceededException..ctor(BudgetCheck)"] = Attack.AlsoHeavy(Attack.With(
            OddInput.Money, "new BudgetExceededException", (world, amount) =>
        {
            var check = amount < 0 ? default : world.Job.CheckBudgetAvailable(amount);
            var exception = new BudgetExceededException(check);
            Assert.Equal(check, exception.Check);
            Assert.True(Readable.IsSafe(exception.Message), Readable.Escape(exception.Message));
        })),
        ["BudgetExceededException.FindIn(Exception)"] = Attack.With(Gen.Int[-1, 40], Gen.Bool, "FindIn", (world, depth, isInside) => world.Unchanged(() =>
        {
            if (depth < 0)
            {
                Assert.Equal("exception", Assert.Throws<ArgumentNullException>(() => BudgetExceededException.FindIn(null!)).ParamName);
                return;
            }

            var thrown = isInside ? new BudgetExceededException(default(BudgetCheck)) : (Exception)new TimeoutException();
            var inside = thrown;
            for (var level = 0; level < depth; level++)
                thrown = level % 2 == 0 ? new AggregateException(new TimeoutException(), thrown) : new InvalidOperationException("It failed.", thrown);
            Assert.Same(isInside ? inside : null, BudgetExceededException.FindIn(thrown));
        })),
    };

    internal static Gen<BudgetOperationOptions> AnyOptions => Options;

    private static Gen<Attack> Execute(Func<BudgetEnforcer, (decimal Estimate, decimal Cost), bool, BudgetOperationOptions, Task> execute) =>
        Attack.With(Costs, Options, Gen.Int[0, 19], "ExecuteAsync", (world, costs, options, twist) =>
        {
            var (estimate, cost) = costs;
            var run = () => execute(twist == 0 ? null! : world.Job, costs, twist == 1, options).GetAwaiter().GetResult();
            if (twist < 2)
            {
                Assert.Contains(world.Throws<ArgumentNullException>(run).ParamName, new[] { "budget", "operation", "actualCost" });
                return;
            }

            if (estimate < 0 || !Enum.IsDefined(options.FailedOperationCost))
            {
                world.Refuses(run, ("estimatedCost", estimate), ("options", options.FailedOperationCost));
                return;
            }

            if (!world.Fits(estimate))
            {
                world.Throws<BudgetExceededException>(run);
                return;
            }

            var exception = Record.Exception(run);
            if (cost < 0)
                Assert.Equal(("actualCost", cost), (((ArgumentOutOfRangeException)exception!).ParamName, ((ArgumentOutOfRangeException)exception).ActualValue));
            else
                Assert.Null(exception);
            world.HasSpentMore(cost >= 0 ? cost : options.FailedOperationCost == FailedOperationCost.Estimate ? estimate : 0m);
            Assert.Equal(5m, world.Job.Reserved);
        });

    private static void Carries(World world, decimal cost, Func<BudgetOperationException> make)
    {
        if (cost < 0)
            world.Refuses(() => make(), ("actualCost", cost));
        else
            Assert.Equal(cost, make().ActualCost);
    }

    private static Gen<Attack> Message(Func<string?, Exception> make) => Attack.With(OddInput.Text, "new exception", (world, message) => world.Unchanged(() =>
    {
        if (message.Value is not null)
            Assert.Equal(message.Value, make(message.Value).Message);
        else
            Assert.NotEmpty(make(null).Message);
    }));
}
