namespace BudgetEnforcement.Demo.Commands.Fleet;

/// <summary>The view of a fleet for a user. It is called by one thread at a time.</summary>
internal interface IFleetView
{
    /// <summary>How often it is worth to draw.</summary>
    TimeSpan Interval { get; }

    /// <summary>Runs the fleet inside the view.</summary>
    Task ShowAsync(Func<Task> fleet);

    /// <summary>Shows the jobs as they are now.</summary>
    void Draw();

    /// <summary>Tells what has just happened.</summary>
    void Tell(string line);
}
