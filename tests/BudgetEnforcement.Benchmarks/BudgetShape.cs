namespace BudgetEnforcement.Benchmarks;

/// <summary>Which budget is measured.</summary>
public enum BudgetShape
{
    /// <summary>A budget without a parent, that logs nowhere.</summary>
    Depth1,

    /// <summary>A job under a team under an organisation.</summary>
    Depth3,

    /// <summary>A budget without a parent, with a logger that wants everything from Information up.</summary>
    Logged,
}
