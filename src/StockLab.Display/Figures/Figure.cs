using System.Globalization;
using System.Text;

namespace StockLab.Display;

/// <summary>
/// A chart. Series are added one call after another; the figure shows itself in notebooks (interactive where Plotly is at hand, else as SVG), on pages and, in words, in terminals.
/// <code>
/// new Figure("TSLA").Subtitle("Yahoo Finance").YTitle("US$").Line(prices.Dates, prices.Close, "Close").Panel("Volume", 0.3).Bars(prices.Dates, prices.Volume, "Volume")
/// </code>
/// <para>The horizontal axis, shared by all panels, holds days, numbers or names, whichever the first series brings. Series belong to the panel opened last, unless <see cref="FirstPanel"/> goes back.
/// A missing value (NaN) breaks a line. Output depends on nothing but the calls: the same figure is the same text, on any machine.</para>
/// </summary>
[TypeFormatterSource(typeof(Shows<Figure>))]
public sealed class Figure : IDisplayable
{
    private readonly List<Panel> panels = [new()];
    private int colored;
    private bool returned;

    /// <summary>An empty figure.</summary>
    /// <param name="title">What it shows, in a few words.</param>
    public Figure(string title) => Title = title;

    /// <summary>What the figure shows.</summary>
    public string Title { get; }

    internal string Under { get; private set; } = "";

    internal int Width { get; private set; } = 760;

    internal int? ChosenHeight { get; private set; }

    internal XAxis X { get; } = new();

    internal IReadOnlyList<Panel> Panels => panels;

    internal int Height => ChosenHeight ?? (panels[0].Rows is { } rows ? Math.Clamp(110 + rows.Count * 24, 160, 700) : 360) + (int)(panels.Skip(1).Sum(panel => panel.Weight) * 300);

    private Panel Current => returned ? panels[0] : panels[^1];

    /// <summary>A line under the title: where the numbers come from, and whether they were generated.</summary>
    public Figure Subtitle(string text)
    {
        Under = text;
        return this;
    }

    /// <summary>The size in pixels; without a height, 360 for the first panel and more for others.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Smaller than 200 × 120.</exception>
    public Figure Size(int width, int? height = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 200);
        ArgumentOutOfRangeException.ThrowIfLessThan(height ?? 120, 120, nameof(height));
        (Width, ChosenHeight) = (width, height);
        return this;
    }

    /// <summary>The title of the horizontal axis.</summary>
    public Figure XTitle(string text)
    {
        X.Title = text;
        return this;
    }

    /// <summary>The title of the current panel's vertical axis: the quantity and its unit. It stands above the axis, so that nobody has to turn the head.</summary>
    public Figure YTitle(string text)
    {
        Current.YTitle = text;
        return this;
    }

    /// <summary>Shows only this part of the horizontal axis.</summary>
    /// <exception cref="ArgumentException">The start is not before the end.</exception>
    public Figure XRange<TX>(TX from, TX to)
    {
        X.Range = Interval(X.Read(from), X.Read(to));
        return this;
    }

    /// <summary>Shows only this part of the current panel's vertical axis.</summary>
    /// <exception cref="ArgumentException">The start is not before the end, or not above zero on a logarithmic axis.</exception>
    public Figure YRange(double from, double to)
    {
        var range = Interval(from, to);
        RequirePositive(Current.LogY, range);
        Current.YRange = range;
        return this;
    }

    /// <summary>Makes the current panel's vertical axis logarithmic: equal ratios are equal distances. Values that are not above zero are missing there.</summary>
    /// <exception cref="ArgumentException">The panel's <see cref="YRange"/> does not begin above zero.</exception>
    public Figure LogY()
    {
        RequirePositive(true, Current.YRange);
        Current.LogY = true;
        return this;
    }

    /// <summary>Opens a further panel below; what is added from here on is drawn in it.</summary>
    /// <param name="yTitle">The title of its vertical axis.</param>
    /// <param name="height">Its height, the first panel's being 1.</param>
    public Figure Panel(string yTitle = "", double height = 0.4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        panels.Add(new() { YTitle = yTitle, Weight = height });
        returned = false;
        return this;
    }

    /// <summary>Goes back to the first panel: what is added from here on is drawn there, until another is opened.</summary>
    public Figure FirstPanel()
    {
        returned = true;
        return this;
    }

    /// <summary>A line through points; a missing height breaks it.</summary>
    /// <param name="x">Days, numbers or names, one a point.</param>
    /// <param name="y">Heights.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="tone">Its colour.</param>
    /// <param name="dash">Its stroke.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="markers">Whether each point gets a dot.</param>
    /// <exception cref="ArgumentException">Not as many places as heights.</exception>
    public Figure Line<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> y, string name = "", Tone tone = Tone.Auto, Dash dash = Dash.Solid, double width = 1.5, bool markers = false)
    {
        Same(x.Count, y.Count, name);
        // When the colours begin to repeat, strokes tell the lines apart.
        var repeats = tone == Tone.Auto && dash == Dash.Solid && colored >= Palette.Count;
        return Add(new LineMark(X.Read(x), [.. y]) { Name = name, Dash = repeats ? colored < 2 * Palette.Count ? Dash.Dashed : Dash.Dotted : dash, Tone = Colored(tone), Width = width, Markers = markers });
    }

    /// <summary>A line over 0, 1, 2, …</summary>
    /// <inheritdoc cref="Line{TX}"/>
    public Figure Line(IReadOnlyList<double> y, string name = "", Tone tone = Tone.Auto, Dash dash = Dash.Solid, double width = 1.5, bool markers = false) =>
        Line(Enumerable.Range(0, y.Count).ToArray(), y, name, tone, dash, width, markers);

    /// <summary>Separate points.</summary>
    /// <param name="x">Days, numbers or names, one a point.</param>
    /// <param name="y">Heights.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="tone">Their colour.</param>
    /// <param name="radius">Their radius in pixels.</param>
    /// <exception cref="ArgumentException">Not as many places as heights.</exception>
    public Figure Points<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> y, string name = "", Tone tone = Tone.Auto, double radius = 2.5)
    {
        Same(x.Count, y.Count, name);
        return Add(new PointMark(X.Read(x), [.. y]) { Name = name, Tone = Colored(tone), Radius = radius });
    }

    /// <summary>Upright bars from zero. Bars of several series at one place stand side by side.</summary>
    /// <param name="x">Days, numbers or names, one a bar.</param>
    /// <param name="y">Heights.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="tone">Their colour.</param>
    /// <param name="low">The lower ends of whiskers on the bars, such as the mean less a standard deviation.</param>
    /// <param name="high">The upper ends of the whiskers.</param>
    /// <exception cref="ArgumentException">Not as many places as heights or ends.</exception>
    public Figure Bars<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> y, string name = "", Tone tone = Tone.Auto, IReadOnlyList<double>? low = null, IReadOnlyList<double>? high = null)
    {
        Same(x.Count, y.Count, name);
        Same(x.Count, (low ?? y).Count, name);
        Same(x.Count, (high ?? y).Count, name);
        Add(new BarMark(X.Read(x), [.. y], low is null && high is null ? null : [.. low ?? y], low is null && high is null ? null : [.. high ?? y]) { Name = name, Tone = Colored(tone) });
        var bars = Current.Marks.OfType<BarMark>().ToArray();
        var places = bars.SelectMany(bar => bar.Places).Where(double.IsFinite).Distinct().Order().ToArray();
        var gap = X.Kind == XAxis.Scale.Name || places.Length < 2 ? 1 : places.Zip(places.Skip(1), (a, b) => b - a).Min();
        for (var i = 0; i < bars.Length; i++)
        {
            (bars[i].Slot, bars[i].Slots, bars[i].Gap) = (i, bars.Length, gap);
        }

        return this;
    }

    /// <summary>The area between two lines: bands, a prediction interval.</summary>
    /// <param name="x">Days, numbers or names, one a point.</param>
    /// <param name="lower">The lower edge.</param>
    /// <param name="upper">The upper edge.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="tone">Its colour, drawn faintly.</param>
    /// <exception cref="ArgumentException">Not as many places as heights.</exception>
    public Figure Band<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> lower, IReadOnlyList<double> upper, string name = "", Tone tone = Tone.Auto)
    {
        Same(x.Count, lower.Count, name);
        Same(x.Count, upper.Count, name);
        return Add(new BandMark(X.Read(x), [.. lower], [.. upper]) { Name = name, Tone = Colored(tone) });
    }

    /// <summary>The area between a line and zero.</summary>
    /// <inheritdoc cref="Points{TX}"/>
    public Figure Area<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> y, string name = "", Tone tone = Tone.Auto) =>
        Band(x, [.. y.Select(value => double.IsNaN(value) ? value : 0)], y, name, tone);

    /// <summary>Upright whiskers: a confidence interval, a mean ± a standard deviation.</summary>
    /// <param name="x">Days, numbers or names, one a whisker.</param>
    /// <param name="low">The lower ends.</param>
    /// <param name="high">The upper ends.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="tone">Their colour.</param>
    /// <exception cref="ArgumentException">Not as many places as ends.</exception>
    public Figure Ranges<TX>(IReadOnlyList<TX> x, IReadOnlyList<double> low, IReadOnlyList<double> high, string name = "", Tone tone = Tone.Ink)
    {
        Same(x.Count, low.Count, name);
        Same(x.Count, high.Count, name);
        return Add(new RangeMark(X.Read(x), [.. low], [.. high]) { Name = name, Tone = Colored(tone) });
    }

    /// <summary>A candle a day: rising days blue and hollow, falling days vermillion and filled. Where days are too many to see, neighbours share a candle, and the figure says so.</summary>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public Figure Candles(IReadOnlyList<DateOnly> dates, IReadOnlyList<double> open, IReadOnlyList<double> high, IReadOnlyList<double> low, IReadOnlyList<double> close, string name = "")
    {
        foreach (var values in (IReadOnlyList<double>[])[open, high, low, close])
        {
            Same(dates.Count, values.Count, name);
        }

        X.SkipsWeekends = true;
        return Add(new CandleMark(X.Read(dates), [.. open], [.. high], [.. low], [.. close]) { Name = name, Tone = Tone.Blue });
    }

    /// <summary>How often values fall into intervals of equal width with round edges.</summary>
    /// <param name="values">The values; missing ones are left out.</param>
    /// <param name="name">The name in the legend.</param>
    /// <param name="bins">About how many intervals; by default as Freedman and Diaconis (1981) advise. A second histogram in a panel takes the intervals of the first, unless they would be more than 5,000.</param>
    /// <param name="tone">The colour.</param>
    public Figure Histogram(IReadOnlyList<double> values, string name = "", int? bins = null, Tone tone = Tone.Auto)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins ?? 1, 1, nameof(bins));
        var (edges, counts) = HistogramMark.Count(values, bins, Current.Marks.OfType<HistogramMark>().FirstOrDefault()?.BinWidth);
        X.Measure();
        return Add(new HistogramMark(edges, counts) { Name = name, Tone = Colored(tone) });
    }

    /// <summary>A grid of coloured cells.</summary>
    /// <param name="x">Days, numbers or names, one a column.</param>
    /// <param name="rows">The names of the rows, from the top.</param>
    /// <param name="values">A value a cell [row, column]; NaN leaves a hole.</param>
    /// <param name="name">What the colours mean, for the bar beside the cells.</param>
    /// <param name="scale">Which colours.</param>
    /// <param name="format">A number format writes each value into its cell, for example <c>"0.00"</c>.</param>
    /// <param name="span">The values at the ends of the colours, so that several figures can share them; by default the lowest and the highest value.</param>
    /// <exception cref="ArgumentException">The values do not fit rows and columns, or the span does not begin below its end.</exception>
    public Figure Heat<TX>(
        IReadOnlyList<TX> x, IReadOnlyList<string> rows, double[,] values, string name = "", ColorScale scale = ColorScale.Amount, string? format = null, (double From, double To)? span = null)
    {
        if (values.GetLength(0) != rows.Count || values.GetLength(1) != x.Count)
        {
            throw new ArgumentException($"{values.GetLength(0)} × {values.GetLength(1)} values do not fit {rows.Count} rows and {x.Count} columns.", nameof(values));
        }

        Current.Rows = rows;
        return Add(new HeatMark(X.Read(x), rows, (double[,])values.Clone(), scale, format, span is { } ends ? Interval(ends.From, ends.To) : null) { Name = name });
    }

    /// <summary>Bars that lie down, one a name, in the order given, each with its number.</summary>
    /// <param name="names">Names, from the top.</param>
    /// <param name="values">Lengths.</param>
    /// <param name="format">The format of the numbers.</param>
    /// <param name="tone">The colour.</param>
    /// <exception cref="ArgumentException">Not as many names as values.</exception>
    public Figure Ranking(IReadOnlyList<string> names, IReadOnlyList<double> values, string format = "0.###", Tone tone = Tone.Auto)
    {
        Same(names.Count, values.Count, "ranking");
        X.Measure();
        Current.Rows = names;
        return Add(new RankingMark(names, [.. values], format) { Tone = Colored(tone) });
    }

    /// <summary>A horizontal line right across the panel, with words at its end: a threshold, a baseline's error.</summary>
    public Figure HorizontalLine(double y, string label = "", Tone tone = Tone.Muted, Dash dash = Dash.Dashed) => Add(new LevelMark(y, label) { Tone = Colored(tone), Dash = dash });

    /// <summary>A vertical line right across the panel, with words at its top: where the test period begins, the best epoch.</summary>
    public Figure VerticalLine<TX>(TX x, string label = "", Tone tone = Tone.Muted, Dash dash = Dash.Dashed) => Add(new MomentMark(X.Read(x), label) { Tone = Colored(tone), Dash = dash });

    /// <summary>Tints a stretch of the horizontal axis: a test period, a crisis.</summary>
    /// <exception cref="ArgumentException">The stretch ends before it begins.</exception>
    public Figure Shade<TX>(TX from, TX to, string label = "", Tone tone = Tone.Muted)
    {
        var (start, end) = (X.Read(from), X.Read(to));
        return start <= end
            ? Add(new ShadeMark(start, end, label) { Tone = Colored(tone) })
            : throw new ArgumentException($"A shaded stretch must not end before it begins, but {X.Text(end)} is before {X.Text(start)}.");
    }

    /// <summary>Words at a point.</summary>
    public Figure Note<TX>(TX x, double y, string text) => Add(new NoteMark(X.Read(x), y, text) { Tone = Tone.Ink });

    /// <summary>What was predicted against what happened: rows are the truth, columns the prediction, cells hold counts.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="counts">How often [truth, prediction].</param>
    /// <exception cref="ArgumentException">The counts are not a square of that many classes.</exception>
    public static Figure ConfusionMatrix(string title, IReadOnlyList<string> classes, int[,] counts)
    {
        var values = new double[counts.GetLength(0), counts.GetLength(1)];
        for (var row = 0; row < counts.GetLength(0); row++)
        {
            for (var column = 0; column < counts.GetLength(1); column++)
            {
                values[row, column] = counts[row, column];
            }
        }

        return new Figure(title).Size(Math.Clamp(180 + classes.Count * 80, 320, 760), Math.Clamp(130 + classes.Count * 56, 220, 760))
            .XTitle("predicted").YTitle("what happened").Heat(classes, classes, values, scale: ColorScale.Count, format: "#,0");
    }

    /// <summary>Parallel coordinates: a line a case across one upright axis a quantity. The order by the last quantity, usually the error, colours the lines; its lowest lie on top.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="names">The quantities, from left to right.</param>
    /// <param name="values">Values [case, quantity]; a case with a missing value is left out.</param>
    /// <param name="ticks">
    /// Words at values of a quantity, one list a quantity: a baseline, or the names of levels 0, 1, 2 … where a quantity is no number. An axis reaches as far as its words. A quantity with an empty list shows its
    /// lowest and its highest value.
    /// </param>
    /// <exception cref="ArgumentException">The values or the ticks do not fit the names, or there are fewer than two quantities.</exception>
    public static Figure ParallelCoordinates(
        string title, IReadOnlyList<string> names, double[,] values, IReadOnlyList<IReadOnlyList<(double Value, string Label)>>? ticks = null)
    {
        if (names.Count < 2 || names.Distinct().Count() != names.Count || values.GetLength(1) != names.Count)
        {
            throw new ArgumentException($"{names.Distinct().Count()} different names do not fit values with {values.GetLength(1)} quantities; at least two are needed.", nameof(names));
        }

        if (ticks is not null && ticks.Count != names.Count)
        {
            throw new ArgumentException($"{ticks.Count} lists of ticks do not fit {names.Count} quantities; give an empty list to a quantity without.", nameof(ticks));
        }

        var figure = new Figure(title);
        figure.X.Read(names);
        return figure.Add(new ParallelMark(names, (double[,])values.Clone(), ticks));
    }

    /// <summary>Where values are missing: a row a series, a column a day, dark where there is nothing.</summary>
    /// <param name="title">The figure's title.</param>
    /// <param name="dates">The days.</param>
    /// <param name="names">The names of the series, from the top.</param>
    /// <param name="isMissing">Whether the value of [series, day] is missing.</param>
    /// <exception cref="ArgumentException">The flags do not fit series and days.</exception>
    public static Figure MissingData(string title, IReadOnlyList<DateOnly> dates, IReadOnlyList<string> names, bool[,] isMissing)
    {
        var values = new double[isMissing.GetLength(0), isMissing.GetLength(1)];
        for (var row = 0; row < values.GetLength(0); row++)
        {
            for (var column = 0; column < values.GetLength(1); column++)
            {
                values[row, column] = isMissing[row, column] ? 1 : 0;
            }
        }

        return new Figure(title).YTitle("dark: no value").Size(760, Math.Clamp(116 + names.Count * 20, 180, 1000)).Heat(dates, names, values, scale: ColorScale.Count);
    }

    /// <summary>A drawing that needs no script: <c>image/svg+xml</c>, readable on light and dark pages.</summary>
    public string ToSvg() => new FigureDrawing(this).ToSvg();

    /// <summary>The figure as Plotly's JSON (<c>data</c> and <c>layout</c>): <c>application/vnd.plotly.v1+json</c>.</summary>
    public string ToPlotlyJson() => new PlotlyFigure(this).ToJson();

    /// <summary>The figure for a page: the drawing, with nothing else to load.</summary>
    /// <param name="interactive">Whether the drawing gives way to an interactive chart on a page that has loaded plotly.js before.</param>
    public string ToHtml(bool interactive = false)
    {
        if (!interactive)
        {
            return $"<figure style=\"margin:0\">{ToSvg()}</figure>";
        }

        // "</script" would end the element that carries the JSON, and "<!--" would keep it from ending.
        var json = ToPlotlyJson().Replace("<", "\\u003c");
        const string Upgrade = "if(window.Plotly){const h=document.currentScript.parentElement,f=JSON.parse(h.querySelector('script').textContent);h.replaceChildren();Plotly.newPlot(h,f.data,f.layout,{responsive:true})}";
        return $"<figure style=\"margin:0\">{ToSvg()}<script type=\"application/json\">{json}</script><script>{Upgrade}</script></figure>";
    }

    /// <summary>The figure in words: a row a series, lines as block characters.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Title);
        text.Append(Under.Length > 0 ? $" ({Under})" : "");
        foreach (var mark in panels.SelectMany(panel => panel.Marks))
        {
            if (mark.Describe(this) is { Length: > 0 } description)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n  {(mark.Name.Length > 0 ? mark.Name + "  " : "")}{description}");
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public static IReadOnlyList<string> PreferredMimeTypes => ["application/vnd.plotly.v1+json", "image/svg+xml", "text/plain"];

    /// <inheritdoc/>
    public static IReadOnlyList<string> MimeTypes => [.. PreferredMimeTypes, "text/html"];

    /// <inheritdoc/>
    public string Render(string mimeType) => mimeType switch
    {
        "application/vnd.plotly.v1+json" => ToPlotlyJson(),
        "image/svg+xml" => ToSvg(),
        "text/html" => ToHtml(),
        "text/plain" => ToString(),
        _ => throw new ArgumentException($"A figure cannot show itself as '{mimeType}'; it knows {string.Join(", ", MimeTypes)}.", nameof(mimeType)),
    };

    /// <summary>The part of the horizontal axis that is shown.</summary>
    internal Extent XExtent()
    {
        if (X.Range is { } chosen)
        {
            return chosen;
        }

        var extent = panels.SelectMany(panel => panel.Marks).Aggregate(Extent.Empty, (all, mark) => all.Include(mark.XExtent));
        if (X.Kind == XAxis.Scale.Name)
        {
            return new(-0.5, Math.Max(0.5, X.Names.Count - 0.5));
        }

        if (extent.IsEmpty)
        {
            return X.Kind == XAxis.Scale.Date ? new(DateOnly.MinValue.DayNumber, DateOnly.MinValue.DayNumber + 1) : new(0, 1);
        }

        if (X.Kind == XAxis.Scale.Date)
        {
            return extent.Length > 0 ? extent : new(extent.Min - 1, extent.Max + 1);
        }

        // Loose points get a little air, so that none is cut by the frame.
        var wide = extent.Widened();
        var air = panels.SelectMany(panel => panel.Marks).Any(mark => mark is PointMark or RangeMark) ? wide.Length * 0.02 : 0;
        return new(wide.Min - air, wide.Max + air);
    }

    private Figure Add(Mark mark)
    {
        Current.Marks.Add(mark);
        return this;
    }

    private Tone Colored(Tone tone) => tone == Tone.Auto ? Palette.Nth(colored++) : tone;

    private static Extent Interval(double from, double to) => from < to && double.IsFinite(to - from)
        ? new(from, to)
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A range must begin below its end and be finite; {from} to {to} is not."));

    private static void RequirePositive(bool isLog, Extent? range)
    {
        if (isLog && range is { Min: <= 0 } shown)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A logarithmic axis has no zero: let its range begin above 0, not at {shown.Min}."));
        }
    }

    private static void Same(int places, int heights, string name)
    {
        if (places != heights)
        {
            throw new ArgumentException($"The series '{name}' has {places} places on the horizontal axis but {heights} values; both lists must be of one length.");
        }
    }
}
