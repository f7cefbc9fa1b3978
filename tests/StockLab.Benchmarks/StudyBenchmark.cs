using System.Globalization;
using System.Runtime.InteropServices;
using StockLab.Experiments;
using StockLab.Forecasting;
using StockLab.Market;
using static TorchSharp.torch;

namespace StockLab.Benchmarks;

/// <summary>
/// The GRU part of source S0's study — every ticker and column set, 50 epochs at most, early stopping — on the fused engine, beside the same trainings in Python's
/// PyTorch and on our torch engine: ten of its trainings, spread evenly, are timed on all three in turn, and the study's time on all cores is projected from them.
/// </summary>
/// <remarks>
/// Ours is a whole run of the recipe: reading prices, indicators, training, validation, forecasts. Python gets the windows ready-made and trains as many epochs as
/// ours did, validation and a copy of the best weights included. All are timed by processor time on one thread, so that a busy machine does not matter. Our study
/// trains one network a core by itself; a PyTorch program trains them one after another unless its author spreads it over processes, so both are shown.
/// </remarks>
public sealed class StudyBenchmark : IBenchmark
{
    private const int Sample = 10;

    private static readonly RecipeOptions Usual = new() { Epochs = 50, Patience = new StudyS0Options().Patience, Hidden = new StudyS0Options().Hidden, Device = "cpu" };

    /// <inheritdoc/>
    public string Name => "study";

    /// <inheritdoc/>
    public string Summary => "S0's study with GRU, projected from ten of its trainings: fused engine, Python PyTorch and torch engine (some minutes)";

    /// <inheritdoc/>
    public IEnumerable<BenchmarkCase> Run(TextWriter log)
    {
        var prices = PriceFolder.Open();
        var tickers = Kospi.Tickers(prices);
        var sets = ColumnSet.Final;
        var total = tickers.Count * sets.Length;
        var recipe = Recipe.Find("kospi-gru");
        log.WriteLine($"study: {prices.Read(tickers[0]).Origin}, {tickers.Count} tickers × {sets.Length} column sets = {total} trainings, {Environment.ProcessorCount} cores");
        using var plain = PythonWorker.Start(Peer, null);
        using var skylake = plain is null ? null : PythonWorker.Start(Peer, "SKYLAKEX");
        if (plain is null)
            log.WriteLine("study: no Python with PyTorch was found (Debian: python3-torch); the peer stays absent.");

        set_num_threads(1);
        var folder = Directory.CreateTempSubdirectory("stocklab-study-");
        List<double> fused = [], torch = [], python = [];
        try
        {
            var file = Path.Combine(folder.FullName, "windows");
            foreach (var engine in (Engine[])[Engine.Fused, Engine.Torch])
                recipe.Run(prices, Usual with { Symbol = tickers[0], Columns = sets[0].Name, Epochs = 1, Engine = engine });       // warms up
            var first = WriteWindows(recipe.Prepare(prices, Usual with { Symbol = tickers[0], Columns = sets[0].Name }), file);
            plain?.Ask($"{file} {first} 1");
            skylake?.Ask($"{file} {first} 1");
            var peer = plain is not null && skylake is not null && skylake.Ask($"{file} {first} 1") < plain.Ask($"{file} {first} 1") ? skylake : plain;

            for (var i = 0; i < Sample; i++)
            {
                var options = Usual with { Symbol = tickers[((2 * i) + 1) * tickers.Count / (2 * Sample)], Columns = sets[i % sets.Length].Name };
                var epochs = Time(fused, options with { Engine = Engine.Fused });
                var torchEpochs = Time(torch, options with { Engine = Engine.Torch });
                if (peer is not null)
                    python.Add(peer.Ask($"{file} {WriteWindows(recipe.Prepare(prices, options), file)} {epochs}"));
                log.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{i + 1}/{Sample} {options.Symbol} {options.Columns}: fused {fused[^1]:F2} s ({epochs} epochs), torch engine {torch[^1]:F2} s ({torchEpochs} epochs), PyTorch {(peer is null ? "absent" : $"{python[^1]:F2} s ({peer.Setting})")}"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        var cores = Environment.ProcessorCount;
        var ours = Minutes(fused, cores);
        yield return new BenchmarkCase("study-s0-gru, PyTorch one after another", ours, python.Count > 0 ? Minutes(python, 1) : null, $"min, {total} trainings");
        yield return new BenchmarkCase("study-s0-gru, PyTorch one a core", ours, python.Count > 0 ? Minutes(python, cores) : null, $"min, {total} trainings");
        yield return new BenchmarkCase("study-s0-gru, torch engine", ours, Minutes(torch, cores), $"min, {total} trainings");

        double Minutes(List<double> seconds, int atATime) => seconds.Average() * total / atATime / 60;

        int Time(List<double> seconds, RecipeOptions options)
        {
            var start = Environment.CpuUsage.TotalTime;
            var epochs = recipe.Run(prices, options).Epochs;
            seconds.Add((Environment.CpuUsage.TotalTime - start).TotalSeconds);
            return epochs;
        }
    }

    /// <summary>Writes what the recipe trains on — training windows, their targets, the kept tenth, its targets — as floats; returns their extents for the peer.</summary>
    private static string WriteWindows(Plan plan, string path)
    {
        var rows = ChronologicalSplit.At(plan.Tables[0].Rows, 0.8).TrainRows;
        var kept = rows - Math.Max(1, rows / 10);
        var windows = new StockLab.Market.Windows(MinMaxScaler.Fit(plan.Tables[0], ..rows).Transform(plan.Tables[0]), plan.Window, plan.Targets);
        using var file = File.Create(path);
        foreach (var part in (StockLab.Market.Windows[])[windows.WithTargetIn(..kept), windows.WithTargetIn(kept..rows)])
        {
            float[] x = new float[part.Count * part.Length * part.Features], y = new float[part.Count * part.Targets];
            part.Gather([.. Enumerable.Range(0, part.Count)], x, y);
            file.Write(MemoryMarshal.AsBytes(x.AsSpan()));
            file.Write(MemoryMarshal.AsBytes(y.AsSpan()));
        }
        return $"{windows.WithTargetIn(..kept).Count} {windows.WithTargetIn(kept..rows).Count} {windows.Length} {windows.Features} {windows.Targets} {Usual.Hidden} {plan.Training.BatchSize}";
    }

    private const string Peer =
        """
        class Gru(torch.nn.Module):
            def __init__(self, features, hidden, outputs):
                super().__init__()
                self.gru = torch.nn.GRU(features, hidden, num_layers=2, batch_first=True)
                self.dense = torch.nn.Linear(hidden, outputs)
            def forward(self, x):
                return self.dense(self.gru(x)[0][:, -1])
        def answer(path, *numbers):
            train, kept, length, features, targets, hidden, batch, epochs = map(int, numbers)
            floats = torch.frombuffer(bytearray(open(path, "rb").read()), dtype=torch.float32)
            x, y, vx, vy = torch.split(floats, [train * length * features, train * targets, kept * length * features, kept * targets])
            x, y, vx, vy = x.view(train, length, features), y.view(train, targets), vx.view(kept, length, features), vy.view(kept, targets)
            start = time.process_time()
            net = Gru(features, hidden, targets)
            adam, loss_of, lowest = torch.optim.Adam(net.parameters()), torch.nn.HuberLoss(), float("inf")
            for epoch in range(epochs):
                for rows in torch.randperm(train).split(batch):
                    adam.zero_grad()
                    loss_of(net(x[rows]), y[rows]).backward()
                    adam.step()
                with torch.no_grad():
                    loss = loss_of(net(vx), vy).item()
                if loss < lowest:
                    lowest, best = loss, {name: value.clone() for name, value in net.state_dict().items()}
            return time.process_time() - start
        """;
}
