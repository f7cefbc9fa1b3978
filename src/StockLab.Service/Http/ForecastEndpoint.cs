using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service;

/// <summary><c>POST /models/{id}/forecast</c>: reads the rows, makes the windows, waits for the network, writes the answer. Everything on the way comes from a pool.</summary>
internal sealed class ForecastEndpoint(ModelStore store, ServerPrices prices, ServiceOptions options, ServiceMetrics metrics)
{
    private readonly ConcurrentBag<ForecastRequest> pool = [];

    /// <summary>Answers a request.</summary>
    /// <exception cref="ServiceProblem">It cannot be answered.</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var id = (string)context.Request.RouteValues["id"]!;
        var served = store.Models.GetValueOrDefault(id) ?? throw ModelEndpoints.Unknown(id, store);
        if (!IsJson(context.Request.ContentType))
            throw new ServiceProblem(415, "not-json", "The body is not announced as JSON.", "Send the header Content-Type: application/json.");

        var request = pool.TryTake(out var used) ? used : new ForecastRequest();
        try
        {
            await ReadAsync(context.Request.BodyReader, request, context.RequestAborted).ConfigureAwait(false);
            Prepare(served, request, context.RequestAborted);
            if (!served.Queue.TryEnqueue(request.Job))
                throw new ServiceProblem(503, "overloaded", "Too many forecasts wait already.", "Try again in a moment.");
            await request.Job.Completion.ConfigureAwait(false);

            ForecastAnswer.Write(served, request);
            var answer = request.Answer.WrittenMemory;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            metrics.Forecast(served.Id, request.Count, started);
            await context.Response.BodyWriter.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            request.Clear();
            pool.Add(request);
        }
    }

    private async ValueTask ReadAsync(PipeReader body, ForecastRequest request, CancellationToken cancel)
    {
        while (true)
        {
            var result = await body.ReadAsync(cancel).ConfigureAwait(false);
            if (!result.IsCompleted)
            {
                // More is to come: take what is here, so that a slow or long body does not fill Kestrel's own buffer.
                foreach (var piece in result.Buffer)
                    request.Body.Write(piece.Span);
                body.AdvanceTo(result.Buffer.End);
                continue;
            }
            try
            {
                if (request.Body.WrittenCount == 0 && result.Buffer.IsSingleSegment)
                {
                    ForecastRequestReader.Read(result.Buffer.FirstSpan, options, request);
                    return;
                }
                foreach (var piece in result.Buffer)
                    request.Body.Write(piece.Span);
                ForecastRequestReader.Read(request.Body.WrittenSpan, options, request);
                return;
            }
            finally
            {
                body.AdvanceTo(result.Buffer.End);      // also of a bad body: the connection lives on
            }
        }
    }

    // From rows to windows.
    private void Prepare(ServedModel served, ForecastRequest request, CancellationToken cancel)
    {
        var model = served.Model;
        if (request.Level is { } level && !model.Description.Calibration.Margins.Any(margin => margin.Level == level))
        {
            var levels = string.Join(", ", model.Description.Calibration.Margins.Select(margin => FormattableString.Invariant($"{margin.Level}")));
            throw new ServiceProblem(422, "unknown-level", FormattableString.Invariant($"The model has no interval of level {level}."), levels.Length > 0 ? $"It has {levels}." : "It has none; leave \"level\" out.", "/level");
        }
        request.Job.Begin(request.Count, served.Values, model.Description.Targets.Count, cancel);
        var builder = served.Builders.TryTake(out var free) ? free : new WindowBuilder(model);
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
        var model = served.Model;
        facts.Symbol = series.Symbol ?? (model.Scalers.Count == 1 ? model.Description.Symbol
            : throw new ServiceProblem(422, "no-symbol", $"The model was trained on {model.Scalers.Count} tickers, and the series names none.", "Name the ticker: \"symbol\".", $"/series/{position}"));
        if (!model.Scalers.TryGetValue(facts.Symbol, out var scaler))
        {
            throw new ServiceProblem(422, "other-symbol", $"The model was not trained on '{facts.Symbol}', so it has no scale for it.",
                $"It knows {string.Join(", ", model.Scalers.Keys.Order(StringComparer.Ordinal).Take(8))}; see GET /models for others.", $"/series/{position}/symbol");
        }
        (facts.Scaler, facts.OfServer, facts.DateIsMissing, facts.StaleIndex) = (scaler, !series.HasRows, false, -1);
        if (!series.HasRows)
            TakeServerRows(series, facts, position);
        TakeServerIndexes(model, series, position);

        var indexes = model.Features.Indexes;
        ReadOnlySpan<PriceColumns> given = indexes.Length == 0 ? default
            : indexes.Length == 1 ? new ReadOnlySpan<PriceColumns>(in series.Indexes[IndexColumn.All.IndexOf(indexes[0])]) : indexes.Select(index => series.Indexes[IndexColumn.All.IndexOf(index)]).ToArray();
        var found = builder.Build(series.Rows, given, scaler, window);
        if (found < model.Description.Window)
        {
            var why = indexes.Length > 0 ? $" Days on which {string.Join(" or ", indexes.Select(index => index.Column))} is not known do not count." : "";
            throw new ServiceProblem(422, "too-few-rows", $"{series.Rows.Count} rows make {found} complete rows of features, and the model's window has {model.Description.Window}.{why}",
                $"Send at least {model.RowsNeeded} rows of days with trade.", series.HasRows ? $"/series/{position}/rows" : $"/series/{position}");
        }
        (facts.FromDay, facts.AsOfDay, facts.RowsUsed, facts.RowsLeftOut) = (builder.From, builder.AsOf, builder.RowsUsed, builder.RowsLeftOut);
        for (var f = 0; f < given.Length; f++)
        {
            if (given[f].Days[^1] + 7 < facts.AsOfDay)
                facts.StaleIndex = f;
        }
        var features = model.Description.Features.Count;
        facts.Room(features);
        builder.Last.CopyTo(facts.Features.AsSpan());
        builder.Lowest.CopyTo(facts.Features.AsSpan(features));
        builder.Highest.CopyTo(facts.Features.AsSpan(2 * features));
    }

    private void TakeServerRows(SeriesRequest series, SeriesFacts facts, int position)
    {
        var pointer = $"/series/{position}";
        if (!prices.Exist)
            throw new ServiceProblem(422, "no-server-rows", "The server has no prices of its own.", "Send rows, or start the service with --data DIR.", pointer);
        var known = Read(facts.Symbol, $"{pointer}/symbol")
            ?? throw new ServiceProblem(422, "no-server-rows", $"The server has no prices of '{facts.Symbol}'.", "Send rows.", $"{pointer}/symbol");
        var rows = series.Date is { } date ? known.FirstOnOrAfter(date.AddDays(1)) : known.Count;
        if (rows == 0)
            throw new ServiceProblem(422, "no-server-rows", FormattableString.Invariant($"The server's prices of '{facts.Symbol}' begin after {series.Date:yyyy-MM-dd}."), FormattableString.Invariant($"Ask for a day from {known.Dates[0]:yyyy-MM-dd} on."), $"{pointer}/date");
        facts.DateIsMissing = series.Date is { } wanted && known.Dates[rows - 1] != wanted;
        series.Rows.Take(known, rows);
    }

    private void TakeServerIndexes(SavedModel model, SeriesRequest series, int position)
    {
        foreach (var index in model.Features.Indexes)
        {
            var room = series.Indexes[IndexColumn.All.IndexOf(index)];
            if (room.Count > 0)
                continue;
            var known = (prices.Exist ? Read(index.Symbol, $"/series/{position}") ?? Read(SampleMarket.Index, $"/series/{position}") : null)
                ?? throw new ServiceProblem(422, "no-index", $"The model sees {index.Column}, which the request does not bring along and the server does not have.",
                    $"Send \"indexes\": {{\"{index.Column}\": [[\"YYYY-MM-DD\", close], …]}}, or start the service with --data DIR that holds {index.Symbol}.csv.", $"/series/{position}/indexes");
            room.Take(known, known.Count);
        }
    }

    private PriceSeries? Read(string symbol, string pointer)
    {
        try
        {
            return prices.Find(symbol);
        }
        catch (PriceDataException error)
        {
            throw new ServiceProblem(422, "no-server-rows", $"The server's prices of '{symbol}' cannot be used: {error.Problem}.", "Send rows.", pointer);
        }
    }

    private static bool IsJson(string? type) => type is not null
        && type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && (type.Length == 16 || type[16] is ';' or ' ');
}
