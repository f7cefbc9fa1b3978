using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StockLab.Experiments;
using StockLab.Market;

namespace StockLab.Service.Tests;

/// <summary>Requests as a client would write them, with a JSON writer that is not the service's.</summary>
internal static class Ask
{
    /// <summary>A request for one series of rows.</summary>
    public static string Rows(PriceSeries prices, string? symbol = null, string more = "", string inSeries = "") =>
        $$"""{{{more}}"series":[{{Series(prices, symbol, inSeries)}}]}""";

    /// <summary>One series of rows.</summary>
    public static string Series(PriceSeries prices, string? symbol = null, string more = "") =>
        $$"""{{{more}}{{(symbol is null ? "" : $"\"symbol\":\"{symbol}\",")}}"rows":[{{string.Join(',', Enumerable.Range(0, prices.Count).Select(i => Row(prices[i])))}}]}""";

    /// <summary>One row.</summary>
    public static string Row(Bar bar) => FormattableString.Invariant($"[\"{bar.Date:yyyy-MM-dd}\",{bar.Open:R},{bar.High:R},{bar.Low:R},{bar.Close:R},{bar.Volume:R}]");

    /// <summary>Closes of an index as a property.</summary>
    public static string Index(string name, PriceSeries prices) =>
        $$"""
        "indexes":{"{{name}}":[{{string.Join(',', Enumerable.Range(0, prices.Count).Select(i => FormattableString.Invariant($"[\"{prices.Dates[i]:yyyy-MM-dd}\",{prices.Close[i]:R}]")))}}]},
        """;

    /// <summary>A request for several series.</summary>
    public static string Several(IEnumerable<string> series) => $$"""{"series":[{{string.Join(',', series)}}]}""";

    /// <summary>A series of rows that the server has.</summary>
    public static string Server(string symbol, DateOnly? date = null) => date is null
        ? $$"""{"symbol":"{{symbol}}"}""" : $$"""{"symbol":"{{symbol}}","date":"{{date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}"}""";

    public static StringContent Json(string text) => new(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    /// <summary>Asks and gives status and document.</summary>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> ForecastAsync(this HttpClient client, string model, string body)
    {
        using var answer = await client.PostAsync($"models/{model}/forecast", Json(body));
        // Who is turned away for the moment learns for how long.
        Assert.Equal(answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Requires a problem document of this status and kind, and gives it.</summary>
    public static JsonElement RequireProblem(this (HttpStatusCode Status, JsonElement Body) answer, int status, string code)
    {
        Assert.True((int)answer.Status == status, $"{(int)answer.Status} instead of {status}: {answer.Body}");
        Assert.Equal(status, answer.Body.GetProperty("status").GetInt32());
        Assert.Equal($"urn:stocklab:problem:{code}", answer.Body.GetProperty("type").GetString());
        Assert.False(string.IsNullOrEmpty(answer.Body.GetProperty("detail").GetString()));
        Assert.False(string.IsNullOrEmpty(answer.Body.GetProperty("remedy").GetString()));
        return answer.Body;
    }

    /// <summary>Whether an answer's numbers are those of the library, bit for bit.</summary>
    public static bool IsSame(JsonElement forecast, ModelForecast expected)
    {
        var targets = forecast.GetProperty("targets").EnumerateArray().ToList();
        return targets.Count == expected.Targets.Length && forecast.GetProperty("as_of").GetString() == expected.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            && targets.Zip(expected.Targets).All(pair => pair.First.GetProperty("name").GetString() == pair.Second.Name && Equal(pair.First, pair.Second));

        static bool Equal(JsonElement json, TargetForecast target) =>
            Bits(json, "forecast") == BitConverter.DoubleToInt64Bits(target.Forecast) && Bits(json, "naive") == BitConverter.DoubleToInt64Bits(target.Naive)
            && Bits(json, "lower") == BitConverter.DoubleToInt64Bits(target.Lower) && Bits(json, "upper") == BitConverter.DoubleToInt64Bits(target.Upper);
        static long Bits(JsonElement json, string name) => BitConverter.DoubleToInt64Bits(json.GetProperty(name).GetDouble());
    }
}
