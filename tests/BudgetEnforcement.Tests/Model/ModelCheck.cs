using System.Numerics;

namespace BudgetEnforcement.Tests;

/// <summary>What a check should answer.</summary>
internal readonly record struct ModelCheck(
    BudgetStatus Status, BudgetRefusalReason Reason, BigInteger Available, ModelBudget Decider, DateTimeOffset? RetryAt);
