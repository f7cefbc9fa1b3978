using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StockLab.Experiments;

/// <summary>What <c>model.json</c> says: everything that it takes to ask the network what it was trained to be asked. Property names are in snake case in the file.</summary>
public sealed record ModelDescription
{
    /// <summary>The version of this format; a higher one was written by a later StockLab.</summary>
    public const int CurrentFormat = 1;

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        MaxDepth = 16,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,        // it is a file, not a page
    };

    /// <summary>The version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>SHA-256 of this file with 64 zeros in place of this value, in hexadecimal: whoever edits the file by hand is found out.</summary>
    public required string Digest { get; init; }

    /// <summary>The recipe that trained it.</summary>
    public required string Recipe { get; init; }

    /// <summary><c>honest</c> or <c>faithful</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>What it forecasts: a ticker, or <c>pooled</c>.</summary>
    public required string Symbol { get; init; }

    /// <summary>The column set of S0; null where the recipe has none.</summary>
    public required string? ColumnSet { get; init; }

    /// <summary>The columns that the network sees, in its order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>Whether the columns are S0's (see <see cref="FeaturePlan.OfS0"/>).</summary>
    public required bool FeaturesOfS0 { get; init; }

    /// <summary>Whether an index is joined on its own date (see <see cref="FeaturePlan.SameDay"/>).</summary>
    public required bool SameDayIndexes { get; init; }

    /// <summary>The columns that it forecasts a day ahead, the most important first.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Days a window.</summary>
    public required int Window { get; init; }

    /// <summary>The network, by kind and sizes.</summary>
    public required NetworkDescription Network { get; init; }

    /// <summary>The min-max scalers, one a ticker, with what they and the network were fitted on.</summary>
    public required IReadOnlyList<ScalerDescription> Scalers { get; init; }

    /// <summary>How it was trained.</summary>
    public required TrainingDescription Training { get; init; }

    /// <summary>How good it was on days that it had not seen, beside the naive forecast.</summary>
    public required MetricsDescription Metrics { get; init; }

    /// <summary>The prediction interval's margins.</summary>
    public required CalibrationDescription Calibration { get; init; }

    /// <summary>Where the prices come from, in words.</summary>
    public required string PriceOrigin { get; init; }

    /// <summary>Whether these prices were generated rather than traded.</summary>
    public required bool GeneratedPrices { get; init; }

    /// <summary>Every other file of the model.</summary>
    public required IReadOnlyList<FileDescription> Files { get; init; }

    /// <summary>The description as it stands in the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A network on paper.</summary>
    /// <param name="Kind">The name of its settings, for example <c>Gru</c>.</param>
    /// <param name="Settings">Its sizes, for example <c>hidden</c>.</param>
    public sealed record NetworkDescription(string Kind, IReadOnlyDictionary<string, double> Settings);

    /// <summary>A min-max scaler, and the rows that it and the network were fitted on.</summary>
    /// <param name="Symbol">The ticker.</param>
    /// <param name="First">The first day.</param>
    /// <param name="Last">The last day.</param>
    /// <param name="Rows">How many days.</param>
    /// <param name="Minima">The smallest value of each feature.</param>
    /// <param name="Maxima">The largest value of each feature.</param>
    public sealed record ScalerDescription(string Symbol, DateOnly First, DateOnly Last, int Rows, IReadOnlyList<double> Minima, IReadOnlyList<double> Maxima);

    /// <summary>How a network was trained.</summary>
    public sealed record TrainingDescription(long Seed, int Epochs, double LearningRate, string Loss, string Engine, string Device, string? Torch);

    /// <summary>Measures on the days of the calibration, of the first target; null where one does not exist.</summary>
    public sealed record MetricsDescription(double? Rmse, double? Mae, double? Mape, double? Bias, double? DirectionalAccuracy, double? Skill, double? NaiveRmse, double? NaiveMae, double? NaiveMape);

    /// <summary>Split-conformal margins, measured on days that the network was not fitted on.</summary>
    /// <param name="First">The first of these days.</param>
    /// <param name="Last">The last.</param>
    /// <param name="Days">How many forecasts were measured.</param>
    /// <param name="Margins">One a level, the levels increasing; none where there were too few days.</param>
    public sealed record CalibrationDescription(DateOnly First, DateOnly Last, int Days, IReadOnlyList<MarginDescription> Margins);

    /// <summary>The margins of one level.</summary>
    /// <param name="Level">The share of days promised.</param>
    /// <param name="Shares">One a target: the margin on both sides as a share of the last value known.</param>
    public sealed record MarginDescription(double Level, IReadOnlyList<double> Shares);

    /// <summary>A file of the model.</summary>
    /// <param name="Name">Its name in the folder.</param>
    /// <param name="Bytes">Its length.</param>
    /// <param name="Sha256">Its SHA-256 in hexadecimal.</param>
    public sealed record FileDescription(string Name, long Bytes, string Sha256);
}
