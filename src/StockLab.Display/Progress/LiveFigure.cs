namespace StockLab.Display;

/// <summary>
/// A figure that is drawn again while the numbers behind it grow, such as a loss curve during training:
/// <code>
/// var curve = new LiveFigure(() => history.Figure());
/// curve.Live(display(curve).Update);
/// for (…) { …; curve.Refresh(); }
/// curve.Finish();
/// </code>
/// Safe to use from several threads.
/// </summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class LiveFigure : IDisplaysAs<Figure>
{
    private readonly Lock gate = new();
    private readonly Func<Figure> draw;
    private readonly Throttle throttle;
    private Action<object>? update;

    /// <summary>A figure drawn anew for every look at it.</summary>
    /// <param name="draw">Draws the present state.</param>
    /// <param name="interval">The shortest time between two drawings; half a second unless set.</param>
    /// <param name="clock">The clock; the system's unless a test brings its own.</param>
    public LiveFigure(Func<Figure> draw, TimeSpan? interval = null, TimeProvider? clock = null) =>
        (this.draw, throttle) = (draw, new(interval ?? TimeSpan.FromSeconds(0.5), clock ?? TimeProvider.System));

    /// <summary>Shows the figure in place.</summary>
    /// <param name="update">The <c>Update</c> of what <c>display(figure)</c> returned.</param>
    public LiveFigure Live(Action<object> update)
    {
        lock (gate)
        {
            this.update = update;
        }

        return this;
    }

    /// <summary>The numbers have changed: draws them, unless it was drawn just now.</summary>
    public void Refresh()
    {
        lock (gate)
        {
            if (update is not null && throttle.Open())
            {
                update(draw());
            }
        }
    }

    /// <summary>The numbers are complete: draws them in any case.</summary>
    public void Finish()
    {
        lock (gate)
        {
            update?.Invoke(draw());
        }
    }

    /// <inheritdoc/>
    public Figure ToDisplay() => draw();
}
