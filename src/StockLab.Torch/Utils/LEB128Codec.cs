namespace TorchSharp.Utils;

/// <summary>Whole numbers in as few bytes as they need, seven bits each, the lowest first.</summary>
internal static class LEB128Codec
{
    internal static void Encode(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    /// <exception cref="InvalidDataException">What comes is no such number.</exception>
    internal static long Decode(this BinaryReader reader)
    {
        try
        {
            var value = reader.Read7BitEncodedInt64();
            return value >= 0 ? value : throw new InvalidDataException($"The file holds the number {value} where a count belongs: it is damaged, or of another format.");
        }
        catch (FormatException error)
        {
            throw new InvalidDataException("The file holds no number where one belongs: it is damaged, or of another format.", error);
        }
    }
}
