using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// What a network that learns period after period knows of every period, past and future: R[i, j] is its accuracy on period j after it has learnt from periods 0 … i.
/// </summary>
/// <remarks>Reference: D. Lopez-Paz and M. Ranzato, <i>Gradient Episodic Memory for Continual Learning</i>, 2017, section 2 (there counted from 1).</remarks>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class TransferMatrix : IDisplaysAs<Figure>
{
    private readonly double[][] r;
    private readonly double[] untrained;
    private readonly int[] counts;

    /// <summary>A matrix of accuracies.</summary>
    /// <param name="r">R[i][j], T × T.</param>
    /// <param name="untrained">The accuracy on each period of a network that has learnt nothing, (T).</param>
    /// <param name="counts">The samples behind each column, (T); null where all are the same.</param>
    /// <exception cref="ArgumentException">The matrix is not square, has fewer than two periods, or the rest does not fit it.</exception>
    public TransferMatrix(IReadOnlyList<IReadOnlyList<double>> r, IReadOnlyList<double> untrained, IReadOnlyList<int>? counts = null)
    {
        if (r.Count < 2 || r.Any(row => row.Count != r.Count) || untrained.Count != r.Count || (counts ?? [.. r.Select(_ => 1)]).Count != r.Count)
            throw new ArgumentException($"{r.Count} rows, the first of {(r.Count == 0 ? 0 : r[0].Count)} columns, {untrained.Count} accuracies of the untrained network: give T of each, T at least 2.", nameof(r));
        (this.r, this.untrained, this.counts) = ([.. r.Select(row => row.ToArray())], [.. untrained], counts is null ? [.. r.Select(_ => 1)] : [.. counts]);
    }

    /// <summary>T.</summary>
    public int Periods => r.Length;

    /// <summary>b: the accuracy on each period of a network that has learnt nothing, (T).</summary>
    public IReadOnlyList<double> Untrained => untrained;

    /// <summary>The samples behind each column, (T).</summary>
    public IReadOnlyList<int> Counts => counts;

    /// <summary>R[i, j].</summary>
    public double this[int after, int on] => r[after][on];

    /// <summary>ACC = 1/T Σ R[T−1, j]: the final network's accuracy over all periods.</summary>
    public double Accuracy => r[^1].Average();

    /// <summary>BWT = 1/(T−1) Σ (R[T−1, j] − R[j, j]) over j &lt; T−1: what later learning did to earlier knowledge. Below 0 it was forgotten.</summary>
    public double BackwardTransfer => Enumerable.Range(0, Periods - 1).Average(j => r[^1][j] - r[j][j]);

    /// <summary>FWT = 1/(T−1) Σ (R[j−1, j] − b[j]) over j ≥ 1, b the untrained network's accuracy: what is known of a period before learning from it.</summary>
    public double ForwardTransfer => Enumerable.Range(1, Periods - 1).Average(j => r[j - 1][j] - untrained[j]);

    /// <summary>
    /// The accuracy on all periods before i, after learning from period i less before: the mean over the updates i = 1 … T−1, each period weighing as many samples as it has. Below 0 an update costs old knowledge.
    /// </summary>
    public double ChangeOnOldPeriods => Enumerable.Range(1, Periods - 1).Average(i => Old(i, i) - Old(i, i - 1));

    /// <summary>The matrix as coloured cells.</summary>
    /// <param name="title">The figure's title.</param>
    public Figure Figure(string title = "What is known of each period")
    {
        string[] names = [.. Enumerable.Range(0, Periods).Select(j => j == 0 ? "before" : $"{j}")];
        var values = new double[Periods, Periods];
        for (var i = 0; i < Periods; i++)
        {
            for (var j = 0; j < Periods; j++)
                values[i, j] = r[i][j];
        }
        return new Figure(title).XTitle("accuracy on the period").Heat(names, [.. names.Select(name => name == "before" ? "at the start" : $"after update {name}")], values, "accuracy", format: "0.00");
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => Figure();

    /// <summary>The four measures in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"ACC {Accuracy:F3}, BWT {BackwardTransfer:+0.000;-0.000}, FWT {ForwardTransfer:+0.000;-0.000}, change on old periods {ChangeOnOldPeriods:+0.000;-0.000}");

    private double Old(int periods, int after) =>
        Enumerable.Range(0, periods).Sum(j => counts[j] * r[after][j]) / Enumerable.Range(0, periods).Sum(j => (double)counts[j]);
}
