using System.Numerics;
using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Everything that takes an amount and nothing else.</summary>
internal static class SpendingAttacks
{
    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["Budget.Check(Decimal,Decimal,Decimal)"] = Attack.With(
            OddInput.Money, OddInput.Money, OddInput.Money, "Budget.Check", (world, current, limit, required) =>
        {
            var bad = Bad(("currentCost", current), ("limit", limit), ("requiredAmount", required));
            if (bad.Length > 0)
            {
                world.Refuses(() => Budget.Check(current, limit, required), bad);
                return;
            }

            var check = Budget.Check(current, limit, required);
            Assert.Equal(Exact.Of(current) + Exact.Of(required) <= Exact.Of(limit), check.IsAvailable);
            Assert.True(Readable.IsSafe(check.Message), check.Message);
        }),
        ["BudgetEnforcer.AddCost(Decimal)"] = Attack.AlsoHeavy(Amount(
            "AddCost", (world, amount) => Records(
            world, amount, BigInteger.Zero, () => world.Job.AddCost(amount)))),
        ["BudgetEnforcer.TryAddCost(Decimal)"] = Attack.AlsoHeavy(Amount(
            "TryAddCost", (world, amount) =>
        {
            if (world.Fits(amount))
                Assert.True(world.Job.TryAddCost(amount));
            else
                world.Unchanged(() => Assert.False(world.Job.TryAddCost(amount)));
            world.HasSpentMore(world.Fits(amount) ? amount : 0m);
        })),
        ["BudgetEnforcer.TryAddCost(Decimal,BudgetCheck&)"] = Attack.AlsoHeavy(Amount(
            "TryAddCost with reasons", (world, amount) =>
        {
            BudgetCheck check = default;
            if (world.Fits(amount))
                Assert.True(world.Job.TryAddCost(amount, out check));
            else
                world.Unchanged(() => Assert.False(world.Job.TryAddCost(amount, out check)));
            Explains(world, amount, check);
            world.HasSpentMore(world.Fits(amount) ? amount : 0m);
        })),
        ["BudgetEnforcer.CheckBudgetAvailable(Decimal)"] = Attack.AlsoHeavy(Amount(
            "CheckBudgetAvailable", "requiredAmount", (world, amount) => world.Unchanged(() =>
        {
            var check = world.Job.CheckBudgetAvailable(amount);
            Assert.Equal(world.Fits(amount), check.IsAvailable);
            Assert.True(Readable.IsSafe(check.Message), check.Message);
        }))),
        ["BudgetEnforcer.TryReserve(Decimal,BudgetReservation&)"] = Attack.AlsoHeavy(Amount(
            "TryReserve", (world, amount) => world.Unchanged(() =>
        {
            Assert.Equal(world.Fits(amount), world.Job.TryReserve(amount, out var reservation));
            reservation?.Release();
        }))),
        ["BudgetEnforcer.TryReserve(Decimal,BudgetReservation&,BudgetCheck&)"] = Attack.AlsoHeavy(Amount(
            "TryReserve with reasons", (world, amount) => world.Unchanged(() =>
        {
            Assert.Equal(world.Fits(amount), world.Job.TryReserve(amount, out var reservation, out var check));
            Explains(world, amount, check);
            reservation?.Release();
        }))),
        ["BudgetEnforcer.Reserve(Decimal)"] = Attack.AlsoHeavy(Amount(
            "Reserve", (world, amount) =>
        {
            if (world.Fits(amount))
                world.Unchanged(() => world.Job.Reserve(amount).Dispose());
            else
                Assert.Equal(amount, world.Throws<BudgetExceededException>(() => world.Job.Reserve(amount)).Check.RequiredAmount);
        })),
        ["BudgetEnforcer.ReserveAsync(Decimal,CancellationToken)"] = Attack.With(
            OddInput.Money, Gen.Bool, "ReserveAsync", (world, amount, isCancelled) =>
        {
            var reserve = () => world.Job.ReserveAsync(amount, new CancellationToken(isCancelled)).AsTask().GetAwaiter().GetResult();
            if (amount < 0)
                world.Refuses(() => reserve(), ("amount", amount));
            else if (isCancelled)
                world.Throws<TaskCanceledException>(() => reserve());
            else if (world.Fits(amount))
                world.Unchanged(() => reserve().Release());
            else
                Assert.Equal(amount, world.Throws<BudgetExceededException>(() => reserve()).Check.RequiredAmount);
        }),
        ["BudgetEnforcer.Refund(Decimal)"] = Attack.AlsoHeavy(Amount(
            "Refund", (world, amount) =>
        {
            if (Exact.Of(amount) > world.Spent)
                world.Refuses(() => world.Job.Refund(amount), ("amount", amount));
            else
                world.Job.Refund(amount);
            world.HasSpentMore(Exact.Of(amount) > world.Spent ? 0m : -amount);
        })),
        ["BudgetEnforcer.TryRefund(Decimal)"] = Attack.AlsoHeavy(Amount(
            "TryRefund", (world, amount) =>
        {
            var isCovered = Exact.Of(amount) <= world.Spent;
            if (isCovered)
                Assert.True(world.Job.TryRefund(amount));
            else
                world.Unchanged(() => Assert.False(world.Job.TryRefund(amount)));
            world.HasSpentMore(isCovered ? -amount : 0m);
        })),
        ["BudgetEnforcer.AdjustLimit(Decimal)"] = Attack.AlsoHeavy(Attack.With(
            OddInput.Money, "AdjustLimit", (world, by) =>
        {
            // 90 is the limit; what decimal cannot hold, or is below 0, is refused.
            var limit = Exact.Of(90m) + Exact.Of(by);
            if (limit.Sign < 0 || Exact.Held(limit, up: true) != limit)
                world.Refuses(() => world.Job.AdjustLimit(by), ("by", by));
            else
                Assert.Equal((Exact.AtMost(limit), Exact.AtMost(limit)), (world.Job.AdjustLimit(by), world.Job.Limit));
            world.HasSpentMore(0m);
        })),
        ["BudgetEnforcer.UpdateLimit(Decimal)"] = Attack.AlsoHeavy(Amount(
            "UpdateLimit", "limit", (world, limit) =>
        {
            world.Job.UpdateLimit(limit);
            Assert.Equal(limit, world.Job.Limit);
            Assert.False(decimal.IsNegative(world.Job.Limit));
            world.HasSpentMore(0m);
        })),
        ["BudgetReservation.Commit(Decimal)"] = Attack.AlsoHeavy(Amount(
            "Commit", "actualCost", (world, cost) =>
        {
            Records(world, cost, world.Held, () => world.Reservation.Commit(cost));
            Assert.Equal(world.CanCount(cost, world.Held) ? 0m : 5m, world.Job.Reserved);
        })),
        ["BudgetReservation.TryRenew(Decimal,Decimal)"] = Attack.AlsoHeavy(Attack.With(
            OddInput.Money, OddInput.Money, "TryRenew", (world, cost, next) =>
        {
            var bad = Bad(("actualCost", cost), ("nextAmount", next));
            var units = Exact.Of(cost) + Exact.Of(next);
            if (bad.Length > 0)
            {
                world.Refuses(() => world.Reservation.TryRenew(cost, next), bad);
            }
            else if (units <= world.Held || world.FitsInstead(world.Held, units))
            {
                Assert.True(world.Reservation.TryRenew(cost, next));
                world.HasSpentMore(cost);
                Assert.Equal(next, world.Reservation.Amount);
            }
            else
            {
                world.Unchanged(() => Assert.False(world.Reservation.TryRenew(cost, next)));
            }
        })),
    };

    internal static (string Name, object? Value)[] Bad(params (string Name, decimal Value)[] amounts) =>
        [.. amounts.Where(amount => amount.Value < 0).Select(amount => (amount.Name, (object?)amount.Value))];

    private static Gen<Attack> Amount(string call, Action<World, decimal> whenNotNegative) => Amount(call, "amount", whenNotNegative);

    private static Gen<Attack> Amount(string call, string parameter, Action<World, decimal> whenNotNegative) =>
        Attack.With(OddInput.Money, call, (world, amount) =>
        {
            if (amount < 0)
                world.Refuses(() => Call(world, call, amount), (parameter, amount));
            else
                whenNotNegative(world, amount);
        });

    private static void Explains(World world, decimal amount, in BudgetCheck check)
    {
        Assert.Equal((world.Fits(amount), amount), (check.IsAvailable, check.RequiredAmount));
        Assert.True(Readable.IsSafe(check.Message), check.Message);
    }

    private static void Call(World world, string call, decimal amount)
    {
        switch (call)
        {
            case "AddCost": world.Job.AddCost(amount); break;
            case "TryAddCost": world.Job.TryAddCost(amount); break;
            case "TryAddCost with reasons": world.Job.TryAddCost(amount, out BudgetCheck _); break;
            case "CheckBudgetAvailable": world.Job.CheckBudgetAvailable(amount); break;
            case "TryReserve": world.Job.TryReserve(amount, out _); break;
            case "TryReserve with reasons": world.Job.TryReserve(amount, out _, out _); break;
            case "Reserve": world.Job.Reserve(amount); break;
            case "TryRefund": world.Job.TryRefund(amount); break;
            case "Refund": world.Job.Refund(amount); break;
            case "UpdateLimit": world.Job.UpdateLimit(amount); break;
            case "Commit": world.Reservation.Commit(amount); break;
            default: throw new InvalidOperationException(call);
        }
    }

    private static void Records(World world, decimal cost, BigInteger freed, Action record)
    {
        var isCountable = world.CanCount(cost, freed);
        if (isCountable)
            record();
        else
            world.Throws<OverflowException>(record);
        world.HasSpentMore(isCountable ? cost : 0m);
    }
}
