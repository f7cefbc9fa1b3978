using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using StockLab.Recurrent;

namespace StockLab.Benchmarks;

/// <summary>
/// Milliseconds a training step (forward, backward, Adam) of the fused engine beside Python PyTorch on one core: both sides take turns, medians of eleven turns.
/// PyTorch runs under the faster of two OpenBLAS settings, chosen per case. Both sides are timed by the processor time of their process: on an idle machine that is
/// the time on the clock, on a busy one the clock would measure the neighbours.
/// </summary>
public sealed class TrainingBenchmark : IBenchmark
{
    private const int Turns = 11;

    /// <summary>Different batches that both sides go round through.</summary>
    private const int Batches = 64;

    private sealed record Network(string Name, Cell Cell, int Batch, int Length, int Inputs, int Hidden);

    private static readonly Network[] Networks =
    [
        new("lstm-b1-t10-h50-i1", Cell.Lstm, 1, 10, 1, 50),
        new("lstm-b32-t10-h50-i1", Cell.Lstm, 32, 10, 1, 50),
        new("gru-b32-t10-h50-i7", Cell.Gru, 32, 10, 7, 50),
        new("lstm-b32-t30-h50-i7", Cell.Lstm, 32, 30, 7, 50),
        new("lstm-b20-t50-h128-i1", Cell.Lstm, 20, 50, 1, 128),
        new("gru-b256-t30-h64-i7", Cell.Gru, 256, 30, 7, 64),
    ];

    /// <inheritdoc/>
    public string Name => "training";

    /// <inheritdoc/>
    public string Summary => "fused training of recurrent networks against Python PyTorch, ms a step on one core";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        using var plain = PythonWorker.Start(Peer, null);
        using var skylake = plain is null ? null : PythonWorker.Start(Peer, "SKYLAKEX");
        if (plain is null)
            log.WriteLine("training: no Python with PyTorch was found (Debian: python3-torch); the peer stays absent.");
        else if (plain.Setting.StartsWith("libblas", StringComparison.Ordinal))
            log.WriteLine("training: this PyTorch multiplies with the reference BLAS, which is slow; install libopenblas0-pthread for a fair peer.");
        log.WriteLine($"training: registers of {VectorWidths.Widest}, {Environment.ProcessorCount} cores");

        foreach (var network in Networks)
            yield return Measure(network, plain, skylake, log);
        Scaling(Networks[1], log);
    }

    private static BenchmarkCase Measure(Network network, PythonWorker? plain, PythonWorker? skylake, TextWriter log)
    {
        var trainer = new Trainer(network);
        trainer.Milliseconds(50); // compiles and warms
        var steps = StepsFor(60, trainer.Milliseconds(20));

        PythonWorker? peer = null;
        var peerSteps = 0;
        var other = "";
        if (plain is not null)
        {
            var slow = Milliseconds(plain, network, 5);
            peerSteps = Math.Max(3, StepsFor(150, slow));
            var plainTime = Median([.. Enumerable.Range(0, 3).Select(_ => Milliseconds(plain, network, peerSteps))]);
            var skylakeTime = skylake is null ? double.PositiveInfinity : Median([.. Enumerable.Range(0, 3).Select(_ => Milliseconds(skylake, network, peerSteps))]);
            peer = skylakeTime < plainTime ? skylake : plain;
            if (skylake is not null)
                other = string.Create(CultureInfo.InvariantCulture, $"; with {(peer == plain ? skylake : plain).Setting} it takes {Math.Max(plainTime, skylakeTime):G4} ms");
        }

        double[] ours = new double[Turns], theirs = new double[Turns], peaks = new double[Turns];
        for (var turn = 0; turn < Turns; turn++)
        {
            peaks[turn] = PeakGigaflops();
            ours[turn] = trainer.Milliseconds(steps);
            if (peer is not null)
                theirs[turn] = Milliseconds(peer, network, peerSteps);
        }
        var gigaflops = Operations(network) / Median(ours) / 1e6;
        log.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{network.Name}: ours {Median(ours):G4} ms, PyTorch {(peer is null ? "absent" : $"{Median(theirs):G4} ms ({peer.Setting}{other})")}, {gigaflops:F0} of {Median(peaks):F0} GFLOP/s = {gigaflops / Median(peaks):P0} of the measured FMA peak, {trainer.BytesPerStep()} bytes allocated a step"));
        return new BenchmarkCase(network.Name, Median(ours), peer is null ? null : Median(theirs), "ms/step");
    }

    /// <summary>Two models on two cores against one model on one core.</summary>
    private static void Scaling(Network network, TextWriter log)
    {
        if (Environment.ProcessorCount < 2)
            return;
        Trainer one = new(network), two = new(network);
        one.Milliseconds(50);
        two.Milliseconds(50);
        var steps = StepsFor(300, one.Milliseconds(50));
        double[] alone = new double[Turns], together = new double[Turns];
        for (var turn = 0; turn < Turns; turn++)
        {
            var watch = Stopwatch.StartNew();
            one.Milliseconds(steps);
            alone[turn] = watch.Elapsed.TotalMilliseconds;
            watch.Restart();
            var second = new Thread(() => two.Milliseconds(steps));
            second.Start();
            one.Milliseconds(steps);
            second.Join();
            together[turn] = watch.Elapsed.TotalMilliseconds;
        }
        log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"two models on two cores, by the clock: {2 * Median(alone) / Median(together):F2} × one ({network.Name})"));
    }

    private static int StepsFor(double milliseconds, double each) => (int)Math.Clamp(milliseconds / each, 1, 10_000);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    /// <summary>Floating-point operations of a step: two a multiply-add of forward, weight gradient and input gradient; nothing for what is not needed
    /// (the first layer's input gradient, the recurrent products of the first time step) nor for padding, activations and Adam.</summary>
    private static double Operations(Network n)
    {
        var gates = n.Cell == Cell.Lstm ? 4.0 : 3.0;
        var rows = (double)n.Batch * n.Length;
        var recurrent = 2 * 3 * gates * n.Hidden * n.Hidden * n.Batch * (n.Length - 1);
        var first = 2 * rows * gates * n.Hidden * n.Inputs;
        var second = 3 * rows * gates * n.Hidden * n.Hidden;
        var head = 3.0 * n.Batch * (n.Hidden * 25 + 25);
        return 2 * (recurrent + first + second + head);
    }

    /// <summary>The core's fused multiply-add peak, now: twelve or twenty-four independent chains in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double PeakGigaflops()
    {
        const int Rounds = 2_000_000;
        var best = 0.0;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var start = Environment.CpuUsage.TotalTime;
            double operations;
            if (Vector512.IsHardwareAccelerated)
            {
                Vector512<float> a = Vector512<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
                var x = Vector512.Create(0.5f);
                for (var round = 0; round < Rounds; round++)
                {
                    a = Vector512.MultiplyAddEstimate(a, x, x); b = Vector512.MultiplyAddEstimate(b, x, x); c = Vector512.MultiplyAddEstimate(c, x, x);
                    d = Vector512.MultiplyAddEstimate(d, x, x); e = Vector512.MultiplyAddEstimate(e, x, x); f = Vector512.MultiplyAddEstimate(f, x, x);
                    g = Vector512.MultiplyAddEstimate(g, x, x); h = Vector512.MultiplyAddEstimate(h, x, x); i = Vector512.MultiplyAddEstimate(i, x, x);
                    j = Vector512.MultiplyAddEstimate(j, x, x); k = Vector512.MultiplyAddEstimate(k, x, x); l = Vector512.MultiplyAddEstimate(l, x, x);
                }
                _sink = Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
                operations = 12.0 * 16 * 2 * Rounds;
            }
            else
            {
                Vector256<float> a = Vector256<float>.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a, i = a, j = a, k = a, l = a;
                var x = Vector256.Create(0.5f);
                for (var round = 0; round < Rounds; round++)
                {
                    a = Vector256.MultiplyAddEstimate(a, x, x); b = Vector256.MultiplyAddEstimate(b, x, x); c = Vector256.MultiplyAddEstimate(c, x, x);
                    d = Vector256.MultiplyAddEstimate(d, x, x); e = Vector256.MultiplyAddEstimate(e, x, x); f = Vector256.MultiplyAddEstimate(f, x, x);
                    g = Vector256.MultiplyAddEstimate(g, x, x); h = Vector256.MultiplyAddEstimate(h, x, x); i = Vector256.MultiplyAddEstimate(i, x, x);
                    j = Vector256.MultiplyAddEstimate(j, x, x); k = Vector256.MultiplyAddEstimate(k, x, x); l = Vector256.MultiplyAddEstimate(l, x, x);
                }
                _sink = Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
                operations = 12.0 * 8 * 2 * Rounds;
            }
            best = Math.Max(best, operations / (Environment.CpuUsage.TotalTime - start).TotalSeconds / 1e9);
        }
        return best;
    }

    private static float _sink;

    /// <summary>Our side: one network and one batch.</summary>
    private sealed class Trainer
    {
        private readonly RecurrentNetwork _network;
        private readonly float[] _x, _y;
        private readonly int _batch;
        private int _next;

        public Trainer(Network n)
        {
            _network = new RecurrentNetwork(RecurrentSpec.Of(n.Cell, n.Inputs, n.Hidden, 2, 25, 1), seed: 1);
            _batch = n.Batch;
            var random = new Random(1);
            _x = [.. Enumerable.Range(0, Batches * n.Batch * n.Length * n.Inputs).Select(_ => random.NextSingle())];
            _y = [.. Enumerable.Range(0, Batches * n.Batch).Select(_ => random.NextSingle())];
        }

        private void Step()
        {
            int x = _x.Length / Batches, y = _y.Length / Batches;
            _network.Step(_x.AsSpan(_next * x, x), _y.AsSpan(_next * y, y), _batch);
            _next = (_next + 1) % Batches;
        }

        public double Milliseconds(int steps)
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var step = 0; step < steps; step++)
                Step();
            return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / steps;
        }

        public long BytesPerStep()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static double Milliseconds(PythonWorker peer, Network n, int steps) =>
        peer.Ask(string.Create(CultureInfo.InvariantCulture, $"{n.Cell} {n.Batch} {n.Length} {n.Inputs} {n.Hidden} {steps}"));

    /// <summary>The peer builds each network once and times as many steps as it is asked for.</summary>
    private const string Peer =
        """
        class Net(torch.nn.Module):
            def __init__(self, cell, inputs, hidden):
                super().__init__()
                self.rnn = {"Lstm": torch.nn.LSTM, "Gru": torch.nn.GRU}[cell](inputs, hidden, num_layers=2, batch_first=True)
                self.dense1 = torch.nn.Linear(hidden, 25)
                self.dense2 = torch.nn.Linear(25, 1)
            def forward(self, x):
                return self.dense2(self.dense1(self.rnn(x)[0][:, -1]))
        nets = {}
        loss_of = torch.nn.MSELoss()
        def answer(cell, *numbers):
            batch, length, inputs, hidden, steps = map(int, numbers)
            key = (cell, batch, length, inputs, hidden)
            if key not in nets:
                net = Net(cell, inputs, hidden)
                nets[key] = net, torch.optim.Adam(net.parameters()), torch.rand(64, batch, length, inputs), torch.rand(64, batch, 1)
            net, optimiser, x, y = nets[key]
            start = time.process_time()
            for step in range(steps):
                optimiser.zero_grad()
                loss_of(net(x[step % 64]), y[step % 64]).backward()
                optimiser.step()
            return (time.process_time() - start) * 1000 / steps
        """;
}
