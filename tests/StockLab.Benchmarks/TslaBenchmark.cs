using System.Diagnostics;
using System.Globalization;
using StockLab.Forecasting;
using StockLab.Market;

namespace StockLab.Benchmarks;

/// <summary>A training step of the TSLA network (batch 1, ten days, 50 units) through our trainer, beside the same step in Python's PyTorch.</summary>
public sealed class TslaBenchmark : IBenchmark
{
    private const int Steps = 400, Rounds = 5;

    /// <inheritdoc/>
    public string Name => "tsla";

    /// <inheritdoc/>
    public string Summary => "a training step of the TSLA network, batch 1, on one CPU thread, beside Python's PyTorch";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var random = new SeededRandom(1);
        double[] prices = [.. Enumerable.Range(0, Steps + 10).Select(_ => random.NextDouble())];
        var table = new FeatureTable(
            "NOISE", new PriceOrigin("uniform noise of the benchmark", IsGenerated: true), [.. prices.Select((_, i) => new DateOnly(2020, 1, 1).AddDays(i))], ["Close"], prices);
        var windows = new StockLab.Market.Windows(table, 10, "Close");
        using var peer = StartPeer();
        if (peer is null)
            log.WriteLine("Python's PyTorch is not installed (Debian: python3-torch), so there is no peer.");

        foreach (var engine in (Engine[])[Engine.Torch, Engine.Auto])
        {
            using var network = new StackedLstmSettings().Create(seed: 1, engine, "cpu");
            if (engine == Engine.Auto && network.Engine == Engine.Torch)
                continue;       // the same case again
            var trainer = new Trainer(new TrainingSettings { Epochs = 1 });
            trainer.Fit(network, windows);                                      // warm up
            var (ours, theirs) = (new List<double>(), new List<double>());
            for (var round = 1; round <= Rounds; round++)
            {
                ours.Add(trainer.Fit(network, windows).MillisecondsPerStep);
                if (peer is not null)
                    theirs.Add(Ask(peer));
                log.WriteLine(FormattableString.Invariant($"{network.Engine} round {round}/{Rounds}: ours {ours[^1]:F3} ms{(peer is null ? "" : $", PyTorch {theirs[^1]:F3} ms")}"));
            }
            yield return new BenchmarkCase($"tsla-{network.Engine}".ToLowerInvariant(), Median(ours), theirs.Count == 0 ? null : Median(theirs), "ms/step");
        }
    }

    // The peer answers each line on its input with the milliseconds a step of one more round, so that both measure in turn.
    private static Process? StartPeer()
    {
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            var start = new ProcessStartInfo(python, ["-c", PeerProgram, Steps.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            start.Environment["OPENBLAS_NUM_THREADS"] = start.Environment["OMP_NUM_THREADS"] = "1";
            try
            {
                var process = Process.Start(start)!;
                if (process.StandardOutput.ReadLine() == "ready")
                    return process;
                process.Dispose();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                continue;       // no such program; try the next
            }
        }
        return null;
    }

    private static double Ask(Process peer)
    {
        peer.StandardInput.WriteLine("go");
        peer.StandardInput.Flush();
        return double.Parse(peer.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private const string PeerProgram =
        """
        import sys, time
        import torch
        from torch import nn

        torch.set_num_threads(1)
        steps = int(sys.argv[1])


        class StackedLstm(nn.Module):
            def __init__(self):
                super().__init__()
                self.lstm1 = nn.LSTM(1, 50, batch_first=True)
                self.lstm2 = nn.LSTM(50, 50, batch_first=True)
                self.dense1, self.dense2 = nn.Linear(50, 25), nn.Linear(25, 1)

            def forward(self, x):
                h, _ = self.lstm1(x)
                h, _ = self.lstm2(h)
                return self.dense2(self.dense1(h[:, -1]))


        net = StackedLstm()
        adam = torch.optim.Adam(net.parameters(), eps=1e-7)
        xs, ys = torch.rand(steps, 1, 10, 1), torch.rand(steps, 1, 1)


        def run():
            start = time.perf_counter()
            for x, y in zip(xs, ys):
                adam.zero_grad()
                loss = nn.functional.mse_loss(net(x), y)
                loss.backward()
                adam.step()
                loss.item()
            return 1000 * (time.perf_counter() - start) / steps


        run()
        print("ready", flush=True)
        for line in sys.stdin:
            print(run(), flush=True)
        """;
}
