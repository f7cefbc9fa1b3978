using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using StockLab.Forecasting;
using StockLab.Market;
using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>
/// A trained model on disk: <c>model.json</c> (see <see cref="ModelDescription"/>) and the weights it names, a safetensors file whose name is S0's with a piece of its
/// hash behind. A reader sees the old model or the new one, never half of one: the weights are written first under a name of their own, then model.json takes the
/// place of the old one in a single step, then weights that nothing names any more are removed.
/// </summary>
public static partial class ModelFolder
{
    /// <summary>The file that makes a folder a model.</summary>
    public const string DescriptionFile = "model.json";

    private const string Again = "Train the model again with --save, or copy the whole folder anew.";
    private const long LongestDescription = 16 << 20;
    private static readonly double[] Levels = [0.5, 0.8, 0.9, 0.95, 0.99];
    private static readonly string NoDigest = new('0', 64);

    /// <summary>Writes the model of a run.</summary>
    /// <param name="folder">The model's folder; its name is the model's name. A model that is already there is replaced in one step.</param>
    /// <param name="result">The run; of a walk-forward run the network of the last stretch.</param>
    /// <exception cref="ArgumentException">The recipe or the network is none that could be rebuilt from the folder.</exception>
    /// <exception cref="IOException">It could not be written; a model that was there before is untouched.</exception>
    public static void Save(string folder, RecipeResult result)
    {
        var plan = result.FeaturePlan
            ?? throw new ArgumentException($"The recipe {result.Recipe} cannot rebuild its features from prices alone, so its network cannot be saved as a model.", nameof(result));
        var network = SavedNetwork.Describe(result.Network);
        Directory.CreateDirectory(folder);
        var superseded = FilesOf(folder);
        var weights = WriteWeights(folder, result);
        var forecast = result.Forecast;
        var description = new ModelDescription
        {
            FormatVersion = ModelDescription.CurrentFormat,
            Digest = NoDigest,
            Recipe = result.Recipe,
            Mode = result.Mode,
            Symbol = result.Symbol,
            ColumnSet = result.Columns,
            Features = plan.Columns,
            FeaturesOfS0 = plan.OfS0,
            SameDayIndexes = plan.SameDay,
            Targets = result.TargetColumns,
            Window = result.Window,
            Network = network,
            Scalers = [.. result.TrainedOn.Select((span, i) => new ModelDescription.ScalerDescription(
                span.Symbol, span.First, span.Last, span.Rows, [.. plan.Columns.Select(result.Scalers[i].Minimum)], [.. plan.Columns.Select(result.Scalers[i].Maximum)]))],
            Training = new(result.Seed, result.Epochs, result.History.Epochs[^1].LearningRate, result.Loss, result.Engine, result.Device, result.Torch),
            Metrics = new(
                Finite(result.Rmse), Finite(result.Mae), Finite(result.Mape), Finite(result.Bias), Finite(result.DirectionalAccuracy), Finite(result.Skill),
                Finite(result.Naive.Rmse), Finite(result.Naive.Mae), Finite(result.Naive.Mape)),
            Calibration = new(forecast.Dates.Min(), forecast.Dates.Max(), forecast.Dates.Length, [.. Margins(result.Forecasts)]),
            PriceOrigin = result.Source,
            GeneratedPrices = result.Generated,
            Files = [weights],
        };
        var text = description.ToJson();
        var digest = Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        AtomicFile.Write(Path.Combine(folder, DescriptionFile), Encoding.UTF8.GetBytes(text.Replace($"\"{NoDigest}\"", $"\"{digest}\"", StringComparison.Ordinal)));
        foreach (var name in superseded.Where(name => name != weights.Name))
            File.Delete(Path.Combine(folder, name));
    }

    /// <summary>Reads a model and checks everything: the hash of every file, and that the weights, the scalers and the network fit together.</summary>
    /// <exception cref="ModelFolderException">Something is missing, damaged or newer than this StockLab; the message names the file, the value and the remedy.</exception>
    public static SavedModel Load(string folder)
    {
        var path = Path.Combine(folder, DescriptionFile);
        for (var attempt = 1; ; attempt++)
        {
            var bytes = ReadDescription(path);
            try
            {
                return Load(folder, path, bytes);
            }
            catch (ModelFolderException) when (attempt < 5 && !bytes.AsSpan().SequenceEqual(ReadDescription(path)))
            {
                // It was replaced while we read: the new one's weights are there.
            }
        }
    }

    private static SavedModel Load(string folder, string path, byte[] bytes)
    {
        var description = Parse(path, bytes);
        Check(path, description);
        var settings = SavedNetwork.Build(description.Network, path);
        if (settings.Features != description.Features.Count || settings.Outputs != description.Targets.Count)
            throw Damaged(path, $"the network takes {settings.Features} features and forecasts {settings.Outputs} values, but the model has {description.Features.Count} features and {description.Targets.Count} targets");
        var file = description.Files[0];
        var weights = ReadWeights(Path.Combine(folder, file.Name), file);
        try
        {
            return new SavedModel(description, settings, weights);
        }
        catch (ArgumentException error)
        {
            throw new ModelFolderException(Path.Combine(folder, file.Name), $"the weights do not fit the network {description.Network.Kind} ({error.Message.TrimEnd('.')})", Again, error);
        }
    }

    private static byte[] ReadDescription(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LongestDescription } file)
                throw Damaged(path, $"it has {file.Length:N0} bytes, more than any model's description");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFolderException(path, $"the model's description cannot be read ({error.Message.TrimEnd('.')})", "Name a folder that train --save has written.", error);
        }
    }

    private static ModelDescription Parse(string path, byte[] bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format_version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number != ModelDescription.CurrentFormat)
            {
                throw new ModelFolderException(path, $"its format_version is {number}, and this StockLab reads {ModelDescription.CurrentFormat}",
                    number > ModelDescription.CurrentFormat ? "Update StockLab." : "Train the model again with --save.");
            }
            var description = JsonSerializer.Deserialize<ModelDescription>(text, ModelDescription.Json) ?? throw Damaged(path, "it holds null");
            var digest = description.Digest;
            if (!Sha256Text().IsMatch(digest))
                throw Damaged(path, "its digest is not a SHA-256 in hexadecimal");
            if (digest == NoDigest || Hex(SHA256.HashData(Encoding.UTF8.GetBytes(text.Replace($"\"{digest}\"", $"\"{NoDigest}\"", StringComparison.Ordinal)))) != digest)
                throw Damaged(path, $"its contents do not have the digest {digest[..8]}… that it names: it was edited or damaged");
            return description;
        }
        catch (Exception error) when (error is JsonException or DecoderFallbackException or NotSupportedException or InvalidOperationException)
        {
            throw new ModelFolderException(path, $"it is no description of a model ({error.Message.TrimEnd('.')})", Again, error);
        }
    }

    // What a digest cannot say: that the parts fit together.
    private static void Check(string path, ModelDescription model)
    {
        Require(model.Features.Count > 0 && model.Features.Distinct().Count() == model.Features.Count, "its features are missing or named twice");
        Require(model.Targets.Count > 0 && model.Targets.All(model.Features.Contains), $"a target of {string.Join(", ", model.Targets)} is no feature");
        Require(model.Window is >= 1 and <= 10_000, $"its window is {model.Window} days");
        Require(model.Scalers.Count > 0 && model.Scalers.Select(s => s.Symbol).Distinct().Count() == model.Scalers.Count, "its scalers are missing or name a ticker twice");
        foreach (var scaler in model.Scalers)
            Require(scaler.Minima.Count == model.Features.Count && scaler.Maxima.Count == model.Features.Count, $"the scaler of {scaler.Symbol} has {scaler.Minima.Count} minima and {scaler.Maxima.Count} maxima for {model.Features.Count} features");
        foreach (var margin in model.Calibration.Margins)
            Require(margin.Level is > 0 and < 1 && margin.Shares.Count == model.Targets.Count && margin.Shares.All(share => share >= 0), FormattableString.Invariant($"the margins of level {margin.Level} are not one a target"));
        Require(model.Files.Count == 1, $"it names {model.Files.Count} files instead of one of weights");
        Require(FileName().IsMatch(model.Files[0].Name), $"the file of weights has a name that leads elsewhere");
        try
        {
            _ = SavedModel.PlanOf(model).Lookback;
        }
        catch (ArgumentException error)
        {
            throw new ModelFolderException(path, $"its features cannot be rebuilt ({error.Message.TrimEnd('.')})", "Update StockLab, or train the model again with --save.", error);
        }

        void Require(bool holds, string problem)
        {
            if (!holds)
                throw Damaged(path, problem);
        }
    }

    private static ModelDescription.FileDescription WriteWeights(string folder, RecipeResult result)
    {
        var columns = result.Columns ?? string.Join('+', result.Features);
        var name = FormattableString.Invariant($"{result.Recipe}_{result.Symbol}_{columns}_{result.Window}_{result.History.Epochs[^1].LearningRate}");
        name = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '+' ? c : '-'));
        var part = Path.Combine(folder, $".{name}.{Path.GetRandomFileName()}.part");
        try
        {
            SafetensorsFile.Write(
                part, result.Weights.Select(w => SafeTensor.Of(w.Name, w.Values, Array.ConvertAll(w.Shape, extent => (long)extent))), new Dictionary<string, string> { ["format"] = "pt" });
            var hash = Hash(part);
            var final = $"{name}_{hash[..8]}.safetensors";
            var bytes = new FileInfo(part).Length;
            File.Move(part, Path.Combine(folder, final), overwrite: true);
            return new(final, bytes, hash);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static IReadOnlyList<NamedArray> ReadWeights(string path, ModelDescription.FileDescription file)
    {
        try
        {
            var found = new FileInfo(path);
            if (!found.Exists)
                throw Damaged(path, $"the weights are missing, though {DescriptionFile} names them");
            if (found.Length != file.Bytes)
                throw Damaged(path, $"it has {found.Length:N0} bytes instead of {file.Bytes:N0}");
            if (Hash(path) is var hash && hash != file.Sha256)
                throw Damaged(path, $"its SHA-256 is {hash[..8]}… instead of {file.Sha256[..Math.Min(8, file.Sha256.Length)]}…");
            return Checkpoint.Load(path).Weights;
        }
        catch (Exception error) when (error is SafetensorsException or IOException or UnauthorizedAccessException)
        {
            throw new ModelFolderException(path, $"the weights cannot be read ({error.Message.TrimEnd('.')})", Again, error);
        }
    }

    private static IEnumerable<ModelDescription.MarginDescription> Margins(IReadOnlyList<Forecast> forecasts)
    {
        foreach (var level in Levels)
        {
            double[] shares;
            try
            {
                shares = [.. forecasts.Select(forecast => PredictionInterval.ConformalMargin(forecast, level))];
            }
            catch (ArgumentException)
            {
                yield break;        // too few days to promise this level, and all above it
            }
            if (shares.All(double.IsFinite))
                yield return new(level, shares);
        }
    }

    // The files of weights that the folder's present model names; none where there is none to trust.
    private static string[] FilesOf(string folder)
    {
        var path = Path.Combine(folder, DescriptionFile);
        if (!File.Exists(path))
            return [];
        try
        {
            return [.. Parse(path, ReadDescription(path)).Files.Select(file => file.Name).Where(name => FileName().IsMatch(name))];
        }
        catch (ModelFolderException)
        {
            return [];
        }
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Hex(SHA256.HashData(stream));
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static ModelFolderException Damaged(string file, string problem) => new(file, problem, Again);

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,200}\\.safetensors$", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256Text();
}
