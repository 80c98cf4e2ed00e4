namespace BudgetEnforcement;

/// <summary>A heap of meters by the time at which each is due, the earliest first. It is used only under the lock of its clock.</summary>
internal sealed class DueHeap
{
    private readonly List<CostMeter> _meters = [];

    internal bool IsEmpty => _meters.Count == 0;

    internal CostMeter Earliest => _meters[0];

    /// <summary>When the earliest meter is due; <see cref="CostMeter.NotDue"/> where there is none.</summary>
    internal long EarliestDue => IsEmpty ? CostMeter.NotDue : _meters[0].DueInHeap;

    /// <summary>Adds a meter, moves it, or removes it where it is never due.</summary>
    internal void Set(CostMeter meter, long due)
    {
        var index = meter.IndexInHeap;
        if (due == CostMeter.NotDue)
        {
            if (index >= 0)
                RemoveAt(index);
            return;
        }

        meter.DueInHeap = due;
        if (index < 0)
        {
            index = _meters.Count;
            _meters.Add(meter);
            meter.IndexInHeap = index;
        }

        MoveDown(MoveUp(index));
    }

    private void RemoveAt(int index)
    {
        var last = _meters.Count - 1;
        _meters[index].IndexInHeap = -1;
        if (index < last)
            Put(_meters[last], index);
        _meters.RemoveAt(last);
        if (index < last)
            MoveDown(MoveUp(index));
    }

    private int MoveUp(int index)
    {
        var meter = _meters[index];
        for (var parent = (index - 1) / 2; index > 0 && meter.DueInHeap < _meters[parent].DueInHeap; parent = (index - 1) / 2)
        {
            Put(_meters[parent], index);
            index = parent;
        }

        Put(meter, index);
        return index;
    }

    private void MoveDown(int index)
    {
        var meter = _meters[index];
        for (var child = (2 * index) + 1; child < _meters.Count; child = (2 * index) + 1)
        {
            if (child + 1 < _meters.Count && _meters[child + 1].DueInHeap < _meters[child].DueInHeap)
                child++;
            if (meter.DueInHeap <= _meters[child].DueInHeap)
                break;
            Put(_meters[child], index);
            index = child;
        }

        Put(meter, index);
    }

    private void Put(CostMeter meter, int index)
    {
        _meters[index] = meter;
        meter.IndexInHeap = index;
    }
}
