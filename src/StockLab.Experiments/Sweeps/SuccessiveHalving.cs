namespace StockLab.Experiments;

/// <summary>
/// The rungs of successive halving (Jamieson and Talwalkar, 2016): all settings are trained for a few epochs; the best of them, one in <paramref name="Factor"/>, for
/// <paramref name="Factor"/> times as many; and so on up to the last rung. A promoted setting is trained afresh with the same seed, so its first epochs repeat what is known and
/// any worker on any machine can take it: no checkpoint travels.
/// </summary>
/// <param name="From">Epochs of the first rung.</param>
/// <param name="Factor">One in so many is promoted, to so many times the epochs; at least 2.</param>
/// <param name="To">Epochs at most.</param>
public sealed record SuccessiveHalving(int From, int Factor, int To)
{
    /// <summary>The epochs of each rung, for example 2, 6, 18.</summary>
    public IReadOnlyList<int> Rungs
    {
        get
        {
            var rungs = new List<int>();
            for (long epochs = From; epochs <= To; epochs *= Factor)
                rungs.Add((int)epochs);
            return rungs;
        }
    }

    /// <summary>Who is promoted from a rung that is complete: the best, one in <see cref="Factor"/>, at least one; ties go to the setting that came first.</summary>
    /// <param name="rung">Index and value (lower is better) of every setting of the rung; of several runs the mean; NaN where none was completed.</param>
    /// <param name="size">All settings of the rung, failed ones included.</param>
    public IReadOnlyList<int> Promoted(IEnumerable<(int Index, double Value)> rung, int size) =>
        [.. rung.Where(task => double.IsFinite(task.Value)).OrderBy(task => task.Value).ThenBy(task => task.Index).Take(Math.Max(1, size / Factor)).Select(task => task.Index)];
}
