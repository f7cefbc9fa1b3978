using System.Diagnostics;
using System.Globalization;
using StockLab.Forecasting;
using StockLab.Market;
using static TorchSharp.torch;

namespace StockLab.Benchmarks;

/// <summary>
/// Source S2's network in training, ours beside Python's PyTorch on the same libtorch with as many threads: all samples once, in batches of 32 of 12 × 560, each batch assembled, forward, backward, Adam.
/// Both sides take turns, an epoch each, and the medians of the turns are compared, so that a busy neighbour slows both.
/// </summary>
public sealed class ClassifierBenchmark : IBenchmark
{
    private const int Channels = 12, Batch = 32, WarmUp = 4 * Batch, Rounds = 5;

    /// <inheritdoc/>
    public string Name => "classifier";

    /// <inheritdoc/>
    public string Summary => "an epoch of S2's ResNet-18 over 45 × 37 samples at batch 32, in seconds, beside Python's PyTorch";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var threads = get_num_threads();
        log.WriteLine($"libtorch {__version__}, {threads} threads");
        using var python = Start(threads, log);
        var samples = Made();
        using var network = ResNet1d.Create18(Channels);

        // A few steps of both are not counted: memory is fetched, caches are filled.
        Ours(network, samples, WarmUp);
        if (python is not null)
            Ask(python, WarmUp);
        var (ours, peers) = (new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            ours.Add(Ours(network, samples, samples.Count));
            if (python is not null)
                peers.Add(Ask(python, samples.Count));
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {round}/{Rounds}: {ours[^1]:F2} s{(python is null ? "" : $", PyTorch {peers[^1]:F2} s")}"));
        }
        python?.StandardInput.Close();
        python?.WaitForExit();
        yield return new BenchmarkCase("resnet18-1d-epoch-b32", Median(ours), python is null ? null : Median(peers), "s/epoch");
    }

    // Seconds for an epoch over the first so many samples, as the trainer does it.
    private static double Ours(ResNet1d network, DirectionSamples samples, int count) =>
        new ClassifierTrainer(new TrainingSettings { Epochs = 1, BatchSize = Batch, Optimizer = new OptimizerSettings { Epsilon = 1e-8 } }).Fit(network, samples, [.. Enumerable.Range(0, count)]).Seconds;

    private static DirectionSamples Made()
    {
        // One long series of noise a channel, and samples that overlap as S2's do; only their sizes matter here.
        var random = new SeededRandom(1);
        var origin = new PriceOrigin("benchmark", IsGenerated: true);
        var from = new DateOnly(2015, 1, 1);
        PriceSeries Series(string symbol)
        {
            var price = 100.0;
            return PriceSeries.FromBars(symbol, origin, [.. Enumerable.Range(0, 1230).Select(day =>
            {
                price *= Math.Exp(0.02 * random.NextGaussian());
                return new Bar(from.AddDays(day), price, price, price, price, 1);
            })]);
        }
        var folder = Directory.CreateTempSubdirectory("stocklab-bench-").FullName;
        try
        {
            foreach (var channel in Channel.S2)
                PriceCsv.Write(Series(channel.Symbols[0]), Path.Combine(folder, channel.Symbols[0] + ".csv"));
            var channels = ChannelPrices.Read(new PriceFolder(folder), from, from.AddDays(1229));
            return DirectionSamples.Of(ChannelTable.Join([.. Enumerable.Range(0, 45).Select(i => Series($"{i:D6}"))], channels, sameDay: true));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private static double Ask(Process python, int count)
    {
        python.StandardInput.WriteLine(count.ToString(CultureInfo.InvariantCulture));
        python.StandardInput.Flush();
        return double.Parse(python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended while it trained. Run the benchmark again."), CultureInfo.InvariantCulture);
    }

    private static Process? Start(int threads, TextWriter log)
    {
        foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3" })
        {
            if (string.IsNullOrEmpty(python))
                continue;
            var start = new ProcessStartInfo(python, ["-c", Script, threads.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";        // as we have it: libtorch's own threads share the work
            try
            {
                var process = Process.Start(start)!;
                process.ErrorDataReceived += (_, _) => { };
                process.BeginErrorReadLine();
                if (process.StandardOutput.ReadLine() is { } version)
                {
                    log.WriteLine($"Python's PyTorch {version}");
                    return process;
                }
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                log.WriteLine($"{python} is not here");
            }
        }
        log.WriteLine("Python's PyTorch is missing: install python3-torch to see it beside ours");
        return null;
    }

    // torchvision's ResNet-18 with one-dimensional convolutions; batches are stacked from views of one array, as a DataLoader's collate does it.
    private const string Script = """
        import sys, time, torch
        from torch import nn
        torch.set_num_threads(int(sys.argv[1]))
        torch.manual_seed(0)

        class BasicBlock(nn.Module):
            def __init__(self, i, o, stride):
                super().__init__()
                self.conv1, self.bn1, self.relu = nn.Conv1d(i, o, 3, stride, 1, bias=False), nn.BatchNorm1d(o), nn.ReLU(inplace=True)
                self.conv2, self.bn2 = nn.Conv1d(o, o, 3, 1, 1, bias=False), nn.BatchNorm1d(o)
                self.downsample = nn.Sequential(nn.Conv1d(i, o, 1, stride, bias=False), nn.BatchNorm1d(o)) if stride != 1 or i != o else None
            def forward(self, x):
                identity = x if self.downsample is None else self.downsample(x)
                out = self.relu(self.bn1(self.conv1(x)))
                out = self.bn2(self.conv2(out))
                out += identity
                return self.relu(out)

        class ResNet18(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv1, self.bn1, self.relu, self.maxpool = nn.Conv1d(12, 64, 7, 2, 3, bias=False), nn.BatchNorm1d(64), nn.ReLU(inplace=True), nn.MaxPool1d(3, 2, 1)
                self.layers = nn.Sequential(BasicBlock(64, 64, 1), BasicBlock(64, 64, 1), BasicBlock(64, 128, 2), BasicBlock(128, 128, 1),
                    BasicBlock(128, 256, 2), BasicBlock(256, 256, 1), BasicBlock(256, 512, 2), BasicBlock(512, 512, 1))
                self.avgpool, self.fc = nn.AdaptiveAvgPool1d(1), nn.Linear(512, 3)
            def forward(self, x):
                x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
                return self.fc(torch.flatten(self.avgpool(self.layers(x)), 1))

        table = 0.02 * torch.randn(45, 12, 1230)
        samples = [(table[t, :, 240 + 11 * j:800 + 11 * j], (t + j) % 3) for t in range(45) for j in range(37)]
        net = ResNet18()
        adam = torch.optim.Adam(net.parameters(), lr=1e-3)
        criterion = nn.CrossEntropyLoss()
        print(torch.__version__, flush=True)
        for line in sys.stdin:
            order = torch.randperm(int(line)).tolist()
            net.train()
            start = time.perf_counter()
            for first in range(0, len(order), 32):
                chosen = [samples[i] for i in order[first:first + 32]]
                x = torch.stack([x for x, _ in chosen])
                y = torch.tensor([y for _, y in chosen])
                adam.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                adam.step()
                loss.item()
            print(time.perf_counter() - start, flush=True)
        """;
}
