using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using StockLab.Torch.Tests.Witness;
using TorchSharp;
using static TorchSharp.torch;

[assembly: AssemblyFixture(typeof(PyTorch))]

// The random sequence of libtorch is one for the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace StockLab.Torch.Tests.Witness;

/// <summary>Python's PyTorch as a witness: one process for all tests, asked one question at a time.</summary>
public sealed class PyTorch : IDisposable
{
    private readonly Process? _process;
    private readonly Lock _turn = new();

    public PyTorch()
    {
        // On a GPU machine the same tests make their tensors there; Python stays the witness on the CPU.
        if (Environment.GetEnvironmentVariable("STOCKLAB_DEVICE") is { Length: > 0 } device) set_default_device(device);
        foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3", "python" })
        {
            if (string.IsNullOrEmpty(python) || Start(python) is not { } process) continue;
            if (process.StandardOutput.ReadLine() is { } hello && hello.StartsWith('{'))
            {
                _process = process;
                Version = JsonNode.Parse(hello)!["version"]!.GetValue<string>();
                return;
            }
            process.Dispose();
        }
    }

    public string? Version { get; }

    /// <summary>Runs Python statements on tensors and returns what they put into <c>out</c>.</summary>
    public Dictionary<string, Tensor> Run(string code, params (string Name, Tensor Value)[] inputs)
    {
        Assert.SkipWhen(_process is null, "needs Python's torch: install python3-torch");
        var request = new JsonObject { ["code"] = code, ["inputs"] = new JsonObject(inputs.Select(input => KeyValuePair.Create<string, JsonNode?>(input.Name, Write(input.Value)))) };
        string? answer;
        lock (_turn)
        {
            _process.StandardInput.WriteLine(request.ToJsonString());
            _process.StandardInput.Flush();
            answer = _process.StandardOutput.ReadLine();
        }
        var reply = JsonNode.Parse(answer ?? throw new InvalidOperationException("Python ended"))!;
        if (reply["error"] is { } error) throw new InvalidOperationException($"{error.GetValue<string>()}\nin {code}");
        return reply["outputs"]!.AsObject().ToDictionary(entry => entry.Key, entry => Read(entry.Value!));
    }

    public void Dispose()
    {
        if (_process is null) return;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }

    private static Process? Start(string python)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "Witness", "witness.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start);
            process?.ErrorDataReceived += (_, _) => { };
            process?.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static readonly Dictionary<ScalarType, string> Names = new()
    {
        [ScalarType.Byte] = "uint8", [ScalarType.Int8] = "int8", [ScalarType.Int16] = "int16", [ScalarType.Int32] = "int32", [ScalarType.Int64] = "int64",
        [ScalarType.Float16] = "float16", [ScalarType.Float32] = "float32", [ScalarType.Float64] = "float64", [ScalarType.Bool] = "bool",
        [ScalarType.ComplexFloat32] = "complex64", [ScalarType.ComplexFloat64] = "complex128",
    };

    private static JsonNode Write(Tensor tensor)
    {
        using var local = tensor.detach().cpu().contiguous();
        return new JsonObject
        {
            ["dtype"] = Names[tensor.dtype],
            ["shape"] = new JsonArray(tensor.shape.Select(size => (JsonNode)size).ToArray()),
            ["data"] = local.numel() == 0 ? "" : Convert.ToBase64String(local.bytes),
        };
    }

    private static Tensor Read(JsonNode value)
    {
        var type = Names.First(name => name.Value == value["dtype"]!.GetValue<string>()).Key;
        var shape = value["shape"].Deserialize<long[]>()!;
        var tensor = torch.empty(shape, dtype: type, device: CPU);
        var data = Convert.FromBase64String(value["data"]!.GetValue<string>());
        if (data.Length > 0) tensor.bytes = data;
        return tensor;
    }
}
