using System.Text.Json.Nodes;

namespace StockLab.Service;

/// <summary>What clients may know of the models and of the service's health.</summary>
internal static class ModelEndpoints
{
    /// <summary><c>GET /models</c>: every model in a few words.</summary>
    public static JsonObject List(ModelStore store) => new()
    {
        ["models"] = new JsonArray([.. store.Models.Values.OrderBy(served => served.Id, StringComparer.Ordinal).Select(served => (JsonNode)new JsonObject
        {
            ["id"] = served.Id,
            ["version"] = served.Version,
            ["recipe"] = served.Model.Description.Recipe,
            ["mode"] = served.Model.Description.Mode,
            ["symbol"] = served.Model.Description.Symbol,
            ["targets"] = new JsonArray([.. served.Model.Description.Targets.Select(name => (JsonNode)name)]),
            ["rows_needed"] = served.Model.RowsNeeded,
            ["skill"] = served.Model.Description.Metrics.Skill,
            ["generated_prices"] = served.Model.Description.GeneratedPrices,
        })]),
        ["faults"] = Faults(store),
    };

    /// <summary><c>GET /models/{id}</c>: all that the model's description says, and what a request needs.</summary>
    /// <exception cref="ServiceProblem">There is no such model.</exception>
    public static JsonObject One(string id, ModelStore store)
    {
        var served = store.Models.GetValueOrDefault(id) ?? throw Unknown(id, store);
        var description = JsonNode.Parse(served.Model.Description.ToJson())!.AsObject();
        var model = new JsonObject
        {
            ["id"] = served.Id,
            ["version"] = served.Version,
            ["rows_needed"] = served.Model.RowsNeeded,
            ["tickers"] = new JsonArray([.. served.Model.Scalers.Keys.Order(StringComparer.Ordinal).Select(name => (JsonNode)name)]),
            ["indexes_needed"] = new JsonArray([.. served.Model.Features.Indexes.Select(index => (JsonNode)index.Column)]),
            ["default_level"] = served.Model.DefaultLevel,
        };
        foreach (var (name, value) in description.ToList())
        {
            description.Remove(name);
            model[name] = value;
        }
        return model;
    }

    /// <summary><c>GET /health/ready</c>: whether forecasts can be had.</summary>
    /// <param name="store">The models.</param>
    /// <param name="isTrusted">Whether the answer may say what is wrong with which folder.</param>
    public static (int Status, JsonObject Body) Ready(ModelStore store, bool isTrusted)
    {
        var ready = !store.Models.IsEmpty;
        var body = new JsonObject { ["status"] = !ready ? "unavailable" : store.Faults.IsEmpty ? "ready" : "degraded", ["models"] = store.Models.Count };
        if (isTrusted)
            body["faults"] = Faults(store);
        return (ready ? 200 : 503, body);
    }

    /// <summary>The problem of a name that is no model's.</summary>
    public static ServiceProblem Unknown(string id, ModelStore store)
    {
        var shown = new string([.. id.Take(64).Where(c => !char.IsControl(c))]);
        return store.Faults.TryGetValue(id, out var fault)
            ? new(404, "unknown-model", $"The model '{shown}' could not be loaded: {fault}", "Mend its folder; it is looked at every few seconds.")
            : new(404, "unknown-model", $"There is no model '{shown}'.", $"GET /models lists them{(store.Models.IsEmpty ? "; at present there is none" : "")}.");
    }

    private static JsonObject Faults(ModelStore store) => new(store.Faults.Select(fault => KeyValuePair.Create(fault.Key, (JsonNode?)fault.Value)));
}
