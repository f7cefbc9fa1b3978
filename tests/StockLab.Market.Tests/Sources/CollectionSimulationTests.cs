using System.Diagnostics;
using System.Globalization;

namespace StockLab.Market.Tests;

/// <summary>A day and a night of collecting, on a clock that the test moves, from services that fail in every documented way, by processes that are killed between their writes.</summary>
public class CollectionSimulationTests
{
    private static readonly DateTimeOffset Start = new(2024, 12, 12, 12, 0, 0, TimeSpan.Zero), End = Start.AddHours(24);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task TwentyFourHoursOfFaultsAndKills_EndWithTheBytesOfACollectionWithoutAny(int seed)
    {
        using var calm = new TemporaryFolder();
        var untroubled = await SimulateAsync(calm, seed: null);
        Assert.Equal((0, 0), (untroubled.Faults, untroubled.Kills));
        using var stormy = new TemporaryFolder();
        var troubled = await SimulateAsync(stormy, seed);

        Assert.True(troubled.Faults > 100 && troubled.Kinds.Count == 9, $"{troubled.Faults} faults of {troubled.Kinds.Count} kinds");
        Assert.True(troubled.Kills > 15, $"only {troubled.Kills} kills");
        Assert.Equal(SimulatedMarket.Symbols.Length, Directory.GetFiles(calm.FullPath, "*.csv").Length);
        foreach (var name in SimulatedMarket.Symbols.Select(symbol => Symbol.Parse(symbol).FileName))
        {
            var expected = Path.Combine(calm.FullPath, name + ".csv");
            var found = Path.Combine(stormy.FullPath, name + ".csv");
            Assert.True(File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(found)), $"{name} differs");
            var (first, second) = (PriceCache.RecordOf(expected), PriceCache.RecordOf(found));
            Assert.Equal(first! with { Collected = default, Replaces = null }, second! with { Collected = default, Replaces = null });       // when, and over what, is the run's own story
        }
        var fallbacks = Directory.GetFiles(Path.Combine(stormy.FullPath, "replaced"), "0*.json").Count(file => PriceProvenance.Read(file)!.Source == "Yahoo");
        Assert.True(fallbacks > 0, "no Korean share came from the second source for a while");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {troubled.Requests} requests, {troubled.Faults} faults, {troubled.Kills} kills, {fallbacks} files from the second source for a while; without faults {untroubled.Requests} requests");

        // The split and the dividend came within the day, and the running days were left out.
        Assert.Equal(new DateOnly(2024, 12, 13), PriceCsv.Read(Path.Combine(calm.FullPath, "000660.csv")).Dates[^1]);
        Assert.Equal(new DateOnly(2024, 12, 12), PriceCsv.Read(Path.Combine(calm.FullPath, "TSLA.csv")).Dates[^1]);
        var replaced = Directory.GetFiles(Path.Combine(calm.FullPath, "replaced"), "*.csv").Select(file => Path.GetFileName(file).Split('.')[0]).ToList();
        Assert.Equal(["000660", "TSLA"], replaced.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RealProcesses_KilledBetweenTheirWrites_LeaveWholeFilesWithTheirRecords()
    {
        var time = new ManualTime(End);
        await using var server = new LoopbackServer(new SimulatedMarket(time).Answer);
        using var calm = new TemporaryFolder();
        await CollectAsync(calm.FullPath, Disk.Real, time, server.Address);

        using var folder = new TemporaryFolder();
        var kills = 0;
        foreach (var step in new[] { 2, 16, 27, 70 })
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
                [typeof(CollectionSimulationTests).Assembly.Location, "-explicit", "only", "-method", $"{typeof(CollectionSimulationTests).FullName}.{nameof(ChildProcess)}"])
            {
                RedirectStandardOutput = true, Environment = { ["STOCKLAB_TEST_CHILD"] = $"{folder.FullPath}|{server.Address}|{step}" },
            })!;
            await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            kills += child.ExitCode == 0 ? 0 : 1;
            foreach (var file in Directory.GetFiles(folder.FullPath, "*.csv"))
            {
                Assert.NotNull(PriceCache.RecordOf(file));
                Assert.Equal(File.ReadAllBytes(Path.Combine(calm.FullPath, Path.GetFileName(file))), File.ReadAllBytes(file));
            }
        }
        Assert.Equal(4, kills);
        await CollectAsync(folder.FullPath, Disk.Real, time, server.Address);
        foreach (var file in Directory.GetFiles(calm.FullPath, "*.csv"))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(folder.FullPath, Path.GetFileName(file))));
        Assert.Empty(Directory.GetFiles(folder.FullPath, ".*.part"));
    }

    /// <summary>Not a test of its own: the process that the test above starts and that kills itself.</summary>
    [Fact(Explicit = true)]
    public async Task ChildProcess()
    {
        var task = (Environment.GetEnvironmentVariable("STOCKLAB_TEST_CHILD") ?? "").Split('|');
        if (task.Length != 3)
            Assert.Skip("needs to be started by the test of killed processes");
        var disk = new MortalDisk(int.Parse(task[2], CultureInfo.InvariantCulture), onDeath: () =>
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        });
        await CollectAsync(task[0], disk, new ManualTime(End), new Uri(task[1]));
    }

    private static async Task CollectAsync(string folder, Disk disk, ManualTime time, Uri address)
    {
        var settings = new SourceSettings { Address = address, Time = time, Pace = TimeSpan.Zero, Timeout = ManualTime.RequestLimit };
        using var live = new LivePrices(settings);
        var report = await new PriceCollector(live, new PriceCache(folder, disk), TimeSpan.Zero, time).CollectAsync(SimulatedMarket.Symbols);
        Assert.True(report.IsComplete, report.ToDisplay().ToText());
    }

    private sealed record Outcome(int Requests, int Faults, int Kills, HashSet<int> Kinds);

    // Every hour a collection of all symbols. With a seed: requests fail by chance in nine ways, and processes are killed after a random number of steps on the disk.
    private static async Task<Outcome> SimulateAsync(TemporaryFolder folder, int? seed)
    {
        var time = new ManualTime(Start);
        var market = new SimulatedMarket(time);
        var chance = new Random(seed ?? 0);
        var kinds = new HashSet<int>();
        var (faults, kills) = (0, 0);
        await using var server = new LoopbackServer(request =>
        {
            var reply = market.Answer(request);
            if (seed is null || chance.NextDouble() > 0.6)
                return reply;
            faults++;
            var kind = chance.Next(9);
            kinds.Add(kind);
            return kind switch
            {
                0 => new LoopbackReply("", 500),
                1 => new LoopbackReply("", 503, Delivery.Whole, ("Retry-After", "20")),
                2 => new LoopbackReply("Too Many Requests", 429),
                3 => new LoopbackReply("Too Many Requests", 429, Delivery.Whole, ("Retry-After", "900")),
                4 => reply with { Delivery = Delivery.Half },
                5 => reply with { Delivery = Delivery.HalfUnmarked },
                6 => reply with { Delivery = Delivery.Reset },
                7 => reply with { Delivery = Delivery.Hang },
                _ => new LoopbackReply("<!DOCTYPE html><html>점검 중입니다</html>"),
            };
        });

        async Task<bool> Live()
        {
            var hour = Start;
            while (true)
            {
                var disk = seed is null ? Disk.Real : new MortalDisk(chance.Next(1, 120));
                using var live = new LivePrices(new SourceSettings { Address = server.Address, Time = time, Timeout = ManualTime.RequestLimit, Jitter = chance.NextDouble });
                var collector = new PriceCollector(live, new PriceCache(folder.FullPath, disk), TimeSpan.FromMinutes(40), time);
                try
                {
                    for (; hour <= End; hour = hour.AddHours(1))
                    {
                        if (hour > time.GetUtcNow())
                            await Task.Delay(hour - time.GetUtcNow(), time);
                        await collector.CollectAsync(SimulatedMarket.Symbols);
                    }
                    return true;
                }
                catch (KilledException)
                {
                    kills++;
                    foreach (var file in Directory.GetFiles(folder.FullPath, "*.csv"))
                        Assert.NotNull(PriceCache.RecordOf(file));
                }
            }
        }

        await time.RunAsync(Live(), server);
        return new Outcome(server.Requests.Count, faults, kills, kinds);
    }
}
