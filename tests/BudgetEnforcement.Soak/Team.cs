namespace BudgetEnforcement.Soak;

/// <summary>A budget that lasts as long as the soak, with what was recorded on it and below.</summary>
internal sealed class Team
{
    internal Team(World world, BudgetOptions options)
    {
        Budget = world.Organisation.CreateChild(options);
        Budget.ThresholdCrossed += new OrderProbe(world, onlyRises: false).OnCrossed;
    }

    internal BudgetEnforcer Budget { get; }

    /// <summary>What the organisation must have recorded for this team.</summary>
    internal Ledger Ledger { get; } = new();
}
