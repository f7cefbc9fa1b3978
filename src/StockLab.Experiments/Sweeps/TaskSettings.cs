using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StockLab.Experiments;

/// <summary>The hyper-parameters of one task, by S4's field names, as invariant text; in the order of the search space. Immutable.</summary>
public sealed class TaskSettings
{
    private readonly (string Name, string Value)[] pairs;

    /// <summary>Settings from names and values, each name once.</summary>
    public TaskSettings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        pairs = [.. settings.Select(pair => (pair.Key, pair.Value))];
        Values = pairs.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Value by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => pairs.Select(pair => pair.Name);

    /// <summary>Whether a name has a value.</summary>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>A whole number.</summary>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public int Integer(string name) => int.Parse(Values[name], CultureInfo.InvariantCulture);

    /// <summary>A number.</summary>
    /// <exception cref="KeyNotFoundException">There is no such setting.</exception>
    public double Number(string name) => double.Parse(Values[name], CultureInfo.InvariantCulture);

    /// <summary>The same settings with another value of one.</summary>
    public TaskSettings With(string name, string value) => new(
        Has(name) ? pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Name == name ? value : pair.Value)) : pairs.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).Append(KeyValuePair.Create(name, value)));

    /// <summary>One JSON object, names in order.</summary>
    public string ToJson() => JsonSerializer.Serialize(pairs.ToDictionary(pair => pair.Name, pair => pair.Value));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static TaskSettings FromJson(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!);

    /// <summary>
    /// The seed of the training: it follows from what is trained and from nothing else, so a result does not depend on who computed it, when, or in which order. EPOCH is left
    /// out: of two trainings that differ in their length alone the longer one begins with the shorter one, which makes them comparable (and a promoted task of successive
    /// halving the continuation of the task that it came from). So is the pause of a rehearsal, which changes no result either.
    /// </summary>
    /// <param name="recipe">The experiment's name.</param>
    /// <param name="symbol">The ticker.</param>
    /// <param name="fold">The repetition; each has a seed of its own.</param>
    /// <returns>A number from 0 to 2³¹ − 1: the first bits of SHA-256.</returns>
    public int Seed(string recipe, string symbol, int fold)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{recipe}\n{symbol}\n{fold}\n");
        foreach (var (name, value) in pairs.Where(pair => pair.Name is not (S4.Epoch or Rehearsal.Milliseconds)).OrderBy(pair => pair.Name, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{name}={value}\n");
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))) >> 1);
    }

    /// <summary>For example <c>EPOCH 20 · BATCH_SIZE 10</c>.</summary>
    public override string ToString() => string.Join(" · ", pairs.Select(pair => $"{pair.Name} {pair.Value}"));
}
