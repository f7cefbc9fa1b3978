using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Recurrent.Tests;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string FileOf(string header, int dataBytes = 0, ulong? claimed = null)
    {
        var path = _folder["damaged.safetensors"];
        var text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed ?? (ulong)text.Length);
        text.CopyTo(bytes, 8);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Entry(string name, string type, string shape, string offsets) =>
        $$$"""{"{{{name}}}":{"dtype":"{{{type}}}","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""";

    [Fact]
    public void EveryElementType_OfAnIndependentWriter_IsRead()
    {
        var path = _folder["witness.safetensors"];
        Python.Run(Python.With("json", "python3"), Python.Script("safetensors_witness.py"), "write", path);
        using var file = SafetensorsFile.Open(path);

        Assert.Equal([0.1, -1e300], file.Read<double>("double"));
        Assert.Equal([.. Enumerable.Range(0, 6).Select(i => (float)(i / 7.0))], file.Read<float>("single"));
        Assert.Equal([2, 3], file["single"].Shape);
        Assert.Equal([1.5f, -0.099975586f, 65504f], file.ReadSingles("half"));
        Assert.Equal([1f, -3.140625f], file.ReadSingles("brain"));
        Assert.Equal([1L << 62, -5], file.Read<long>("long"));
        Assert.Equal([int.MinValue, 7], file.Read<int>("int"));
        Assert.Equal([0, 1, 128, 255], file.Read<byte>("byte"));
        Assert.Equal([true, false], file.Read<bool>("flag"));
        Assert.Equal([42f], file.Read<float>("scalar"));
        Assert.Empty(file["scalar"].Shape);
        Assert.Empty(file.Read<float>("empty"));
        Assert.Equal([7], file.ReadBytes("mit Umlaut ä 😀 \""));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("a\nb", file.Metadata["note"]);
    }

    [Fact]
    public void WhatWeWrite_IsReadByAnIndependentReader_Aligned()
    {
        var path = _folder["ours.safetensors"];
        SafetensorsFile.Write(path,
            [
                SafeTensor.Of("flag", [true], 1),
                SafeTensor.Of("byte", [1, 2, 255], 3),
                SafeTensor.Of("single ä", [0.25f, -1f], 1, 2),
                SafeTensor.Of("double", [0.1]),
                SafeTensor.Of("long", [long.MinValue], 1),
                SafeTensor.Of("int", [-7], 1, 1, 1),
                SafeTensor.Raw("half", TensorType.F16, [0, 0x3E], 1),
                SafeTensor.Of("empty", Array.Empty<double>(), 0),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["quote"] = "\"" });

        var seen = JsonDocument.Parse(Python.Run(Python.With("json", "python3"), Python.Script("safetensors_witness.py"), "read", path)).RootElement;

        Assert.True(seen.GetProperty("complete").GetBoolean());
        Assert.Equal("\"", seen.GetProperty("metadata").GetProperty("quote").GetString());
        var tensors = seen.GetProperty("tensors");
        Assert.Equal(8, tensors.EnumerateObject().Count());
        Assert.Equal([0.25, -1], tensors.GetProperty("single ä").GetProperty("values").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal([1, 2], tensors.GetProperty("single ä").GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(0.1, tensors.GetProperty("double").GetProperty("values")[0].GetDouble());
        Assert.Equal(0, tensors.GetProperty("double").GetProperty("shape").GetArrayLength());
        Assert.Equal(long.MinValue, tensors.GetProperty("long").GetProperty("values")[0].GetInt64());
        Assert.Equal(-7, tensors.GetProperty("int").GetProperty("values")[0].GetInt32());
        Assert.Equal(1.5, tensors.GetProperty("half").GetProperty("values")[0].GetDouble());
        Assert.True(tensors.GetProperty("flag").GetProperty("values")[0].GetBoolean());
        Assert.Equal("BOOL", tensors.GetProperty("flag").GetProperty("dtype").GetString());
    }

    [Fact]
    public void AnyArrays_ComeBackAsTheyWere()
    {
        var path = _folder["round.safetensors"];
        Check.QuickThrowOnFailure(Prop.ForAll<float[], long[], bool[]>((singles, longs, flags) =>
        {
            SafetensorsFile.Write(path, [SafeTensor.Of("s", singles, singles.Length), SafeTensor.Of("l", longs, 1, longs.Length), SafeTensor.Of("f", flags, flags.Length)]);
            using var file = SafetensorsFile.Open(path);
            return file.ReadBytes("s").AsSpan().SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(singles))
                && file.Read<long>("l").AsSpan().SequenceEqual(longs)
                && file.Read<bool>("f").AsSpan().SequenceEqual(flags);
        }));
    }

    public static TheoryData<string, int, string> Damages => new()
    {
        { Entry("a", "F32", "[2]", "[0,8]"), 4, "[0, 8] lie outside the 4 bytes" },
        { Entry("a", "F32", "[2]", "[8,0]"), 8, "[8, 0] lie outside" },
        { Entry("a", "F32", "[2]", "[0,8]"), 12, "take 8 bytes but 12 follow" },
        { Entry("a", "F32", "[2]", "[4,12]"), 12, "leaving a gap" },
        { Entry("a", "F32", "[3]", "[0,8]"), 8, "does not take the 8 bytes" },
        { Entry("a", "F32", "[9223372036854775807,9223372036854775807,4]", "[0,16]"), 16, "does not take the 16 bytes" },
        { Entry("a", "F32", "[4294967296,4294967296]", "[0,0]"), 0, "does not take the 0 bytes" },
        { Entry("a", "F32", "[-1]", "[0,4]"), 4, "'-1' is not a whole number" },
        { Entry("a", "F32", "[1.0]", "[0,4]"), 4, "'1.0' is not a whole number" },
        { Entry("a", "F32", "[99999999999999999999]", "[0,4]"), 4, "is not a whole number" },
        { Entry("a", "F32", "[true]", "[0,4]"), 4, "is not a whole number" },
        { Entry("a", "F32", "[1]", "[0,4,8]"), 4, "Number where EndArray belongs" },
        { Entry("a", "F32", "[1]", "\"0\""), 4, "where StartArray belongs" },
        { Entry("a", "F7", "[1]", "[0,4]"), 4, "'F7' is not supported" },
        { Entry("a", "4", "[1]", "[0,4]"), 4, "'4' is not supported" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "the name occurs twice" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "overlapping" },
        { """{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "field 'dtype' is unknown or occurs twice" },
        { """{"a":{"dtype":"U8","shape":[1]}}""", 1, "is missing" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"more":1}}""", 1, "field 'more' is unknown" },
        { """{"a":1}""", 1, "Number where StartObject belongs" },
        { """{"__metadata__":{"n":1}}""", 0, "Number where String belongs" },
        { """{"__metadata__":{"n":"1","n":"2"}}""", 0, "'n' twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "two __metadata__" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}""", 1, "not valid JSON" },
        { """{} {}""", 0, "not valid JSON" },
        { """ {}""", 0, "begins with byte 0x20" },
        { """[]""", 0, "begins with byte 0x5B" },
        { """{"\ud800":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1, "not valid JSON" },
        { $$$"""{"__metadata__":{"deep":{{{new string('[', 3000)}}}""", 0, "where String belongs" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void ADamagedHeader_IsRefused_NamingFileAndFault(string header, int dataBytes, string fault)
    {
        var path = FileOf(header, dataBytes);
        var refusal = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path));
        Assert.Contains(fault, refusal.Message);
        Assert.Contains("damaged.safetensors", refusal.Message);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL)]
    [InlineData(3UL)]
    [InlineData(100_000_001UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    public void AHostileHeaderLength_IsRefused_WithoutAllocatingIt(ulong claimed)
    {
        var path = FileOf("{}", 0, claimed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("header of", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(path)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void AFileShorterThanItsLengthField_IsRefused(int bytes)
    {
        File.WriteAllBytes(_folder["short"], new byte[bytes]);
        Assert.Contains($"is {bytes} bytes long", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder["short"])).Message);
    }

    [Fact]
    public void AMissingFile_OrAFolder_IsRefusedByName()
    {
        Assert.Contains("nowhere", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder["nowhere"])).Message);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(_folder.Path));
    }

    [Fact]
    public void TenThousandDamagedFiles_NeverRaiseAnythingButTheTypedException()
    {
        var path = _folder["good.safetensors"];
        SafetensorsFile.Write(path,
            [SafeTensor.Of("weight_ih_l0", new float[12], 3, 4), SafeTensor.Of("steps", [5L]), SafeTensor.Of("mask", [true, false], 2), SafeTensor.Raw("half", TensorType.BF16, new byte[8], 2, 2)],
            new Dictionary<string, string> { ["format"] = "pt" });
        var good = File.ReadAllBytes(path);
        var random = new Random(20261121);
        var victim = _folder["victim.safetensors"];
        int refused = 0, accepted = 0;
        for (var round = 0; round < 10_000; round++)
        {
            File.WriteAllBytes(victim, Damage(good, random));
            try
            {
                using var file = SafetensorsFile.Open(victim);
                foreach (var tensor in file.Tensors.Values)
                {
                    Assert.Equal(tensor.End - tensor.Begin, file.ReadBytes(tensor.Name).Length);
                    if (tensor.Type != TensorType.BOOL)
                        Assert.Equal(tensor.Count, file.ReadSingles(tensor.Name).Length);
                }
                accepted++;
            }
            catch (SafetensorsException refusal)
            {
                Assert.Contains("victim.safetensors", refusal.Message);
                refused++;
            }
        }
        Assert.True(refused > 5_000 && accepted > 100, $"{refused} refused, {accepted} accepted: the damage is not what it should be");
    }

    private const string Junk = "0123456789{}[]\",:-e.\\ \u00ff";

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var wounds = random.Next(1, 4); wounds > 0; wounds--)
        {
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[random.Next(8)] = (byte)random.Next(256); break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes[..at], (byte)Junk[random.Next(Junk.Length)], .. bytes[at..]]; break;
                case 4: bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]]; break;
                default: random.NextBytes(bytes.AsSpan(at, Math.Min(4, bytes.Length - at))); break;
            }
            if (bytes.Length < 8)
                break;
        }
        return bytes;
    }

    [Fact]
    public void TheWrongType_Length_OrName_IsRefusedNamingTheTensor()
    {
        var path = _folder["types.safetensors"];
        SafetensorsFile.Write(path, [SafeTensor.Of("w", [1f, 2f], 2), SafeTensor.Of("flag", [true], 1)]);
        using var file = SafetensorsFile.Open(path);
        Assert.Contains("'w': holds F32, not Double", Assert.Throws<SafetensorsException>(() => file.Read<double>("w")).Message);
        Assert.Contains("has 2 elements, the destination 3", Assert.Throws<SafetensorsException>(() => file.Read<float>("w", new float[3])).Message);
        Assert.Contains("holds: w, flag", Assert.Throws<SafetensorsException>(() => file.Read<float>("v")).Message);
        Assert.Contains("not numbers", Assert.Throws<SafetensorsException>(() => file.ReadSingles("flag")).Message);
    }

    [Fact]
    public void AFileCutWhileOpen_IsReported()
    {
        var path = _folder["cut.safetensors"];
        SafetensorsFile.Write(path, [SafeTensor.Of("w", new float[1000], 1000)]);
        using var file = SafetensorsFile.Open(path);
        using (var other = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            other.SetLength(200);
        Assert.Contains("'w': ends at byte 200", Assert.Throws<SafetensorsException>(() => file.Read<float>("w")).Message);
    }

    [Fact]
    public void Writing_RefusesNamesThatCouldNotBeReadBack()
    {
        var path = _folder["names.safetensors"];
        Assert.Contains("reserved", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(path, [SafeTensor.Of("__metadata__", [1f], 1)])).Message);
        Assert.Contains("twice", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(path, [SafeTensor.Of("a", [1f], 1), SafeTensor.Of("a", [2f], 1)])).Message);
        Assert.Contains("surrogate", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(path, [SafeTensor.Of("a\ud800", [1f], 1)])).Message);
        Assert.Contains("needs 6 elements but the array holds 5", Assert.Throws<ArgumentException>(() => SafeTensor.Of("a", new float[5], 2, 3)).Message);
        Assert.Contains("negative", Assert.Throws<ArgumentException>(() => SafeTensor.Of("a", new float[5], -5)).Message);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void AMissingFolder_IsMade()
    {
        var path = _folder["new/weights.safetensors"];
        SafetensorsFile.Write(path, [SafeTensor.Of("a", [1f], 1)]);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void AFileWhereAFolderShouldBe_IsRefusedByName()
    {
        File.WriteAllText(_folder["file"], "not a folder");
        Assert.Contains("cannot be written", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(_folder["file/a.safetensors"], [SafeTensor.Of("a", [1f], 1)])).Message);
    }
}
