namespace BudgetEnforcement;

/// <summary>Something that happened to a budget and is to be told, first to the log and then to the handlers.</summary>
internal abstract class Announcement
{
    /// <summary>Calls foreign code: outside every lock. It never throws.</summary>
    internal abstract void Tell(BudgetEnforcer budget);
}
