using Microsoft.Coyote.Runtime;

namespace BudgetEnforcement.Interleavings;

/// <summary>Hears the crossings of budgets, takes its time over each, and notes if another one comes meanwhile.</summary>
internal sealed class Listener
{
    private readonly List<string> _heard = [];
    private bool _isListening;

    internal string Heard => "heard: " + string.Join(' ', _heard);

    internal Listener To(BudgetEnforcer budget, Action<BudgetStatus>? callBack = null)
    {
        budget.ThresholdCrossed += (sender, crossing) =>
        {
            if (_isListening)
                _heard.Add("meanwhile");
            _isListening = true;
            _heard.Add($"{((BudgetEnforcer)sender!).Name}-{crossing.Status}");
            SchedulingPoint.Interleave();
            callBack?.Invoke(crossing.Status);
            _isListening = false;
        };
        return this;
    }
}
