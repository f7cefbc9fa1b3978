using System.Globalization;
using System.Text;
using StockLab.Forecasting;
using StockLab.Recurrent;

namespace StockLab.Experiments;

/// <summary>
/// A teacher from a file: somebody's or something's probabilities of up, down and hold for each sample, wherever they come from. Source S2's teacher was such a file, of predictions from brain scans.
/// </summary>
/// <remarks>
/// <para>A CSV file has the columns <c>ticker,date,up,down,hold</c>, in any order; the date is the sample's last day, ISO 8601. Rows for other samples are left alone.</para>
/// <para>A safetensors file has the tensor <c>soft_labels</c>, (N, 3), and in its metadata <c>samples</c>: N lines <c>ticker,date</c>. Without the metadata the rows belong to the samples in their order, and N must be their number.</para>
/// <para>Every row has to sum to 1 within 0.001; it is then divided by its sum.</para>
/// </remarks>
public sealed class FileTeacher : ITeacher
{
    private const string TensorName = "soft_labels", SamplesKey = "samples";
    private const double Tolerance = 1e-3;
    private static readonly string[] Columns = ["ticker", "date", "up", "down", "hold"];
    private readonly Dictionary<int, float[]> labels;

    private FileTeacher(string name, Dictionary<int, float[]> labels, int unused) => (Name, this.labels, Unused) = (name, labels, unused);

    /// <summary>The file's name with its ending, so that a file <c>random.csv</c> is not taken for the <see cref="RandomTeacher"/>.</summary>
    public string Name { get; }

    /// <summary>Rows that belong to none of the samples.</summary>
    public int Unused { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A file that ends in <c>.csv</c> or <c>.safetensors</c>.</param>
    /// <param name="samples">The samples that it speaks of.</param>
    /// <param name="needed">The samples that it must speak of, for example those that train; all when null.</param>
    /// <exception cref="SoftLabelException">A needed sample is missing or there twice, or a row's probabilities are not numbers of [0, 1] whose sum is 1. The message names the row and the remedy.</exception>
    /// <exception cref="SafetensorsException">The safetensors file is damaged.</exception>
    public static FileTeacher Read(string path, DirectionSamples samples, IReadOnlyList<int>? needed = null)
    {
        var places = new Dictionary<(string, DateOnly), int>();
        for (var i = 0; i < samples.Count; i++)
            places[(samples[i].Ticker, samples[i].LastDay)] = i;
        var labels = new Dictionary<int, float[]>();
        var unused = 0;
        foreach (var (row, key, values) in Path.GetExtension(path).ToLowerInvariant() switch
                 {
                     ".csv" => Csv(path),
                     ".safetensors" => Safetensors(path, samples),
                     _ => throw new SoftLabelException(path, null, "the file's name ends in neither .csv nor .safetensors", "Give one of the two."),
                 })
        {
            Check(path, row, values);
            if (!places.TryGetValue(key, out var sample))
                unused++;
            else if (!labels.TryAdd(sample, values))
                throw new SoftLabelException(path, row, FormattableString.Invariant($"{key.Ticker} {key.Date:yyyy-MM-dd} is there a second time"), "Keep one row a sample.");
        }
        foreach (var sample in needed ?? [.. Enumerable.Range(0, samples.Count)])
        {
            if (!labels.ContainsKey(sample))
            {
                throw new SoftLabelException(path, null,
                    FormattableString.Invariant($"there is no row for sample {sample}, {samples[sample].Ticker} {samples[sample].LastDay:yyyy-MM-dd} (its last day); {labels.Count} of {samples.Count} samples have one"),
                    "Add the row, or leave the sample out of training.");
            }
        }
        return new FileTeacher(Path.GetFileName(path), labels, unused);
    }

    /// <summary>Writes a teacher's probabilities, so that others can read or change them.</summary>
    /// <param name="path">A file that ends in <c>.csv</c> or <c>.safetensors</c>; an existing one is replaced only when the new one is complete.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="teacher">The teacher.</param>
    public static void Write(string path, DirectionSamples samples, ITeacher teacher)
    {
        var values = new float[samples.Count * 3];
        for (var i = 0; i < samples.Count; i++)
            teacher.SoftLabels(i, values.AsSpan(i * 3, 3));
        var keys = Enumerable.Range(0, samples.Count).Select(i => FormattableString.Invariant($"{samples[i].Ticker},{samples[i].LastDay:yyyy-MM-dd}"));
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".csv":
                var rows = keys.Select((key, i) => FormattableString.Invariant($"{key},{values[3 * i]:R},{values[(3 * i) + 1]:R},{values[(3 * i) + 2]:R}"));
                AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Join('\n', [string.Join(',', Columns), .. rows, ""])));
                break;
            case ".safetensors":
                SafetensorsFile.Write(path, [SafeTensor.Of(TensorName, values, samples.Count, 3)], new Dictionary<string, string> { [SamplesKey] = string.Join('\n', keys) });
                break;
            default:
                throw new SoftLabelException(path, null, "the file's name ends in neither .csv nor .safetensors", "Give one of the two.");
        }
    }

    /// <inheritdoc/>
    public void SoftLabels(int sample, Span<float> probabilities) =>
        (labels.TryGetValue(sample, out var found) ? found : throw new ArgumentOutOfRangeException(nameof(sample), sample, $"The file '{Name}' holds no soft label of this sample. Name it among the needed ones when the file is read."))
        .CopyTo(probabilities);

    private static IEnumerable<(long Row, (string Ticker, DateOnly Date) Key, float[] Values)> Csv(string path)
    {
        var lines = File.ReadAllLines(path);
        if (lines.Length == 0)
            throw new SoftLabelException(path, null, "the file is empty", $"Write the header {string.Join(',', Columns)} and a row a sample.");
        string[] header = [.. lines[0].TrimStart('\uFEFF').Split(',').Select(name => name.Trim().ToLowerInvariant())];
        int[] at = [.. Columns.Select(column => Array.IndexOf(header, column) is var found && found >= 0 && Array.LastIndexOf(header, column) == found
            ? found
            : throw new SoftLabelException(path, 1, $"the header does not name '{column}' once", $"Write the header {string.Join(',', Columns)}."))];
        for (var line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length == 0)
                continue;
            var cells = lines[line].Split(',');
            if (cells.Length != header.Length)
                throw new SoftLabelException(path, line + 1, $"the row has {cells.Length} cells, the header {header.Length}", "Give a cell a column.");
            if (!DateOnly.TryParseExact(cells[at[1]].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw new SoftLabelException(path, line + 1, $"'{cells[at[1]]}' is no date", "Write the sample's last day as 2019-05-31.");
            var values = new float[3];
            for (var k = 0; k < 3; k++)
            {
                if (!float.TryParse(cells[at[2 + k]], NumberStyles.Float, CultureInfo.InvariantCulture, out values[k]))
                    throw new SoftLabelException(path, line + 1, $"'{cells[at[2 + k]]}' in column {Columns[2 + k]} is no number", "Write a probability such as 0.25.");
            }
            yield return (line + 1, (cells[at[0]].Trim(), date), values);
        }
    }

    private static IEnumerable<(long Row, (string Ticker, DateOnly Date) Key, float[] Values)> Safetensors(string path, DirectionSamples samples)
    {
        using var file = SafetensorsFile.Open(path);
        var entry = file[TensorName];
        if (entry.Shape is not [var count, 3])
            throw new SoftLabelException(path, null, $"the tensor '{TensorName}' is ({string.Join(", ", entry.Shape)})", "Give it a row a sample and three columns: up, down, hold.");
        var keys = file.Metadata.TryGetValue(SamplesKey, out var text) ? text.Split('\n') : null;
        if ((keys?.Length ?? samples.Count) != count)
        {
            throw new SoftLabelException(path, null, $"the tensor '{TensorName}' has {count} rows, but {(keys is null ? $"there are {samples.Count} samples" : $"the metadata '{SamplesKey}' has {keys.Length} lines")}",
                $"Give a row a sample, or write 'ticker,date' of each row into the metadata '{SamplesKey}'.");
        }
        var values = file.ReadSingles(TensorName);
        for (var row = 0; row < count; row++)
            yield return (row, keys is null ? (samples[row].Ticker, samples[row].LastDay) : Key(row, keys[row]), values[(row * 3)..((row * 3) + 3)]);

        (string, DateOnly) Key(int row, string key) => key.Split(',') is [var ticker, var day] && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? (ticker, date)
            : throw new SoftLabelException(path, row, $"'{key}' in the metadata '{SamplesKey}' is no sample", "Write ticker,date such as 005930,2019-05-31.");
    }

    // Checks a row and divides it by its sum.
    private static void Check(string path, long row, float[] values)
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (!(values[k] is >= 0 and <= 1))
                throw new SoftLabelException(path, row, FormattableString.Invariant($"the probability of {Columns[2 + k]} is {values[k]}"), "Give a number from 0 to 1.");
        }
        var sum = (double)values[0] + values[1] + values[2];
        if (Math.Abs(sum - 1) > Tolerance)
            throw new SoftLabelException(path, row, FormattableString.Invariant($"{values[0]} + {values[1]} + {values[2]} is {sum:0.####}, not 1"), "Divide the row by its sum, or give probabilities rather than scores.");
        for (var k = 0; k < values.Length; k++)
            values[k] = (float)(values[k] / sum);
    }
}
