namespace StockLab.Recurrent;

/// <summary>
/// Hands out the numbers 0 … count − 1 to workers. Each begins with an equal stretch and takes from its front; one that has none left steals the back half of the
/// longest stretch of another.
/// </summary>
internal sealed class TaskRanges
{
    private readonly Lock _gate = new();
    private readonly (int Next, int End)[] _ranges;

    public TaskRanges(int count, int workers) =>
        _ranges = [.. Enumerable.Range(0, workers).Select(w => ((int)((long)count * w / workers), (int)((long)count * (w + 1) / workers)))];

    /// <summary>The next number for a worker; false when all are taken.</summary>
    public bool TryTake(int worker, out int number)
    {
        lock (_gate)
        {
            if (_ranges[worker].Next == _ranges[worker].End)
                Steal(worker);
            number = _ranges[worker].Next;
            if (number == _ranges[worker].End)
                return false;
            _ranges[worker].Next++;
            return true;
        }
    }

    private void Steal(int thief)
    {
        var victim = 0;
        for (var i = 1; i < _ranges.Length; i++)
        {
            if (_ranges[i].End - _ranges[i].Next > _ranges[victim].End - _ranges[victim].Next)
                victim = i;
        }
        var (next, end) = _ranges[victim];
        var middle = end - (end - next + 1) / 2;
        _ranges[thief] = (middle, end);
        if (victim != thief)
            _ranges[victim] = (next, middle);
    }
}
