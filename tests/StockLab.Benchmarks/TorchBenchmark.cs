using System.Diagnostics;
using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Benchmarks;

/// <summary>Training steps of the lessons' networks through TorchSharp's API, and the same steps in Python's PyTorch, in alternation, one thread each.</summary>
public sealed class TorchBenchmark : IBenchmark
{
    private const int Rounds = 41;

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public string Summary => "ms a training step of the lessons' networks, beside Python's PyTorch";

    private sealed record Case(string Name, Func<nn.Module<Tensor, Tensor>> Make, long[] X, long[]? Y, int Classes, int Steps);

    private static readonly Case[] Cases =
    [
        new("lstm-1-50-50-25-1-b1", () => new StackedLstm(), [1, 10, 1], [1, 1], 0, 20),
        new("lstm-1-50-50-25-1-b32", () => new StackedLstm(), [32, 10, 1], [32, 1], 0, 8),
        new("gru-7-50-50-b32", () => new StackedGru(), [32, 20, 7], [32, 3], 0, 5),
        new("resnet18-1d-b4", () => new ResNet18(), [4, 12, 560], null, 3, 1),
    ];

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        set_num_threads(1);
        var device = cuda.is_available() && Environment.GetEnvironmentVariable("STOCKLAB_DEVICE") == "cuda" ? "cuda" : "cpu";
        log.WriteLine($"libtorch {__version__} on {device}");
        using var python = Worker(device, log);
        foreach (var test in Cases)
        {
            using var trainer = new Trainer(test, device);
            trainer.Run(test.Steps);
            if (python is not null) Ask(python, test.Name, test.Steps);
            var (ours, peers) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(trainer.Run(test.Steps));
                if (python is not null) peers.Add(Ask(python, test.Name, test.Steps));
            }
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{test.Name}: {Median(ours):F3} ms, PyTorch {(python is null ? double.NaN : Median(peers)):F3} ms"));
            yield return new BenchmarkCase(test.Name, Median(ours), python is null ? null : Median(peers), "ms/step");
        }
        python?.StandardInput.Close();
        python?.WaitForExit();
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private sealed class Trainer : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor> _net;
        private readonly Adam _adam;
        private readonly Tensor _x;
        private readonly Tensor _y;
        private readonly bool _classes;

        public Trainer(Case test, string device)
        {
            manual_seed(0);
            _net = test.Make().to(device);
            _adam = optim.Adam(_net.parameters(), 1e-3);
            _x = randn(test.X, device: device);
            _classes = test.Y is null;
            _y = test.Y is { } shape ? randn(shape, device: device) : randint(0, test.Classes, [test.X[0]], device: device);
        }

        /// <summary>Trains a number of steps; returns ms a step.</summary>
        public double Run(int steps)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                _adam.zero_grad();
                var output = _net.call(_x);
                var loss = _classes ? nn.functional.cross_entropy(output, _y) : nn.functional.mse_loss(output, _y);
                loss.backward();
                _adam.step();
                _ = loss.item<float>();
            }
            return clock.Elapsed.TotalMilliseconds / steps;
        }

        public void Dispose()
        {
            _adam.Dispose();
            _net.Dispose();
            _x.Dispose();
            _y.Dispose();
        }
    }

    private sealed class StackedLstm : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM first = nn.LSTM(1, 50, batchFirst: true);
        private readonly LSTM second = nn.LSTM(50, 50, batchFirst: true);
        private readonly Linear hidden = nn.Linear(50, 25);
        private readonly Linear head = nn.Linear(25, 1);

        public StackedLstm() : base(nameof(StackedLstm)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var (h, _, _) = first.call(x);
            (h, _, _) = second.call(h);
            return head.call(hidden.call(h.select(1, -1)));
        }
    }

    private sealed class StackedGru : nn.Module<Tensor, Tensor>
    {
        private readonly GRU gru = nn.GRU(7, 50, numLayers: 2, batchFirst: true);
        private readonly Linear head = nn.Linear(50, 3);

        public StackedGru() : base(nameof(StackedGru)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            var (h, _) = gru.call(x);
            return head.call(h.select(1, -1));
        }
    }

    private sealed class Block : nn.Module<Tensor, Tensor>
    {
        private readonly Conv1d conv1;
        private readonly BatchNorm1d bn1;
        private readonly Conv1d conv2;
        private readonly BatchNorm1d bn2;
        private readonly nn.Module<Tensor, Tensor>? down;

        public Block(long from, long to, long stride) : base(nameof(Block))
        {
            conv1 = nn.Conv1d(from, to, 3, stride, 1, bias: false);
            bn1 = nn.BatchNorm1d(to);
            conv2 = nn.Conv1d(to, to, 3, 1, 1, bias: false);
            bn2 = nn.BatchNorm1d(to);
            if (stride != 1 || from != to) down = nn.Sequential(nn.Conv1d(from, to, 1, stride, bias: false), nn.BatchNorm1d(to));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var y = bn1.call(conv1.call(x)).relu_();
            y = bn2.call(conv2.call(y));
            return y.add_(down?.call(x) ?? x).relu_();
        }
    }

    private sealed class ResNet18 : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        private readonly Linear fc = nn.Linear(512, 3);

        public ResNet18() : base(nameof(ResNet18))
        {
            body = nn.Sequential(nn.Conv1d(12, 64, 7, 2, 3, bias: false), nn.BatchNorm1d(64), nn.ReLU(inplace: true), nn.MaxPool1d(3, 2, 1),
                new Block(64, 64, 1), new Block(64, 64, 1), new Block(64, 128, 2), new Block(128, 128, 1),
                new Block(128, 256, 2), new Block(256, 256, 1), new Block(256, 512, 2), new Block(512, 512, 1), nn.AdaptiveAvgPool1d(1), nn.Flatten());
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => fc.call(body.call(x));
    }

    private static Process? Worker(string device, TextWriter log)
    {
        foreach (var python in new[] { Environment.GetEnvironmentVariable("STOCKLAB_PYTHON"), "/usr/bin/python3", "python3" })
        {
            if (string.IsNullOrEmpty(python)) continue;
            var start = new ProcessStartInfo(python, ["-c", Script, device]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["OPENBLAS_NUM_THREADS"] = "1";
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

    private static double Ask(Process python, string name, int steps)
    {
        python.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {steps}"));
        python.StandardInput.Flush();
        return double.Parse(python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended"), CultureInfo.InvariantCulture);
    }

    private const string Script = """
        import sys, time, torch
        from torch import nn
        F = nn.functional
        torch.set_num_threads(1)
        device = sys.argv[1]

        class StackedLstm(nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.second = nn.LSTM(1, 50, batch_first=True), nn.LSTM(50, 50, batch_first=True)
                self.hidden, self.head = nn.Linear(50, 25), nn.Linear(25, 1)
            def forward(self, x):
                h, _ = self.first(x)
                h, _ = self.second(h)
                return self.head(self.hidden(h[:, -1]))

        class StackedGru(nn.Module):
            def __init__(self):
                super().__init__()
                self.gru, self.head = nn.GRU(7, 50, num_layers=2, batch_first=True), nn.Linear(50, 3)
            def forward(self, x):
                h, _ = self.gru(x)
                return self.head(h[:, -1])

        class Block(nn.Module):
            def __init__(self, i, o, stride):
                super().__init__()
                self.conv1, self.bn1 = nn.Conv1d(i, o, 3, stride, 1, bias=False), nn.BatchNorm1d(o)
                self.conv2, self.bn2 = nn.Conv1d(o, o, 3, 1, 1, bias=False), nn.BatchNorm1d(o)
                self.down = nn.Sequential(nn.Conv1d(i, o, 1, stride, bias=False), nn.BatchNorm1d(o)) if stride != 1 or i != o else None
            def forward(self, x):
                y = self.bn1(self.conv1(x)).relu_()
                y = self.bn2(self.conv2(y))
                return y.add_(x if self.down is None else self.down(x)).relu_()

        class ResNet18(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = nn.Sequential(nn.Conv1d(12, 64, 7, 2, 3, bias=False), nn.BatchNorm1d(64), nn.ReLU(inplace=True), nn.MaxPool1d(3, 2, 1),
                    Block(64, 64, 1), Block(64, 64, 1), Block(64, 128, 2), Block(128, 128, 1),
                    Block(128, 256, 2), Block(256, 256, 1), Block(256, 512, 2), Block(512, 512, 1), nn.AdaptiveAvgPool1d(1), nn.Flatten())
                self.fc = nn.Linear(512, 3)
            def forward(self, x):
                return self.fc(self.body(x))

        cases = {'lstm-1-50-50-25-1-b1': (StackedLstm, (1, 10, 1), (1, 1)), 'lstm-1-50-50-25-1-b32': (StackedLstm, (32, 10, 1), (32, 1)),
                 'gru-7-50-50-b32': (StackedGru, (32, 20, 7), (32, 3)), 'resnet18-1d-b4': (ResNet18, (4, 12, 560), None)}
        made = {}
        print(torch.__version__, flush=True)
        for line in sys.stdin:
            name, steps = line.split()
            if name not in made:
                torch.manual_seed(0)
                make, x, y = cases[name]
                net = make().to(device)
                made[name] = (net, torch.optim.Adam(net.parameters(), lr=1e-3), torch.randn(x, device=device), torch.randn(y, device=device) if y else torch.randint(0, 3, x[:1], device=device), F.mse_loss if y else F.cross_entropy)
            net, adam, x, y, criterion = made[name]
            start = time.perf_counter()
            for _ in range(int(steps)):
                adam.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                adam.step()
                loss.item()
            print((time.perf_counter() - start) * 1000 / int(steps), flush=True)
        """;
}
