using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Experiments;

/// <summary>
/// Source S0's report: an Excel file of every forecast day by day, its columns named as S0 named them (<c>Close</c>, <c>High</c>, <c>Low</c> are predicted, <c>_Close</c>, <c>_High</c>,
/// <c>_Low</c> happened, <c>Use_Cols_Check</c> says what the network saw), with the error in percent. What S0 left out stands beside it: the naive forecast of the same days, and on a sheet of
/// its own how the numbers came about.
/// </summary>
public static class ForecastWorkbook
{
    private const int MostCharts = 6;

    /// <summary>Writes the results, a sheet each, and a summary.</summary>
    /// <param name="results">What recipes found: several seeds, column sets, tickers or recipes.</param>
    /// <param name="path">The file, for example <c>forecast.xlsx</c>, to be created or replaced.</param>
    /// <exception cref="ArgumentException">There is no result, or one has more days than a sheet has rows.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public static void Write(IReadOnlyList<RecipeResult> results, string path)
    {
        if (results.Count == 0)
            throw new ArgumentException("There is no result to write. Run a recipe first.", nameof(results));
        var names = new SheetNames();
        var summary = names.Take("Summary");
        List<Sheet> sheets = [.. results.Select(result => Days(result, names.Take(Name(result))))];
        Workbook.Write(path, [Summary(results, sheets, summary), .. sheets]);
    }

    /// <summary>
    /// Reads the forecasts of a workbook back, so that whoever receives it can work out every measure anew. A sheet gives one forecast a target and ticker; its name is the sheet's with the target.
    /// </summary>
    /// <param name="path">A workbook as <see cref="Write"/> makes it, also after a spreadsheet program has saved it.</param>
    /// <exception cref="FormatException">It is another workbook, or a cell does not hold what its column needs; the message names sheet and cell.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Forecast> Read(string path)
    {
        var sheets = WorkbookReader.Read(path);
        const string Prices = "Prices: ";
        var sources = sheets.Where(sheet => sheet.Name == "Summary").SelectMany(sheet => sheet.Texts).Where(text => text.StartsWith(Prices, StringComparison.Ordinal)).Select(text => text[Prices.Length..]).ToList();
        if (sources.Count == 0)
            throw new FormatException($"{path} is no workbook of forecasts: its sheet Summary does not say where the prices come from.");
        var generated = sources.Any(source => source.StartsWith("generated prices, not real", StringComparison.Ordinal));
        var origin = new PriceOrigin($"workbook {Path.GetFileName(path)}", generated, path);
        return [.. sheets.Where(sheet => sheet.Has("Date")).SelectMany(sheet =>
            from ticker in sheet.Has("Ticker") ? sheet.Column("Ticker").Select(cell => cell.Text).Distinct().ToList() : [""]
            let rows = Enumerable.Range(1, sheet.Rows - 1).Where(row => ticker.Length == 0 || sheet.Cell(row, "Ticker").Text == ticker).ToList()
            from target in sheet.Headers.Where(header => sheet.Has($"_{header}"))
            select new Forecast(
                string.Join(' ', ((string[])[sheet.Name, ticker, target]).Where(word => word.Length > 0)), origin, [.. rows.Select(row => sheet.Cell(row, "Date").Date)],
                [.. rows.Select(row => sheet.Cell(row, $"_{target}").Number)], [.. rows.Select(row => sheet.Cell(row, target).Number)], [.. rows.Select(row => sheet.Cell(row, $"Naive {target}").Number)]))];
    }

    private static string Name(RecipeResult result) => string.Join(' ', ((string?[])[result.Symbol, result.Columns, result.Recipe, FormattableString.Invariant($"seed {result.Seed}")]).OfType<string>());

    private static Sheet Days(RecipeResult result, string name)
    {
        var targets = result.TargetColumns;
        var pooled = result.ByTicker.Count > 1;
        var price = result.Forecasts[0].Actual.Max(Math.Abs) >= 100 ? CellFormat.Price : CellFormat.Fine;
        var columns = string.Join(", ", result.Features);
        return new Sheet
        {
            Name = name,
            FrozenColumns = pooled ? 2 : 1,
            Columns =
            [
                new("Date", CellFormat.Date, 12),
                .. pooled ? [new SheetColumn("Ticker", Width: 10)] : Array.Empty<SheetColumn>(),
                .. targets.Select(target => new SheetColumn(target, price, 13)),
                .. targets.Select(target => new SheetColumn($"_{target}", price, 13)),
                new("Use_Cols_Check", CellFormat.Words, Math.Clamp(columns.Length, 16, 48)),
                .. targets.Select(target => new SheetColumn($"Error % {target}", CellFormat.Percent, 12)),
                .. targets.Select(target => new SheetColumn($"Naive {target}", price, 13)),
                .. targets.Select(target => new SheetColumn($"Naive error % {target}", CellFormat.Percent, 12)),
            ],
            Rows = result.ByTicker.SelectMany(ticker => Enumerable.Range(0, ticker.Forecasts[0].Dates.Length).Select(day => Cells(ticker, day))),
        };

        IReadOnlyList<object?> Cells(TickerForecasts ticker, int day) =>
        [
            ticker.Forecasts[0].Dates[day],
            .. pooled ? [ticker.Ticker] : Array.Empty<object?>(),
            .. ticker.Forecasts.Select(f => (object?)f.Predicted[day]),
            .. ticker.Forecasts.Select(f => (object?)f.Actual[day]),
            columns,
            .. ticker.Forecasts.Select(f => (object?)Percent(f.Predicted[day], f.Actual[day])),
            .. ticker.Forecasts.Select(f => (object?)f.Naive[day]),
            .. ticker.Forecasts.Select(f => (object?)Percent(f.Naive[day], f.Actual[day])),
        ];
    }

    private static double Percent(double predicted, double actual) => 100 * (predicted - actual) / Math.Abs(actual);

    private static Sheet Summary(IReadOnlyList<RecipeResult> results, IReadOnlyList<Sheet> sheets, string name)
    {
        string[] heads =
        [
            "Ticker", "Recipe", "Target", "Columns", "Mode", "Seed", "From", "To", "Days", "RMSE", "Naive RMSE", "MAE", "Naive MAE", "MAPE", "Naive MAPE", "Skill", "p against naive",
        ];
        var rows = new List<IReadOnlyList<object?>> { Line("Forecasts, each beside the naive one (tomorrow = today)", CellFormat.Title) };
        foreach (var source in results.Select(result => result.Source).Distinct())
            rows.Add(Line($"Prices: {source}", results.First(result => result.Source == source).Generated ? CellFormat.Warning : CellFormat.Quiet));
        rows.Add([]);
        rows.Add([.. heads.Select(head => new StyledCell(head, CellFormat.Header))]);
        foreach (var group in results.GroupBy(result => (result.Recipe, result.Symbol, result.Columns, result.Mode, result.Window)))
            rows.AddRange(Measures([.. group]));
        rows.Add([]);
        rows.Add(Line("Skill is 1 − RMSE / naive RMSE: above 0 % the network beat “tomorrow = today”. p is the Diebold–Mariano test of the squared errors: small where the two truly differ.", CellFormat.Quiet));
        rows.Add(Line("On the other sheets Close, High and Low are predicted, _Close, _High and _Low are what happened, and an error in % is 100 · (predicted − actual) / actual.", CellFormat.Quiet));
        foreach (var note in results.SelectMany(result => result.Notes).Distinct())
            rows.Add(Line(note, CellFormat.Quiet));
        var top = rows.Count + 1;
        return new Sheet
        {
            Name = name,
            Columns = [.. heads.Select((head, i) => new SheetColumn(null, Width: i switch { 1 => 15, < 9 => 11, _ => 12 }))],
            Rows = rows,
            Charts = [.. results.Take(MostCharts).Select((result, i) => Chart(result, sheets[i], top + (i * (SheetChart.Rows + 1))))],
        };
    }

    private static List<IReadOnlyList<object?>> Measures(IReadOnlyList<RecipeResult> seeds)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var result in seeds)
        {
            foreach (var ticker in result.ByTicker)
                rows.AddRange(ticker.Forecasts.Select((forecast, k) => Row(result, ticker.Ticker, result.TargetColumns[k], result.Seed, forecast.Dates[0], forecast.Dates[^1], Of(forecast))));
        }
        if (seeds.Count < 2)
            return rows;
        foreach (var (target, k) in seeds[0].TargetColumns.Select((target, k) => (target, k)))
        {
            var measures = seeds.Select(result => Of(result.Forecasts[k])).ToList();
            var mean = Enumerable.Range(0, measures[0].Length).Select(m => measures.Average(each => each[m])).ToArray();
            var deviation = mean.Select((middle, m) => Math.Sqrt(measures.Sum(each => Math.Pow(each[m] - middle, 2)) / (measures.Count - 1))).ToArray();
            var days = seeds[0].Forecasts[k].Dates;
            rows.Add(Row(seeds[0], seeds[0].Symbol, target, FormattableString.Invariant($"mean of {seeds.Count}"), days[0], days[^1], [mean[0], .. mean[1..^1], double.NaN]));
            rows.Add(Row(seeds[0], seeds[0].Symbol, target, "± sd", days[0], days[^1], [double.NaN, .. deviation[1..^1], double.NaN]));
        }
        return rows;
    }

    // Days, the measures each beside that of the naive forecast, skill, p.
    private static double[] Of(Forecast f) =>
        [f.Dates.Length, f.Metrics.Rmse, f.NaiveMetrics.Rmse, f.Metrics.Mae, f.NaiveMetrics.Mae, f.Metrics.Mape, f.NaiveMetrics.Mape, 100 * f.Skill, f.AgainstNaive()?.PValue ?? double.NaN];

    private static IReadOnlyList<object?> Row(RecipeResult result, string ticker, string target, object seed, DateOnly from, DateOnly to, double[] m) =>
    [
        new StyledCell(ticker, CellFormat.Label), result.Recipe, target, result.Columns ?? string.Join(", ", result.Features), result.Mode, seed,
        new StyledCell(from, CellFormat.Date), new StyledCell(to, CellFormat.Date), new StyledCell(m[0], CellFormat.Whole),
        .. m[1..5].Select(measure => (object?)new StyledCell(measure, CellFormat.Measure)),
        .. m[5..8].Select(measure => (object?)new StyledCell(measure, CellFormat.Percent)),
        new StyledCell(m[8], CellFormat.Measure),
    ];

    private static IReadOnlyList<object?> Line(string text, CellFormat format) => [new StyledCell(text, format)];

    // The close of the first ticker: what happened, what the network said, what the naive forecast said.
    private static SheetChart Chart(RecipeResult result, Sheet sheet, int row)
    {
        var (ticker, target, first) = (result.ByTicker[0], result.TargetColumns[0], result.ByTicker[0].Forecasts[0]);
        var heads = sheet.Columns.Select(column => column.Header).ToList();
        return new SheetChart(
            $"{ticker.Ticker} {target}: {result.Recipe}, {result.Columns ?? "one column"}, {result.Mode}, seed {result.Seed}", "price", Cells("Date"), first.Dates[0].Year > 1900,
            [
                new ChartLine("actual", Cells($"_{target}"), "0072B2"),
                new ChartLine("predicted", Cells(target), "D55E00"),
                new ChartLine("naive (tomorrow = today)", Cells($"Naive {target}"), "59636E", DocumentFormat.OpenXml.Drawing.PresetLineDashValues.SystemDot),
            ], row, YFrom: Below([.. first.Actual.Concat(first.Predicted).Where(double.IsFinite)]));

        string Cells(string head)
        {
            var letters = Sheet.Letters(heads.IndexOf(head));
            return FormattableString.Invariant($"{SheetNames.Quoted(sheet.Name)}!${letters}$2:${letters}${first.Dates.Length + 1}");
        }
    }

    // A round number at or somewhat below the lowest price, so that the chart does not begin at zero, far from every line.
    private static double? Below(double[] prices)
    {
        if (prices.Length == 0 || prices.Max() <= prices.Min())
            return null;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(prices.Max() - prices.Min())));
        return Math.Floor(prices.Min() / unit) * unit;
    }
}
