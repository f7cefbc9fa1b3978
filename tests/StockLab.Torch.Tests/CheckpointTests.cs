using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>TorchSharp's own files: what comes back is what was written, and damage is told.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("checkpoint").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Sequential Net() => nn.Sequential(("conv", nn.Conv1d(2, 3, 3)), ("norm", nn.BatchNorm1d(3)), ("flat", nn.Flatten()), ("head", nn.Linear(12, 2)));

    [Fact]
    public void SavedState_ComesBack()
    {
        using var scope = NewDisposeScope();
        using var net = Net();
        net.call(randn(4, 2, 6));
        var path = Path.Combine(_folder, "net.dat");
        net.save(path);
        using var other = Net();
        other.load(path);
        foreach (var (key, value) in net.state_dict()) Assert.True(value.Equals(other.state_dict()[key]), key);
        Assert.Equal(["net.dat"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Layout_IsCountThenNameTypeShapeAndElements()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        linear.load_state_dict(new() { ["weight"] = tensor(new[,] { { 1f, 2f } }), ["bias"] = tensor(new[] { 3f }) });
        using var file = new MemoryStream();
        linear.save(new BinaryWriter(file));
        byte[] expected = [2, 6, .. "weight"u8, 6, 2, 1, 2, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), 4, .. "bias"u8, 6, 1, 1, .. BitConverter.GetBytes(3f)];
        Assert.Equal(expected, file.ToArray());
    }

    [Fact]
    public void ATensorOfItsOwn_ComesBack_WhateverItsStrides()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "tensor.dat");
        foreach (var tensor in new[] { randn(2, 3).t(), zeros(0, 2), torch.tensor(5L), randn(3) > 0, randn(2, dtype: ScalarType.Float64) })
        {
            tensor.Save(path);
            Assert.True(tensor.Equals(Tensor.Load(path)));
        }
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Assert.Throws<EndOfStreamException>(() => Tensor.Load(path));
    }

    [Fact]
    public void Skipped_AndUnknownNames_ArePassedOver_WhereThatIsAllowed()
    {
        using var scope = NewDisposeScope();
        using var big = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)));
        using var small = nn.Sequential(("b", nn.Linear(2, 2)));
        var path = Path.Combine(_folder, "big.dat");
        big.save(path);
        Assert.Throws<ArgumentException>(() => small.load(path));
        var loaded = new Dictionary<string, bool>();
        small.load(path, strict: false, loadedParameters: loaded);
        Assert.True(small.state_dict()["b.weight"].Equals(big.state_dict()["b.weight"]));
        Assert.Equal((false, true), (loaded["a.weight"], loaded["b.weight"]));
    }

    [Fact]
    public void OtherTypesAndShapes_AreRefused()
    {
        using var scope = NewDisposeScope();
        var path = Path.Combine(_folder, "a.dat");
        nn.Linear(2, 3).save(path);
        Assert.Contains("shape", Assert.Throws<ArgumentException>(() => nn.Linear(3, 3).load(path)).Message);
        Assert.Contains("types", Assert.Throws<ArgumentException>(() => nn.Linear(2, 3, dtype: ScalarType.Float64).load(path)).Message);
        Assert.Throws<FileNotFoundException>(() => nn.Linear(2, 3).load(Path.Combine(_folder, "missing.dat")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\": 1}")]
    [InlineData("PK\u0003\u0004 something zipped that is long enough to look like much more than it is")]
    public void ForeignFiles_AreRefused(string content)
    {
        using var net = Net();
        var path = Path.Combine(_folder, "foreign.dat");
        File.WriteAllText(path, content);
        Refused(() => net.load(path));
    }

    [Fact]
    public void TenThousandDamagedFiles_EndInAnExceptionOrInAState_NeverInACrash()
    {
        using var net = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using var good = new MemoryStream();
        net.save(new BinaryWriter(good));
        var bytes = good.ToArray();
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var damaged = (byte[])bytes.Clone();
            switch (i % 4)
            {
                case 0: damaged = damaged[..random.Next(damaged.Length)]; break;
                case 1: damaged[random.Next(damaged.Length)] = (byte)random.Next(256); break;
                case 2: random.NextBytes(damaged.AsSpan(random.Next(damaged.Length))); break;
                case 3: damaged = [.. damaged[..random.Next(40)], .. Enumerable.Repeat((byte)255, random.Next(1, 12)), .. damaged[random.Next(40)..]]; break;
            }
            using var reader = new BinaryReader(new MemoryStream(damaged));
            try
            {
                net.load(reader, strict: i % 3 != 0);
            }
            catch (Exception error) when (error is IOException or InvalidDataException or ArgumentException or InvalidOperationException)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }
        Assert.InRange(refused, 5_000, 10_000);
    }

    private static void Refused(Action load)
    {
        var error = Assert.ThrowsAny<Exception>(load);
        Assert.True(error is IOException or InvalidDataException or ArgumentException, error.ToString());
    }
}
