using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace StockLab.Recurrent;

/// <summary>
/// A safetensors file: 8 bytes of header length, a JSON header, then the elements of every tensor without gap or overlap
/// (format: https://huggingface.co/docs/safetensors). Opening reads only the header; elements are read straight into the caller's memory.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that is accepted, as in the reference implementation: 100 million bytes.</summary>
    public const long LongestHeader = 100_000_000;

    private const string Damaged = "The file is damaged or no safetensors file: write or download it again";

    private readonly SafeFileHandle _handle;
    private readonly long _dataStart;
    private readonly Dictionary<string, TensorEntry> _tensors;

    private SafetensorsFile(string path, SafeFileHandle handle, long dataStart, Dictionary<string, TensorEntry> tensors, Dictionary<string, string> metadata)
    {
        FilePath = path;
        _handle = handle;
        _dataStart = dataStart;
        _tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The path it was opened by.</summary>
    public string FilePath { get; }

    /// <summary>The writer's own notes, text by name; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Every tensor by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>The entry of one tensor.</summary>
    /// <exception cref="SafetensorsException">There is no tensor of that name.</exception>
    public TensorEntry this[string name] => _tensors.TryGetValue(name, out var entry)
        ? entry
        : throw new SafetensorsException(FilePath, name, "there is no such tensor", $"The file holds: {string.Join(", ", _tensors.Keys.Take(20))}{(_tensors.Count > 20 ? ", …" : "")}");

    // ---- reading -------------------------------------------------------------------------------------------

    /// <summary>Opens a file and checks its whole header; no element is read.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">The file is missing, truncated, damaged or of another format.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return Open(path, handle);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            handle?.Dispose();
            throw new SafetensorsException(path, null, $"cannot be opened ({problem.Message})", "Check the path and the permission to read it", problem);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    private static SafetensorsFile Open(string path, SafeFileHandle handle)
    {
        var fileLength = RandomAccess.GetLength(handle);
        if (fileLength < 8)
            throw new SafetensorsException(path, null, $"is {fileLength} bytes long, shorter than the 8 bytes of header length", Damaged);
        Span<byte> lengthBytes = stackalloc byte[8];
        Fill(path, null, handle, lengthBytes, 0);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (headerLength < 2 || headerLength > LongestHeader)
            throw new SafetensorsException(path, null, $"claims a header of {headerLength} bytes; 2 to {LongestHeader} are possible", Damaged);
        if (headerLength > (ulong)(fileLength - 8))
            throw new SafetensorsException(path, null, $"claims a header of {headerLength} bytes but only {fileLength - 8} follow", Damaged);

        var dataLength = fileLength - 8 - (long)headerLength;
        var rented = ArrayPool<byte>.Shared.Rent((int)headerLength);
        try
        {
            var json = rented.AsSpan(0, (int)headerLength);
            Fill(path, null, handle, json, 8);
            if (json[0] != (byte)'{')
                throw new SafetensorsException(path, null, $"its header begins with byte 0x{json[0]:X2} instead of '{{'", Damaged);
            var (tensors, metadata) = ParseHeader(path, json, dataLength);
            return new SafetensorsFile(path, handle, 8 + (long)headerLength, tensors, metadata);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            throw new SafetensorsException(path, null, $"its header is not valid JSON ({problem.Message.TrimEnd('.')})", Damaged, problem);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static (Dictionary<string, TensorEntry>, Dictionary<string, string>) ParseHeader(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var hasMetadata = false;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        Expect(path, ref reader, JsonTokenType.StartObject, null);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            if (name == "__metadata__")
            {
                if (hasMetadata)
                    throw new SafetensorsException(path, null, "its header has two __metadata__ entries", Damaged);
                hasMetadata = true;
                ParseMetadata(path, ref reader, metadata);
            }
            else if (!tensors.TryAdd(name, ParseTensor(path, name, ref reader, dataLength)))
            {
                throw new SafetensorsException(path, name, "the name occurs twice", Damaged);
            }
        }
        if (reader.Read())
            throw new SafetensorsException(path, null, "its header goes on after the closing brace", Damaged);

        long position = 0;
        foreach (var tensor in tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != position)
                throw new SafetensorsException(path, tensor.Name, $"begins at byte {tensor.Begin} where byte {position} is next, {(tensor.Begin < position ? "overlapping another tensor" : "leaving a gap")}", Damaged);
            position = tensor.End;
        }
        if (position != dataLength)
            throw new SafetensorsException(path, null, $"its tensors take {position} bytes but {dataLength} follow the header", Damaged);
        return (tensors, metadata);
    }

    private static void ParseMetadata(string path, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(path, ref reader, JsonTokenType.StartObject, null);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            Expect(path, ref reader, JsonTokenType.String, null);
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw new SafetensorsException(path, null, $"its metadata name '{key}' twice", Damaged);
        }
    }

    private static TensorEntry ParseTensor(string path, string name, ref Utf8JsonReader reader, long dataLength)
    {
        TensorType? type = null;
        List<long>? shape = null;
        long begin = -1, end = -1;
        Expect(path, ref reader, JsonTokenType.StartObject, name);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            switch (reader.GetString())
            {
                case "dtype" when type is null:
                    Expect(path, ref reader, JsonTokenType.String, name);
                    type = ParseType(path, name, reader.GetString()!);
                    break;
                case "shape" when shape is null:
                    shape = [];
                    Expect(path, ref reader, JsonTokenType.StartArray, name);
                    while (Next(ref reader) != JsonTokenType.EndArray)
                        shape.Add(Whole(path, name, ref reader));
                    break;
                case "data_offsets" when end < 0:
                    Expect(path, ref reader, JsonTokenType.StartArray, name);
                    Expect(path, ref reader, JsonTokenType.Number, name);
                    begin = Whole(path, name, ref reader);
                    Expect(path, ref reader, JsonTokenType.Number, name);
                    end = Whole(path, name, ref reader);
                    Expect(path, ref reader, JsonTokenType.EndArray, name);
                    break;
                case var field:
                    throw new SafetensorsException(path, name, $"field '{field}' is unknown or occurs twice", Damaged);
            }
        }
        if (type is null || shape is null || end < 0)
            throw new SafetensorsException(path, name, "one of dtype, shape and data_offsets is missing", Damaged);
        if (begin > end || end > dataLength)
            throw new SafetensorsException(path, name, $"data_offsets [{begin}, {end}] lie outside the {dataLength} bytes of data", Damaged);

        var bytes = (UInt128)TensorEntry.SizeOf(type.Value);
        var empty = shape.Contains(0);
        foreach (var size in shape)
        {
            bytes = empty ? 0 : bytes * (UInt128)size;
            if (bytes > long.MaxValue)
                break;
        }
        if (bytes != (UInt128)(end - begin))
            throw new SafetensorsException(path, name, $"{type} with shape [{string.Join(", ", shape)}] does not take the {end - begin} bytes of its data_offsets", Damaged);
        return new TensorEntry(name, type.Value, [.. shape], begin, end);
    }

    private static TensorType ParseType(string path, string name, string text)
    {
        foreach (var type in Enum.GetValues<TensorType>())
        {
            if (type.ToString() == text)
                return type;
        }
        throw new SafetensorsException(path, name, $"element type '{text}' is not supported", $"Convert it to one of {string.Join(", ", Enum.GetNames<TensorType>())}");
    }

    private static long Whole(string path, string name, ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= 0
            ? value
            : throw new SafetensorsException(path, name, $"'{Encoding.UTF8.GetString(reader.ValueSpan)}' is not a whole number from 0 to {long.MaxValue}", Damaged);

    private static JsonTokenType Next(ref Utf8JsonReader reader)
    {
        reader.Read(); // an incomplete text throws: the reader knows that no more follows
        return reader.TokenType;
    }

    private static void Expect(string path, ref Utf8JsonReader reader, JsonTokenType expected, string? tensor)
    {
        if (Next(ref reader) != expected)
            throw new SafetensorsException(path, tensor, $"the header has {reader.TokenType} where {expected} belongs", Damaged);
    }

    /// <summary>Reads a tensor's elements into <paramref name="destination"/>, which must hold exactly as many.</summary>
    /// <typeparam name="T">The .NET type of the elements: float for F32, double for F64, <see cref="Half"/> for F16, long for I64, ….</typeparam>
    /// <exception cref="SafetensorsException">No such tensor, another element type, another length, or the file was truncated since it was opened.</exception>
    public void Read<T>(string name, Span<T> destination) where T : unmanaged
    {
        var entry = this[name];
        if (TypeOf<T>() != entry.Type)
            throw new SafetensorsException(FilePath, name, $"holds {entry.Type}, not {typeof(T).Name}", "Read it as the type it has, or with ReadSingles or ReadDoubles, which convert");
        if (entry.Count != destination.Length)
            throw new SafetensorsException(FilePath, name, $"has {entry.Count} elements, the destination {destination.Length}", "Give a destination of the same length");
        ReadElements(entry, destination);
        if (entry.Type == TensorType.BOOL)
        {
            // A .NET bool other than 0 and 1 would compare unequal to both.
            foreach (ref var flag in MemoryMarshal.AsBytes(destination))
                flag = flag == 0 ? (byte)0 : (byte)1;
        }
    }

    /// <summary>Reads a tensor's elements into a new array, row-major.</summary>
    /// <inheritdoc cref="Read{T}(string, Span{T})"/>
    public T[] Read<T>(string name) where T : unmanaged
    {
        var values = NewArray<T>(this[name]);
        Read<T>(name, values);
        return values;
    }

    /// <summary>Reads a tensor's elements as little-endian bytes, whatever their type.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or the file was truncated since it was opened.</exception>
    public byte[] ReadBytes(string name)
    {
        var entry = this[name];
        if (entry.End - entry.Begin > Array.MaxLength)
            throw new SafetensorsException(FilePath, name, $"its {entry.End - entry.Begin} bytes do not fit into one array", "Read it by its element type");
        var bytes = new byte[entry.End - entry.Begin];
        Fill(FilePath, name, _handle, bytes, _dataStart + entry.Begin);
        return bytes;
    }

    /// <summary>Reads F32, F64, F16, BF16 or an integer type as single-precision numbers, rounded to nearest.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or one that holds truth values.</exception>
    public float[] ReadSingles(string name)
    {
        var entry = this[name];
        if (entry.Type == TensorType.F32)
            return Read<float>(name);
        return Array.ConvertAll(ReadDoubles(name), value => (float)value);
    }

    /// <summary>Reads F32, F64, F16, BF16 or an integer type as double-precision numbers.</summary>
    /// <exception cref="SafetensorsException">No such tensor, or one that holds truth values.</exception>
    public double[] ReadDoubles(string name)
    {
        var entry = this[name];
        return entry.Type switch
        {
            TensorType.F64 => Read<double>(name),
            TensorType.F32 => Array.ConvertAll(Read<float>(name), value => (double)value),
            TensorType.F16 => Array.ConvertAll(Read<Half>(name), value => (double)value),
            TensorType.BF16 => Array.ConvertAll(ReadBrain(entry), bits => (double)BitConverter.UInt32BitsToSingle((uint)bits << 16)),
            TensorType.I64 => Array.ConvertAll(Read<long>(name), value => (double)value),
            TensorType.U64 => Array.ConvertAll(Read<ulong>(name), value => (double)value),
            TensorType.I32 => Array.ConvertAll(Read<int>(name), value => (double)value),
            TensorType.U32 => Array.ConvertAll(Read<uint>(name), value => (double)value),
            TensorType.I16 => Array.ConvertAll(Read<short>(name), value => (double)value),
            TensorType.U16 => Array.ConvertAll(Read<ushort>(name), value => (double)value),
            TensorType.I8 => Array.ConvertAll(Read<sbyte>(name), value => (double)value),
            TensorType.U8 => Array.ConvertAll(Read<byte>(name), value => (double)value),
            _ => throw new SafetensorsException(FilePath, name, $"holds {entry.Type}, not numbers", "Read it with Read<bool>"),
        };
    }

    private ushort[] ReadBrain(TensorEntry entry)
    {
        var bits = NewArray<ushort>(entry);
        ReadElements<ushort>(entry, bits);
        return bits;
    }

    private T[] NewArray<T>(TensorEntry entry) where T : unmanaged => entry.Count <= Array.MaxLength
        ? new T[entry.Count]
        : throw new SafetensorsException(FilePath, entry.Name, $"its {entry.Count} elements do not fit into one array", "Split it before writing");

    private void ReadElements<T>(TensorEntry entry, Span<T> destination) where T : unmanaged
    {
        const int Chunk = 1 << 24; // elements: a span of bytes cannot exceed 2 GiB
        var position = _dataStart + entry.Begin;
        for (var start = 0; start < destination.Length; start += Chunk)
        {
            var bytes = MemoryMarshal.AsBytes(destination.Slice(start, Math.Min(Chunk, destination.Length - start)));
            Fill(FilePath, entry.Name, _handle, bytes, position);
            position += bytes.Length;
        }
        if (!BitConverter.IsLittleEndian)
            ReverseEachElement(MemoryMarshal.AsBytes(destination), Unsafe.SizeOf<T>());
    }

    private static void ReverseEachElement(Span<byte> bytes, int size)
    {
        for (var i = 0; i < bytes.Length; i += size)
            bytes.Slice(i, size).Reverse();
    }

    private static void Fill(string path, string? tensor, SafeFileHandle handle, Span<byte> destination, long position)
    {
        while (destination.Length > 0)
        {
            int read;
            try
            {
                read = RandomAccess.Read(handle, destination, position);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new SafetensorsException(path, tensor, $"cannot be read ({problem.Message})", "Check the disk or copy the file to another place", problem);
            }
            if (read == 0)
                throw new SafetensorsException(path, tensor, $"ends at byte {position}, {destination.Length} bytes too early", "The file was truncated while it was open: write it again");
            destination = destination[read..];
            position += read;
        }
    }

    private static TensorType? TypeOf<T>() where T : unmanaged => default(T) switch
    {
        float => TensorType.F32,
        double => TensorType.F64,
        Half => TensorType.F16,
        long => TensorType.I64,
        ulong => TensorType.U64,
        int => TensorType.I32,
        uint => TensorType.U32,
        short => TensorType.I16,
        ushort => TensorType.U16,
        sbyte => TensorType.I8,
        byte => TensorType.U8,
        bool => TensorType.BOOL,
        _ => null,
    };

    // ---- writing -------------------------------------------------------------------------------------------

    /// <summary>Writes a file whole or not at all; a file already there is replaced only once the new one is on the disk.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">The tensors; their order in the file is by element size, then by name, so that every element is aligned.</param>
    /// <param name="metadata">Notes to keep in the header.</param>
    /// <exception cref="SafetensorsException">A name is reserved, occurs twice or is no valid Unicode text, or the disk refuses.</exception>
    public static void Write(string path, IEnumerable<SafeTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderByDescending(tensor => TensorEntry.SizeOf(tensor.Type)).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        var header = Header(path, ordered, metadata);
        try
        {
            AtomicFile.Write(path, stream =>
            {
                Span<byte> length = stackalloc byte[8];
                BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
                stream.Write(length);
                stream.Write(header);
                foreach (var tensor in ordered)
                {
                    if (BitConverter.IsLittleEndian)
                    {
                        stream.Write(tensor.Bytes);
                    }
                    else
                    {
                        var swapped = tensor.Bytes.ToArray();
                        ReverseEachElement(swapped, TensorEntry.SizeOf(tensor.Type));
                        stream.Write(swapped);
                    }
                }
            });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SafetensorsException(path, null, $"cannot be written ({problem.Message})", "Check that its folder can be written and has room", problem);
        }
    }

    private static byte[] Header(string path, List<SafeTensor> ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(Text(path, null, key), Text(path, null, value));
                json.WriteEndObject();
            }
            long position = 0;
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var tensor in ordered)
            {
                if (tensor.Name == "__metadata__")
                    throw new SafetensorsException(path, tensor.Name, "the name is reserved by the format", "Choose another name");
                if (!seen.Add(tensor.Name))
                    throw new SafetensorsException(path, tensor.Name, "the name occurs twice", "Give every tensor its own name");
                json.WriteStartObject(Text(path, tensor.Name, tensor.Name));
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                json.WriteNumberValue(position += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0) // the data begins at a multiple of 8, the header is padded with blanks
            buffer.WriteByte((byte)' ');
        if (buffer.Length > LongestHeader)
            throw new SafetensorsException(path, null, $"its header would take {buffer.Length} bytes, more than the {LongestHeader} that readers accept", "Shorten the metadata or write several files");
        return buffer.ToArray();
    }

    /// <summary>The text itself; half a surrogate pair is refused because it could not be read back.</summary>
    private static string Text(string path, string? tensor, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                throw new SafetensorsException(path, tensor, "a name or a note is no valid Unicode text (half a surrogate pair)", "Correct the text");
        }
        return text;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();
}
