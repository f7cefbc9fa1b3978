using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace StockLab.Experiments;

/// <summary>
/// A search space in a YAML file, or a JSON file, which is YAML too:
/// <code>
/// recipe: kospi-gru            # usdkrw-lstm, any recipe of stocklab train, or rehearsal
/// symbol: "005930"
/// search: random               # grid (the default), random, halving
/// trials: 20
/// parameters:
///   LEARNING_RATE: {from: 0.0001, to: 0.01, scale: log}
///   SIZE_UNIT_HIDDEN: [32, 64, 128]
///   EPOCH: 10
/// </code>
/// Further keys: <c>from</c>, <c>to</c> (days), <c>mode</c>, <c>seed</c>, <c>repeats</c>, <c>patience</c>, <c>tries</c>, <c>retry_seconds</c>, <c>stale_seconds</c>,
/// <c>halving: {from, factor, to}</c>, <c>median: {after, others}</c>, <c>hopeless: {after, times_naive}</c>.
/// </summary>
public static class SearchSpaceFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The sweep's name; null takes the file's.</param>
    /// <exception cref="ArgumentException">Something in it is wrong; the message names file, line and value.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SweepPlan Read(string path, string? name = null) => Parse(File.ReadAllText(path), path, name ?? Path.GetFileNameWithoutExtension(path));

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="name">The sweep's name.</param>
    /// <exception cref="ArgumentException">Something in it is wrong; the message names file, line and value.</exception>
    public static SweepPlan Parse(string text, string path, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new ArgumentException($"{path}:{error.Start.Line}: {error.Message}");
        }
        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
            throw new ArgumentException($"{path}: a search space is a mapping with the keys recipe and parameters.");

        var reader = new Reader(path);
        reader.Known(root, "recipe", "symbol", "from", "to", "mode", "search", "trials", "seed", "repeats", "parameters", "halving", "median", "hopeless", "patience", "tries", "retry_seconds", "stale_seconds");
        var usual = new SweepPlan { Name = name, Recipe = "", Parameters = [] };
        var recipe = reader.Text(root, "recipe") ?? throw new ArgumentException($"{path}: the key 'recipe' is missing; it names what to train, for example {UsdKrwLstm.RecipeName}.");
        var experiment = reader.At(root, "recipe", () => SweepExperiment.Find(recipe));
        var plan = usual with
        {
            Recipe = recipe,
            Symbol = reader.Text(root, "symbol"),
            From = reader.Day(root, "from"),
            To = reader.Day(root, "to"),
            Mode = reader.Choice(root, "mode", usual.Mode),
            Search = reader.Choice(root, "search", usual.Search),
            Trials = reader.Whole(root, "trials"),
            Seed = reader.Whole(root, "seed") ?? usual.Seed,
            Repeats = reader.Whole(root, "repeats") ?? usual.Repeats,
            Patience = reader.Whole(root, "patience"),
            MaxTries = reader.Whole(root, "tries") ?? usual.MaxTries,
            RetrySeconds = reader.Number(root, "retry_seconds") ?? usual.RetrySeconds,
            StaleSeconds = reader.Number(root, "stale_seconds") ?? usual.StaleSeconds,
            Parameters = reader.Parameters(root, experiment),
            Halving = reader.Mapping(root, "halving", ["from", "factor", "to"]) is { } halving
                ? new SuccessiveHalving(reader.Whole(halving, "from") ?? 1, reader.Whole(halving, "factor") ?? 3, reader.Whole(halving, "to") ?? 27) : null,
            Median = reader.Mapping(root, "median", ["after", "others"]) is { } median ? new MedianRule(reader.Whole(median, "after") ?? 1, reader.Whole(median, "others") ?? 5) : null,
            Hopeless = reader.Mapping(root, "hopeless", ["after", "times_naive"]) is { } hopeless
                ? new HopelessRule(reader.Whole(hopeless, "after") ?? 1, reader.Number(hopeless, "times_naive") ?? 10) : null,
        };
        try
        {
            return plan.Checked();
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{path}: {error.Message}");
        }
    }

    private sealed class Reader(string path)
    {
        public void Known(YamlMappingNode node, params string[] keys)
        {
            foreach (var key in node.Children.Keys)
            {
                if (!keys.Contains(key.ToString()))
                    throw Wrong(key, $"there is no key '{key}' here. Choose from {string.Join(", ", keys)}");
            }
        }

        public string? Text(YamlMappingNode node, string key) => Find(node, key) switch
        {
            null or YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "~" } => null,        // JSON's null says: as if the key were not there
            YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
            var other => throw Wrong(other, $"'{key}' needs one value"),
        };

        public int? Whole(YamlMappingNode node, string key) => Text(node, key) is not { } text ? null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(Find(node, key)!, $"'{key}' is '{text}', no whole number");

        public double? Number(YamlMappingNode node, string key) => Text(node, key) is not { } text ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : throw Wrong(Find(node, key)!, $"'{key}' is '{text}', no number");

        public DateOnly? Day(YamlMappingNode node, string key) => Text(node, key) is not { } text ? null
            : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : throw Wrong(Find(node, key)!, $"'{key}' is '{text}', no day such as 2013-01-01");

        public T Choice<T>(YamlMappingNode node, string key, T usual) where T : struct, Enum => Text(node, key) is not { } text ? usual
            : Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name)
            : throw Wrong(Find(node, key)!, $"'{key}' is '{text}'. Choose {string.Join(", ", Enum.GetNames<T>().Select(known => known.ToLowerInvariant()))}");

        public YamlMappingNode? Mapping(YamlMappingNode node, string key, string[] keys)
        {
            var found = Find(node, key);
            if (found is null)
                return null;
            if (found is not YamlMappingNode mapping)
                throw Wrong(found, $"'{key}' needs {string.Join(", ", keys)}");
            Known(mapping, keys);
            return mapping;
        }

        public T At<T>(YamlMappingNode node, string key, Func<T> read)
        {
            try
            {
                return read();
            }
            catch (ArgumentException error)
            {
                throw Wrong(Find(node, key)!, error.Message.TrimEnd('.'));
            }
        }

        public IReadOnlyList<SearchedParameter> Parameters(YamlMappingNode root, SweepExperiment experiment)
        {
            if (Find(root, "parameters") is not YamlMappingNode { Children.Count: > 0 } parameters)
                throw new ArgumentException($"{path}: the key 'parameters' is missing; it lists hyper-parameters of {experiment.Name}: {string.Join(", ", experiment.Parameters.Select(p => p.Name))}.");
            return [.. parameters.Children.Select(pair => Parameter(pair.Key.ToString().ToUpperInvariant(), pair.Value, experiment))];
        }

        private SearchedParameter Parameter(string name, YamlNode node, SweepExperiment experiment)
        {
            var known = experiment.Parameters.FirstOrDefault(parameter => parameter.Name == name)
                ?? throw Wrong(node, $"{experiment.Name} has no hyper-parameter '{name}'. Choose from {string.Join(", ", experiment.Parameters.Select(p => p.Name))}");
            switch (node)
            {
                case YamlScalarNode scalar:
                    return new(name, [Value(scalar)]);
                case YamlSequenceNode { Children.Count: > 0 } list:
                    return new(name, [.. list.Children.Select(Value)]);
                case YamlMappingNode range:
                    Known(range, "from", "to", "scale");
                    if (known.Kind == ParameterKind.Text || Number(range, "from") is not { } low || Number(range, "to") is not { } high)
                        throw Wrong(node, $"{name} needs from and to, two numbers, or a list of values");
                    var scale = Text(range, "scale") ?? "linear";
                    if (scale is not ("linear" or "log"))
                        throw Wrong(node, $"the scale of {name} is '{scale}'. Choose linear or log");
                    return new(name, [], new SearchRange(low, high, scale == "log", known.Kind == ParameterKind.Integer));
                default:
                    throw Wrong(node, $"{name} has no value");
            }

            string Value(YamlNode value)
            {
                try
                {
                    return known.Normal((value as YamlScalarNode)?.Value ?? "");
                }
                catch (ArgumentException error)
                {
                    throw Wrong(value, error.Message.TrimEnd('.'));
                }
            }
        }

        private static YamlNode? Find(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

        private ArgumentException Wrong(YamlNode node, string problem) => new($"{path}:{node.Start.Line}: {problem}.");
    }
}
