using StockLab.Notebooks;

namespace StockLab.Cli.Tests;

/// <summary>Real tensors in a cell: shape, type, device and a few values, and nothing that has to be computed for it.</summary>
public sealed class TensorDisplayTests : IDisposable
{
    private readonly CSharpSession session = new(Path.Combine(CommandLine.Root, "notebooks"));

    public void Dispose() => session.Dispose();

    private async Task<MimeBundle> Show(string code)
    {
        var outputs = new List<CellOutput>();
        var result = await session.RunAsync(code, outputs.Add);
        Assert.True(result.Error is null, result.Error?.Message);
        return Assert.IsType<ResultOutput>(Assert.Single(outputs)).Data;
    }

    [Fact]
    public async Task ATensor_ShowsShapeTypeDeviceAndValues()
    {
        const string load = "#r \"../artifacts/lib/TorchSharp.dll\"\nusing TorchSharp;\n";
        var data = await Show(load + "torch.arange(6).reshape(2, 3).to_type(torch.ScalarType.Float32)");
        Assert.Equal("[2x3], type = Float32, device = cpu\n 0 1 2\n 3 4 5", data["text/plain"]!.TrimEnd().ReplaceLineEndings("\n"));
        Assert.Equal($"<pre>{data["text/plain"]}</pre>", data["text/html"]);

        // A large one is shortened in both directions.
        var lines = (await Show("torch.zeros(200, 300)"))["text/plain"]!.Split('\n');
        Assert.StartsWith("[200x300], type = Float32, device = cpu", lines[0]);
        Assert.InRange(lines.Length, 5, 14);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 200));

        // Within other values, and when its memory is gone.
        Assert.Contains("[], type = Float32, device = cpu, value = 2.5", (await Show("new { Loss = torch.tensor(2.5f), Epoch = 3 }"))["text/plain"]);
        Assert.Contains("without values", (await Show("var gone = torch.ones(2); gone.Dispose(); gone"))["text/plain"]);
    }
}
