using System.Runtime.InteropServices;
using System.Security.Cryptography;
using StockLab.Forecasting;

namespace StockLab.Experiments;

/// <summary>Tells data sets apart, so that a result kept on disk is never taken for that of other data.</summary>
internal static class SamplesFingerprint
{
    /// <summary>A number that depends on every value, label and date of the samples, and on the parts given.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="parts">Numbers of samples, such as those that train; their order counts.</param>
    /// <param name="file">A file whose contents count, too; null for none.</param>
    internal static string Of(DirectionSamples samples, IEnumerable<IReadOnlyList<int>> parts, string? file = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var values = new float[samples.Channels.Length * samples.Days];
        for (var i = 0; i < samples.Count; i++)
        {
            samples.CopyTo(i, values);
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes([(int)samples[i].Label, samples[i].LastDay.DayNumber, samples[i].LabelTo.DayNumber]));
        }
        foreach (var part in parts)
            hash.AppendData(MemoryMarshal.AsBytes([part.Count, .. part]));
        if (file is not null)
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
