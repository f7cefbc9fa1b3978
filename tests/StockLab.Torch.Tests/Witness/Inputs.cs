using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests.Witness;

/// <summary>
/// Random tensors, described by a line such as <c>"f32 3 4 T"</c> or <c>"2 3 | i64 &lt;3 5"</c> (two of them).
/// <list type="bullet">
/// <item>A type: f64 (unless said otherwise), f32, f16, i64, i32, i16, i8, u8, bool, c128.</item>
/// <item>A domain: numbers in (-2, 2) unless said otherwise; <c>+</c> in (0.1, 2.1); <c>unit</c> in (-0.95, 0.95); <c>prob</c> in (0.05, 0.95);
/// <c>&gt;1</c> in (1.05, 3); <c>&lt;N</c> whole numbers from 0 to N - 1; whole numbers are in [-5, 5] otherwise; <c>nan</c> for a few NaN and infinities.</item>
/// <item>The sizes; none for a scalar.</item>
/// <item><c>T</c>: not contiguous: the last two dimensions are stored the other way round, or every second element of a vector is taken.</item>
/// </list>
/// </summary>
public static class Inputs
{
    public static Tensor[] Random(string description, Random random) =>
        description.Split('|').Select(one => One(one.Split(' ', StringSplitOptions.RemoveEmptyEntries), random)).ToArray();

    private static Tensor One(string[] words, Random random)
    {
        var (type, domain, strided) = ("f64", "", false);
        var shape = new List<long>();
        foreach (var word in words)
        {
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var size)) shape.Add(size);
            else if (word == "T") strided = true;
            else if (word is "f64" or "f32" or "f16" or "i64" or "i32" or "i16" or "i8" or "u8" or "bool" or "c128") type = word;
            else domain = word;
        }
        var stored = shape.ToArray();
        if (strided && stored.Length == 1) stored[0] *= 2;
        if (strided && stored.Length > 1) (stored[^1], stored[^2]) = (stored[^2], stored[^1]);
        var values = new double[stored.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++) values[i] = Number(type, domain, random);
        var tensor = type switch
        {
            "c128" => complex(torch.tensor(values, stored), torch.tensor(values.Select(_ => random.NextDouble()).ToArray(), stored)),
            _ => torch.tensor(values, stored).to(Types[type]),
        };
        if (!strided) return tensor;
        return stored.Length == 1 ? tensor[TensorIndex.Slice(step: 2)] : tensor.transpose(-1, -2);
    }

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["f64"] = float64, ["f32"] = float32, ["f16"] = float16, ["i64"] = int64, ["i32"] = int32, ["i16"] = int16, ["i8"] = int8, ["u8"] = uint8, ["bool"] = @bool,
    };

    private static double Number(string type, string domain, Random random)
    {
        var u = random.NextDouble();
        if (domain.StartsWith('<')) return random.Next(int.Parse(domain.AsSpan(1), CultureInfo.InvariantCulture));
        if (domain == "nan" && u < 0.4) return u < 0.15 ? double.NaN : u < 0.25 ? double.PositiveInfinity : u < 0.35 ? double.NegativeInfinity : 0;
        if (type == "bool") return u < 0.5 ? 1 : 0;
        if (type is "i64" or "i32" or "i16" or "i8") return domain == "+" ? random.Next(1, 6) : random.Next(-5, 6);
        if (type == "u8") return random.Next(0, 6);
        return domain switch
        {
            "+" => 0.1 + 2 * u,
            "unit" => 1.9 * u - 0.95,
            "prob" => 0.05 + 0.9 * u,
            ">1" => 1.05 + 1.95 * u,
            "" or "nan" => 4 * u - 2,
            _ => throw new ArgumentException($"unknown domain {domain}"),
        };
    }

    /// <summary>A shape of up to four small dimensions.</summary>
    public static string Shape(Random random, int atLeast = 0) =>
        string.Join(' ', Enumerable.Range(0, random.Next(atLeast, 5)).Select(_ => random.Next(1, 6)));

    /// <summary>Two shapes that broadcast to each other: some dimensions of either are 1, or missing in front.</summary>
    public static string Broadcast(Random random, string domain)
    {
        var sizes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 6)).ToArray();
        string Partner() => domain + " " + string.Join(' ', sizes.Skip(random.Next(0, 2)).Select(size => random.Next(4) == 0 ? 1 : size));
        return Partner() + "|" + Partner();
    }

    /// <summary>A random generator that is the same at every run, and another for every name.</summary>
    public static Random Seeded(string name) => new(name.Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter)));
}
