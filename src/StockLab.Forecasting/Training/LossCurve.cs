using StockLab.Display;

namespace StockLab.Forecasting;

/// <summary>
/// A loss curve that grows while training runs. In a notebook:
/// <code>
/// var curve = new LossCurve();
/// curve.Live(display(curve).Update);
/// trainer.Fit(network, train, progress: curve);
/// </code>
/// </summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class LossCurve : IProgress<TrainingProgress>, IDisplaysAs<Figure>
{
    private readonly LiveFigure live;
    private readonly List<double> at = [], loss = [], validatedAt = [], validation = [];

    /// <summary>An empty curve.</summary>
    public LossCurve() => live = new LiveFigure(ToDisplay);

    /// <summary>Shows the curve in place.</summary>
    /// <param name="update">The <c>Update</c> of what <c>display(curve)</c> returned.</param>
    public void Live(Action<object> update) => live.Live(update);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (at)
        {
            at.Add(value.Epoch - 1 + ((double)value.Step / value.Steps));
            loss.Add(value.Loss);
            if (value.ValidationLoss is { } measured)
            {
                validatedAt.Add(value.Epoch);
                validation.Add(measured);
            }
        }
        if (value.Step == value.Steps)
            live.Finish();
        else
            live.Refresh();
    }

    /// <inheritdoc/>
    public Figure ToDisplay()
    {
        lock (at)
        {
            var figure = new Figure("Loss while training").XTitle("epoch").YTitle("loss").Line<double>([.. at], [.. loss], "training, mean of the epoch so far");
            return validation.Count == 0 ? figure : figure.Line<double>([.. validatedAt], [.. validation], "validation", markers: true);
        }
    }
}
