namespace StockLab.Display;

/// <summary>Lays a figure out and draws it as SVG: title, subtitle, legend, panels from top to bottom, the shared horizontal axis.</summary>
internal sealed class FigureDrawing(Figure figure)
{
    private const double Margin = 12, Gap = 12, TitleSize = 16, SubtitleSize = 12, LabelSize = 11, UprightRoom = 110;
    private readonly SvgWriter svg = new();
    private readonly Extent xExtent = figure.XExtent();
    private readonly string[][] labels = [.. figure.Panels.Select(panel => panel.Rows?.Select(row => TextWidth.Clip(row, LabelSize, Math.Max(150, figure.Width * 0.36))).ToArray() ?? [])];
    private readonly double[] captions = [.. figure.Panels.Select(panel => Head(panel).Length > 0 ? 22.0 : 6)];
    private double labelRoom;
    private bool standUp;

    public string ToSvg()
    {
        var top = DrawHead();
        // The width of the panels is not known yet; this is a little less than most have.
        labelRoom = LabelRoom(figure.Width - 100.0);
        var (left, right, unit, height, ticks) = Layout(top);
        // Where the panels are so much wider or narrower that their days are labelled otherwise, those labels have their room.
        if (figure.X.Kind == XAxis.Scale.Date && LabelRoom(right - left) is var needed && needed > labelRoom)
        {
            labelRoom = needed;
            (left, right, unit, height, ticks) = Layout(top);
        }

        var xTicks = XTicks(xExtent, right - left);

        for (var i = 0; i < figure.Panels.Count; i++)
        {
            var panel = figure.Panels[i];
            svg.Text(Margin, top + captions[i] - 10, Head(panel), LabelSize, Palette.Quiet);
            top += captions[i];
            var plot = new Plot
            {
                Svg = svg,
                Left = left,
                Top = top,
                Width = right - left,
                Height = unit * panel.Weight,
                XExtent = xExtent,
                Axis = figure.X,
                YExtent = YExtent(panel, ticks[i]),
                LogY = panel.LogY,
                YDown = panel.Rows is not null,
            };
            DrawPanel(i, panel, plot, ticks[i], labels[i], xTicks);
            top += plot.Height + Gap;
        }

        DrawXAxis(left, right, top - Gap, xTicks);
        return svg.Finish(figure.Width, height, figure.Title, figure.ToString());
    }

    /// <summary>The edges of the panels, the height of one of weight 1, that of the figure, and the ticks of each panel.</summary>
    private (double Left, double Right, double Unit, int Height, Tick[][] Ticks) Layout(double top)
    {
        // A figure that was asked to be too small grows until its smallest panel is 24 pixels high.
        var bottomRoom = 10 + labelRoom + (figure.X.Title.Length > 0 ? 18 : 0) + 6;
        var taken = top + bottomRoom + captions.Sum() + Gap * (figure.Panels.Count - 1);
        var weights = figure.Panels.Sum(panel => panel.Weight);
        var unit = Math.Max((figure.Height - taken) / weights, 24 / figure.Panels.Min(panel => panel.Weight));
        var height = Math.Max(figure.Height, (int)Math.Ceiling(taken + unit * weights));
        var ticks = figure.Panels.Select(panel => panel.Rows is null && !panel.IsParallel ? panel.Ticks(unit * panel.Weight) : []).ToArray();
        var left = Margin + 8 + Math.Max(24, ticks.SelectMany(t => t).Select(t => t.Label).Concat(labels.SelectMany(l => l)).Select(label => TextWidth.Pixels(label, LabelSize)).DefaultIfEmpty(0).Max());
        var beside = figure.Panels.SelectMany(panel => panel.Marks).Select(mark => mark is LevelMark level ? level.RoomBeside : mark is HeatMark { HasColorBar: true } ? HeatMark.BarRoom : 0);
        var right = figure.Width - Margin - Math.Max(8, beside.DefaultIfEmpty(0).Max());
        return (left, right, unit, height, ticks);
    }

    private static Extent YExtent(Panel panel, Tick[] ticks)
    {
        if (panel.Rows is { } rows)
        {
            return new(-0.5, Math.Max(0.5, rows.Count - 0.5));
        }

        if (panel.YRange is { } chosen)
        {
            return chosen;
        }

        if (panel.IsParallel)
        {
            return ParallelMark.Room;
        }

        // The ticks enclose the data up to rounding; the axis encloses both.
        return panel.Marks.Aggregate(new Extent(ticks[0].Value, ticks[^1].Value), (extent, mark) => extent.Include(mark.YExtent(panel.LogY)));
    }

    private double DrawHead()
    {
        var y = Margin;
        foreach (var line in TextWidth.Wrap(figure.Title, TitleSize * 1.1, figure.Width - 2 * Margin))
        {
            svg.Text(Margin, y += 17, line, TitleSize, Palette.Text, bold: true);
            y += 3;
        }

        foreach (var line in TextWidth.Wrap(figure.Under, SubtitleSize, figure.Width - 2 * Margin))
        {
            svg.Text(Margin, y += 14, line, SubtitleSize, Palette.Quiet);
            y += 2;
        }

        // A name alone in its panel stands in the panel's caption; only the others need a legend.
        var entries = figure.Panels.SelectMany(panel => panel.Marks.Where(mark => panel.InLegend(mark, first: panel == figure.Panels[0]))).ToArray();
        var x = Margin;
        for (var i = 0; i < entries.Length; i++)
        {
            var name = TextWidth.Clip(entries[i].Name, LabelSize + 1, figure.Width - 2 * Margin - 28);
            var width = 26 + TextWidth.Pixels(name, LabelSize + 1) + 14;
            if (i == 0 || x + width - 14 > figure.Width - Margin)
            {
                (x, y) = (Margin, y + 19);
            }

            entries[i].DrawKey(svg, x, y - 4);
            svg.Text(x + 26, y, name, LabelSize + 1, Palette.Text);
            x += width;
        }

        return y + 8;
    }

    private void DrawPanel(int index, Panel panel, Plot plot, Tick[] ticks, string[] rows, Tick[] xTicks)
    {
        var grid = new PathData();
        foreach (var tick in ticks)
        {
            grid.Move(plot.Left, plot.Y(tick.Value)).Line(plot.Right, plot.Y(tick.Value));
            svg.Text(plot.Left - 6, plot.Y(tick.Value) + 4, tick.Label, LabelSize, Palette.Quiet, "end");
        }

        svg.Path(grid.ToString(), stroke: Palette.Grid);
        var stride = (int)Math.Max(1, Math.Ceiling(13 * rows.Length / plot.Height));
        for (var row = 0; row < rows.Length; row += stride)
        {
            svg.Text(plot.Left - 6, plot.Y(row) + 4, rows[row], LabelSize, Palette.Quiet, "end");
        }

        var clipped = panel.YRange is not null || figure.X.Range is not null;
        if (clipped)
        {
            svg.Clip(index, plot.Left, plot.Top - 1, plot.Width, plot.Height + 2);
        }

        if (panel.Marks.All(mark => mark.XExtent.IsEmpty || mark.YExtent(panel.LogY).IsEmpty && mark is not MomentMark and not ShadeMark))
        {
            svg.Text((plot.Left + plot.Right) / 2, (plot.Top + plot.Bottom) / 2, "no data", LabelSize + 1, Palette.Quiet, "middle", halo: true);
        }

        foreach (var mark in panel.Marks.OrderBy(mark => mark is ShadeMark ? 0 : mark is BandMark ? 1 : mark is NoteMark ? 3 : 2))
        {
            mark.Draw(plot);
        }

        if (clipped)
        {
            svg.Close("</g>");
        }

        DrawLevelLabels(panel, plot);
        var floor = ticks.Any(tick => tick.Value == 0) && !panel.LogY ? plot.Y(0) : plot.Bottom;
        var axis = new PathData().Move(plot.Left, floor).Line(plot.Right, floor);
        foreach (var tick in figure.X.Kind == XAxis.Scale.Name ? [] : xTicks)
        {
            axis.Move(plot.X(tick.Value), plot.Bottom).Line(plot.X(tick.Value), plot.Bottom + 4);
        }

        svg.Path(panel.IsParallel ? "" : axis.ToString(), stroke: Palette.Axis);
    }

    /// <summary>The words of horizontal lines stand beside the panel, where no data is; close neighbours make room for one another.</summary>
    private void DrawLevelLabels(Panel panel, Plot plot)
    {
        var last = double.NegativeInfinity;
        foreach (var level in panel.Marks.OfType<LevelMark>().Where(level => level.RoomBeside > 0 && plot.Shows(0, level.Y)).OrderBy(level => plot.Y(level.Y)))
        {
            var y = plot.Y(level.Y);
            if (y >= plot.Top - 1 && y <= plot.Bottom + 1)
            {
                last = Math.Max(y, last + 13);
                svg.Text(plot.Right + 5, last + 4, level.Label, LabelSize, Palette.Quiet);
            }
        }
    }

    /// <summary>The words above a panel: the title of its vertical axis, or room for what the colours mean.</summary>
    private static string Head(Panel panel) => panel.Caption.Length > 0 ? panel.Caption : panel.Marks.Any(mark => mark is HeatMark { HasColorBar: true }) ? "\u00a0" : "";

    private Tick[] XTicks(Extent extent, double width)
    {
        switch (figure.X.Kind)
        {
            case XAxis.Scale.Date:
                return DateTicks.Inside(extent, (int)(width / 58));
            case XAxis.Scale.Name:
                var stride = (int)Math.Max(1, Math.Ceiling(figure.X.Names.Count * (StandUp(width) ? 13 : 26) / width));
                return [.. figure.X.Names.Select((name, i) => new Tick(i, name)).Where((_, i) => i % stride == 0)];
            default:
                return NumberTicks.Inside(extent, (int)(width / 72), figure.X.IsWhole && extent.Length >= 2);
        }
    }

    /// <summary>The height of the labels under panels of such a width: one to three lines, or upright ones.</summary>
    private double LabelRoom(double width)
    {
        standUp = figure.X.Kind == XAxis.Scale.Name && StandUp(width);
        var ticks = XTicks(xExtent, width);
        return figure.X.Kind switch
        {
            _ when standUp => Math.Min(UprightRoom, ticks.Max(tick => TextWidth.Pixels(tick.Label, LabelSize))),
            XAxis.Scale.Date => ticks.Any(tick => tick.Below.Length > 0) ? 28 : 14,
            XAxis.Scale.Name => 14 * ticks.Select(tick => NameLines(tick.Label, Slot(width), 3).Count).DefaultIfEmpty(1).Max(),
            _ => 14,
        };
    }

    /// <summary>The width that a name may take under the axis.</summary>
    private double Slot(double width) => width / Math.Max(1, figure.X.Names.Count) - 4;

    /// <summary>Whether names are too long for their places even in several lines, so that they have to stand upright.</summary>
    private bool StandUp(double width) =>
        figure.X.Names.SelectMany(name => TextWidth.Wrap(name, LabelSize, Slot(width))).Any(line => TextWidth.Pixels(line, LabelSize) > Math.Max(Slot(width), 22) && figure.X.Names.Count > 6) || Slot(width) < 22;

    private static List<string> NameLines(string name, double room, int most)
    {
        var lines = TextWidth.Wrap(name, LabelSize, room);
        return [.. (lines.Count > most ? [.. lines[..(most - 1)], string.Join(' ', lines[(most - 1)..])] : lines).Select(line => TextWidth.Clip(line, LabelSize, room))];
    }

    private void DrawXAxis(double left, double right, double bottom, Tick[] ticks)
    {
        foreach (var tick in ticks)
        {
            var x = left + figure.X.Part(tick.Value, xExtent) * (right - left);
            if (standUp)
            {
                svg.Text(x + 4, bottom + 8, TextWidth.Clip(tick.Label, LabelSize, UprightRoom), LabelSize, Palette.Quiet, "end", upward: true);
                continue;
            }

            List<string> lines = figure.X.Kind == XAxis.Scale.Name ? NameLines(tick.Label, Slot(right - left), Math.Max(1, (int)labelRoom / 14)) : tick.Below.Length > 0 ? [tick.Label, tick.Below] : [tick.Label];
            for (var i = 0; i < lines.Count; i++)
            {
                // The outermost labels stay inside the figure.
                var half = TextWidth.Pixels(lines[i], LabelSize) / 2;
                svg.Text(Math.Clamp(x, half + 2, Math.Max(half + 2, figure.Width - half - 2)), bottom + 17 + i * 14, lines[i], LabelSize, Palette.Quiet, "middle");
            }
        }

        svg.Text((left + right) / 2, bottom + 21 + labelRoom, figure.X.Title, LabelSize + 0.5, Palette.Quiet, "middle");
    }
}
