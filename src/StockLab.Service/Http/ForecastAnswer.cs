using System.Text.Json;

namespace StockLab.Service;

/// <summary>The answer to a forecast request as JSON. Numbers are written so that reading them gives back the same bits.</summary>
internal static class ForecastAnswer
{
    private const string Date = "yyyy-MM-dd";
    private const int MostHistory = 120;
    private static readonly JsonEncodedText
        Model = JsonEncodedText.Encode("model"), Version = JsonEncodedText.Encode("version"), Level = JsonEncodedText.Encode("level"), Forecasts = JsonEncodedText.Encode("forecasts"),
        Symbol = JsonEncodedText.Encode("symbol"), AsOf = JsonEncodedText.Encode("as_of"), RowsUsed = JsonEncodedText.Encode("rows_used"), Count = JsonEncodedText.Encode("count"),
        From = JsonEncodedText.Encode("from"), To = JsonEncodedText.Encode("to"), Source = JsonEncodedText.Encode("source"), Request = JsonEncodedText.Encode("request"), History = JsonEncodedText.Encode("history"), Server = JsonEncodedText.Encode("server"),
        Targets = JsonEncodedText.Encode("targets"), Name = JsonEncodedText.Encode("name"), Forecast = JsonEncodedText.Encode("forecast"), Lower = JsonEncodedText.Encode("lower"),
        Upper = JsonEncodedText.Encode("upper"), Naive = JsonEncodedText.Encode("naive"), Warnings = JsonEncodedText.Encode("warnings"), Code = JsonEncodedText.Encode("code"),
        Column = JsonEncodedText.Encode("column"), Value = JsonEncodedText.Encode("value"), Limit = JsonEncodedText.Encode("limit"), Text = JsonEncodedText.Encode("text"),
        Below = JsonEncodedText.Encode("below-training-range"), Above = JsonEncodedText.Encode("above-training-range"),
        BelowText = JsonEncodedText.Encode("A value lies below all that the model was trained on: its answer is a guess beyond what it learnt."),
        AboveText = JsonEncodedText.Encode("A value lies above all that the model was trained on: its answer is a guess beyond what it learnt."),
        Seen = JsonEncodedText.Encode("inside-training-period"), SeenText = JsonEncodedText.Encode("The last row lies within the training period: the model has seen the answer."),
        LeftOut = JsonEncodedText.Encode("rows-left-out"), LeftOutText = JsonEncodedText.Encode("Rows with a 0 or a missing value were left out, as in training."),
        NoRow = JsonEncodedText.Encode("no-row-on-date"), NoRowText = JsonEncodedText.Encode("The server has no row on that date; the forecast follows the last day before."),
        Stale = JsonEncodedText.Encode("stale-index"), StaleText = JsonEncodedText.Encode("The newest close of an index is more than a week older than the last row."),
        Generated = JsonEncodedText.Encode("generated-prices"), GeneratedText = JsonEncodedText.Encode("The model was trained on generated prices, not real ones."),
        Invented = JsonEncodedText.Encode("generated-rows"), InventedText = JsonEncodedText.Encode("The server's rows are generated, not real ones.");

    /// <summary>Writes the answer from what the network said.</summary>
    /// <exception cref="ServiceProblem">The network said something that is no number.</exception>
    public static void Write(ServedModel served, ForecastRequest request)
    {
        var json = request.Writer;
        var level = request.Level ?? served.DefaultLevel;
        var shares = level is { } wanted ? served.MarginsOf(wanted) : null;
        json.WriteStartObject();
        json.WriteString(Model, served.EncodedId);
        json.WriteString(Version, served.Version);
        if (level is { } promised)
            json.WriteNumber(Level, promised);
        else
            json.WriteNull(Level);
        json.WriteStartArray(Forecasts);
        for (var i = 0; i < request.Count; i++)
            Write(json, served, request.History ? request[i] : null, request.Facts[i], request.Job.Forecasts.AsSpan(i * served.TargetNames.Length, served.TargetNames.Length), shares, i);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static void Write(Utf8JsonWriter json, ServedModel served, SeriesRequest? shown, SeriesFacts facts, ReadOnlySpan<float> scaled, IReadOnlyList<double>? shares, int position)
    {
        json.WriteStartObject();
        json.WriteString(Symbol, served.Names[facts.Symbol]);
        Day(json, AsOf, facts.AsOfDay);
        json.WriteStartObject(RowsUsed);
        json.WriteNumber(Count, facts.RowsUsed);
        Day(json, From, facts.FromDay);
        Day(json, To, facts.AsOfDay);
        json.WriteString(Source, facts.OfServer ? Server : Request);
        json.WriteEndObject();

        json.WriteStartArray(Targets);
        for (var k = 0; k < scaled.Length; k++)
        {
            var forecast = facts.Scaler.Unscale(scaled[k], served.TargetColumns[k]);
            var naive = facts.Features[served.TargetColumns[k]];
            if (!double.IsFinite(forecast) || !double.IsFinite(naive))
                throw new ServiceProblem(422, "no-forecast", "The network's answer to these rows is not a finite number.", "Look at the prices: they lie far outside of anything that can be forecast.", $"/series/{position}");
            json.WriteStartObject();
            json.WriteString(Name, served.TargetNames[k]);
            json.WriteNumber(Forecast, forecast);
            if (shares is null)
            {
                json.WriteNull(Lower);
                json.WriteNull(Upper);
            }
            else
            {
                var margin = shares[k] * Math.Abs(naive);
                Finite(json, Lower, forecast - margin);
                Finite(json, Upper, forecast + margin);
            }
            json.WriteNumber(Naive, naive);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        if (shown is not null)
            Chart(json, shown, facts.AsOfDay);
        json.WriteStartArray(Warnings);
        Warn(json, served, facts);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The last closes up to the last row used.
    private static void Chart(Utf8JsonWriter json, SeriesRequest series, int asOf)
    {
        var rows = series.Rows;
        Span<byte> text = stackalloc byte[Date.Length];
        var count = rows.Days.BinarySearch(asOf) + 1;
        json.WriteStartArray(History);
        for (var r = Math.Max(0, count - MostHistory); r < count; r++)
        {
            if (!double.IsFinite(rows.Close[r]))
                continue;
            json.WriteStartArray();
            DateOnly.FromDayNumber(rows.Days[r]).TryFormat(text, out _, Date, System.Globalization.CultureInfo.InvariantCulture);
            json.WriteStringValue(text);
            json.WriteNumberValue(rows.Close[r]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Warn(Utf8JsonWriter json, ServedModel served, SeriesFacts facts)
    {
        var (trained, features) = (served.TrainedOn[facts.Symbol], served.FeatureNames.Length);
        for (var f = 0; f < features; f++)
        {
            var (lowest, highest) = (facts.Features[features + f], facts.Features[(2 * features) + f]);
            if (lowest < trained.Minima[f])
                Range(Below, BelowText, f, lowest, trained.Minima[f]);
            if (highest > trained.Maxima[f])
                Range(Above, AboveText, f, highest, trained.Maxima[f]);
        }
        if (facts.AsOfDay <= trained.Last.DayNumber)
            Plain(Seen, SeenText);
        if (facts.RowsLeftOut > 0)
        {
            json.WriteStartObject();
            json.WriteString(Code, LeftOut);
            json.WriteNumber(Count, facts.RowsLeftOut);
            json.WriteString(Text, LeftOutText);
            json.WriteEndObject();
        }
        if (facts.DateIsMissing)
            Plain(NoRow, NoRowText);
        if (facts.IndexIsStale)
            Plain(Stale, StaleText);
        if (served.Model.Description.GeneratedPrices)
            Plain(Generated, GeneratedText);
        if (facts.AreGenerated)
            Plain(Invented, InventedText);

        void Range(JsonEncodedText code, JsonEncodedText text, int feature, double value, double limit)
        {
            json.WriteStartObject();
            json.WriteString(Code, code);
            json.WriteString(Column, served.FeatureNames[feature]);
            json.WriteNumber(Value, value);
            json.WriteNumber(Limit, limit);
            json.WriteString(Text, text);
            json.WriteEndObject();
        }

        void Plain(JsonEncodedText code, JsonEncodedText text)
        {
            json.WriteStartObject();
            json.WriteString(Code, code);
            json.WriteString(Text, text);
            json.WriteEndObject();
        }
    }

    // An interval around the largest of numbers may reach beyond them.
    private static void Finite(Utf8JsonWriter json, JsonEncodedText name, double value) => json.WriteNumber(name, Math.Clamp(value, double.MinValue, double.MaxValue));

    private static void Day(Utf8JsonWriter json, JsonEncodedText name, int day)
    {
        Span<byte> text = stackalloc byte[Date.Length];
        DateOnly.FromDayNumber(day).TryFormat(text, out _, Date, System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(name, text);
    }
}
