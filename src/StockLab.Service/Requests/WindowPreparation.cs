using System.Globalization;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service;

/// <summary>From a request's rows, or those of the server, to the windows that the network reads. Once a model has been asked, it allocates nothing.</summary>
internal sealed class WindowPreparation(ServerPrices prices)
{
    private const int StaleDays = 7;

    /// <summary>Fills the job of a request, and what the answer will say of each series.</summary>
    /// <param name="served">The model that is asked.</param>
    /// <param name="request">The request, read.</param>
    /// <param name="cancel">The client leaves.</param>
    /// <exception cref="ServiceProblem">422: the model cannot be asked that.</exception>
    public void Prepare(ServedModel served, ForecastRequest request, CancellationToken cancel)
    {
        if (request.Level is { } level && served.MarginsOf(level) is null)
            throw UnknownLevel(served, level);
        request.Job.Begin(request.Count, served.Values, served.TargetNames.Length, cancel);
        var builder = served.Builders.TryTake(out var free) ? free : new WindowBuilder(served.Model);
        try
        {
            for (var i = 0; i < request.Count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                Prepare(served, request[i], request.Facts[i], builder, request.Job.Windows.AsSpan(i * served.Values, served.Values), i);
            }
        }
        finally
        {
            served.Builders.Add(builder);
        }
    }

    private void Prepare(ServedModel served, SeriesRequest series, SeriesFacts facts, WindowBuilder builder, Span<float> window, int position)
    {
        var (model, features) = (served.Model, served.FeatureNames.Length);
        facts.Room(features, served.Indexes.Length);
        facts.Symbol = series.Symbol ?? served.OnlySymbol ?? throw NoSymbol(served, position);
        if (!model.Scalers.TryGetValue(facts.Symbol, out var scaler))
            throw OtherSymbol(served, facts.Symbol, position);
        (facts.Scaler, facts.OfServer, facts.DateIsMissing) = (scaler, !series.HasRows, false);
        facts.AreGenerated = facts.OfServer && prices.AreGenerated;
        if (facts.OfServer)
            TakeServerRows(series, facts, position);
        TakeIndexes(served, series, facts, position);

        var found = builder.Build(series.Rows, series.Count, facts.Indexes, scaler, window);
        if (found < model.Description.Window)
            throw TooFewRows(served, series, found, position);
        (facts.FromDay, facts.AsOfDay, facts.RowsUsed, facts.RowsLeftOut, facts.IndexIsStale) = (builder.From, builder.AsOf, builder.RowsUsed, builder.RowsLeftOut, false);
        foreach (var index in facts.Indexes)
            facts.IndexIsStale |= index.Days[^1] + StaleDays < facts.AsOfDay;
        builder.Last.CopyTo(facts.Features.AsSpan());
        builder.Lowest.CopyTo(facts.Features.AsSpan(features));
        builder.Highest.CopyTo(facts.Features.AsSpan(2 * features));
    }

    private void TakeServerRows(SeriesRequest series, SeriesFacts facts, int position)
    {
        var known = Find(facts.Symbol, position) is { Count: > 0 } found ? found : throw NoServerRows(facts.Symbol, position);
        var rows = known.Count;
        if (series.Date is { } date)
        {
            var day = known.Days.BinarySearch(date.DayNumber);
            facts.DateIsMissing = day < 0;
            rows = day < 0 ? ~day : day + 1;
            if (rows == 0)
                throw BeforeServerRows(facts.Symbol, date, known, position);
        }
        series.Take(known, rows);
    }

    // The closes of the indexes that the model sees: those sent, else the server's.
    private void TakeIndexes(ServedModel served, SeriesRequest series, SeriesFacts facts, int position)
    {
        for (var i = 0; i < served.Indexes.Length; i++)
        {
            var (index, place) = (served.Indexes[i], served.IndexPlaces[i]);
            if (series.Indexes[place].Count == 0)
            {
                var known = Find(index.Symbol, position);
                // The generated market has one index for all; it stands for none of the real ones.
                if (known is null && served.Model.Description.GeneratedPrices && prices.AreGenerated)
                    known = Find(SampleMarket.Index, position);
                series.TakeIndex(place, known ?? throw NoIndex(index, position));
            }
            facts.Indexes[i] = series.Indexes[place];
        }
    }

    private PriceColumns? Find(string symbol, int position)
    {
        try
        {
            return prices.Find(symbol);
        }
        catch (Exception error) when (error is PriceDataException or IOException or UnauthorizedAccessException)
        {
            // The client learns what is wrong in a file, but not where the server keeps it: what the system says names the path.
            throw new ServiceProblem(422, "no-server-rows", $"The server's prices of '{symbol}' cannot be used{(error is PriceDataException { InnerException: null } fault ? $": {fault.Problem}" : "")}.", "Send rows.", Pointer(position));
        }
    }

    private static ServiceProblem UnknownLevel(ServedModel served, double level)
    {
        var levels = string.Join(", ", served.Model.Description.Calibration.Margins.Select(margin => FormattableString.Invariant($"{margin.Level}")));
        return new(422, "unknown-level", FormattableString.Invariant($"The model has no interval of level {level}."), levels.Length > 0 ? $"It has {levels}." : "It has none; leave \"level\" out.", "/level");
    }

    private static ServiceProblem NoSymbol(ServedModel served, int position) =>
        new(422, "no-symbol", $"The model was trained on {served.Names.Count} tickers, and the series names none.", "Name the ticker: \"symbol\".", Pointer(position));

    private static ServiceProblem OtherSymbol(ServedModel served, string symbol, int position) =>
        new(422, "other-symbol", $"The model was not trained on '{symbol}', so it has no scale for it.",
            $"It knows {string.Join(", ", served.Names.Keys.Order(StringComparer.Ordinal).Take(8))}; see GET /models/{{id}} for others.", $"{Pointer(position)}/symbol");

    private ServiceProblem NoServerRows(string symbol, int position) => prices.Exist
        ? new(422, "no-server-rows", $"The server has no prices of '{symbol}'.", "Send rows.", $"{Pointer(position)}/symbol")
        : new(422, "no-server-rows", "The server has no prices of its own.", "Send rows, or start the service with --data DIR.", Pointer(position));

    private static ServiceProblem BeforeServerRows(string symbol, DateOnly date, PriceColumns known, int position) =>
        new(422, "no-server-rows", $"The server's prices of '{symbol}' begin after {Iso(date)}.", $"Ask for a day from {Iso(DateOnly.FromDayNumber(known.Days[0]))} on.", $"{Pointer(position)}/date");

    private static ServiceProblem NoIndex(IndexColumn index, int position) =>
        new(422, "no-index", $"The model sees {index.Column}, which the request does not bring along and the server does not have.",
            $"Send \"indexes\": {{\"{index.Column}\": [[\"YYYY-MM-DD\", close], …]}}, or start the service with --data DIR that holds {index.Symbol}.csv.", $"{Pointer(position)}/indexes");

    private static ServiceProblem TooFewRows(ServedModel served, SeriesRequest series, int found, int position)
    {
        var why = served.Indexes.IsEmpty ? "" : $" Days on which {string.Join(" or ", served.Indexes.Select(index => index.Column))} is not known do not count.";
        return new(422, "too-few-rows", $"{series.Count} rows make {found} complete rows of features, and the model's window has {served.Model.Description.Window}.{why}",
            $"Send at least {served.Model.RowsNeeded} rows of days with trade.", series.HasRows ? $"{Pointer(position)}/rows" : Pointer(position));
    }

    private static string Pointer(int position) => $"/series/{position}";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
