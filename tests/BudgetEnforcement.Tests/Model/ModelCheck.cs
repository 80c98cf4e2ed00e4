using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>The answer that a check should give.</summary>
internal readonly record struct ModelCheck(
    BudgetStatus Status, BudgetRefusalReason Reason, BigInteger Available, ModelBudget Decider, DateTimeOffset? RetryAt);
