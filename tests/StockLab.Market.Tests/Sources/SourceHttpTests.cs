using System.IO.Compression;
using System.Net;
using System.Net.Sockets;

namespace StockLab.Market.Tests;

public class SourceHttpTests
{
    private const string Good = "observation_date,X\n2024-12-12,1\n";

    [Theory]
    [InlineData(429, SourceFailure.RateLimited)]
    [InlineData(403, SourceFailure.RateLimited)]
    [InlineData(999, SourceFailure.RateLimited)]
    [InlineData(408, SourceFailure.Offline)]
    [InlineData(500, SourceFailure.Offline)]
    [InlineData(503, SourceFailure.Offline)]
    [InlineData(304, SourceFailure.FormatChanged)]
    public async Task Status_IsATypedError(int status, SourceFailure failure)
    {
        await using var server = new LoopbackServer("Too Many Requests\r\n", status);
        using var fred = new FredSource(SourceTest.Once(server));
        Assert.Equal(failure, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(Delivery.Half)]
    [InlineData(Delivery.Reset)]
    [InlineData(Delivery.Hang)]
    public async Task BrokenConnection_IsOffline(Delivery delivery)
    {
        var time = new ManualTime(SourceTest.Now);
        await using var server = new LoopbackServer(Good, delivery: delivery);
        using var fred = new FredSource(SourceTest.Once(server, time));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => time.RunAsync(fred.GetAsync("FRED:X"), server));
        Assert.Equal((SourceFailure.Offline, true), (error.Failure, error.IsPassing));
    }

    [Fact]
    public async Task NoServerAtAll_IsOffline()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        probe.Stop();
        using var fred = new FredSource(new SourceSettings { Address = address, Retries = 0 });
        Assert.Equal(SourceFailure.Offline, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
    }

    [Fact]
    public async Task PassingFailures_AreRepeatedWithGrowingPauses_UntilOneSucceeds()
    {
        var time = new ManualTime(SourceTest.Now);
        var answers = new Queue<LoopbackReply>([
            new("", 500), new(Good, 200, Delivery.Half), new(Good[..^3], 200, Delivery.Unmarked), new(Good, 200, Delivery.Hang), new(Good)]);
        await using var server = new LoopbackServer(_ => answers.Dequeue());
        using var fred = new FredSource(SourceTest.Patient(server, time) with { Pace = TimeSpan.Zero });
        Assert.Equal([1], (await time.RunAsync(fred.GetAsync("FRED:X"), server)).Close);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(4, time.Waits.Count);
        Assert.Equal(time.Waits.Order(), time.Waits);
        Assert.InRange(time.Waits[0], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        Assert.InRange(time.Waits[3], TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Pauses_AreJittered()
    {
        var waits = new HashSet<TimeSpan>();
        for (var seed = 0; seed < 8; seed++)
        {
            var time = new ManualTime(SourceTest.Now);
            var random = new Random(seed);
            await using var server = new LoopbackServer("", 500);
            using var fred = new FredSource(SourceTest.Patient(server, time) with { Pace = TimeSpan.Zero, Retries = 1, Jitter = random.NextDouble });
            await Assert.ThrowsAsync<PriceSourceException>(() => time.RunAsync(fred.GetAsync("FRED:X"), server));
            waits.Add(Assert.Single(time.Waits));
        }
        Assert.Equal(8, waits.Count);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("Fri, 13 Dec 2024 12:00:45 GMT", 45)]
    [InlineData("Fri, 13 Dec 2024 11:00:00 GMT", 0)]
    [InlineData("0", 0)]
    public async Task RetryAfter_IsWaitedFor(string header, int seconds)
    {
        var time = new ManualTime(SourceTest.Now);
        var answers = new Queue<LoopbackReply>([new("", 429, Delivery.Whole, ("Retry-After", header)), new(Good)]);
        await using var server = new LoopbackServer(_ => answers.Dequeue());
        using var fred = new FredSource(SourceTest.Patient(server, time) with { Pace = TimeSpan.Zero });
        await time.RunAsync(fred.GetAsync("FRED:X"), server);
        Assert.Equal(TimeSpan.FromSeconds(seconds), time.GetUtcNow() - SourceTest.Now);
    }

    [Fact]
    public async Task LongRetryAfter_IsHandedToTheCaller()
    {
        var time = new ManualTime(SourceTest.Now);
        await using var server = new LoopbackServer(_ => new LoopbackReply("", 429, Delivery.Whole, ("Retry-After", "3600")));
        using var fred = new FredSource(SourceTest.Patient(server, time));
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => time.RunAsync(fred.GetAsync("FRED:X"), server));
        Assert.Equal((SourceFailure.RateLimited, TimeSpan.FromHours(1)), (error.Failure, error.RetryAfter));
        Assert.Contains("60 min", error.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SourceThatOnlyFails_IsLeftAlone_AndAskedAgainAfterItsRest()
    {
        var time = new ManualTime(SourceTest.Now);
        var good = false;
        await using var server = new LoopbackServer(_ => good ? new LoopbackReply(Good) : new LoopbackReply("", 500));
        var settings = SourceTest.Patient(server, time);
        using var fred = new FredSource(settings);
        for (var symbol = 0; symbol < 5; symbol++)
            Assert.Equal(SourceFailure.Offline, (await Assert.ThrowsAsync<PriceSourceException>(() => time.RunAsync(fred.GetAsync("FRED:X"), server))).Failure);
        Assert.Equal(10, server.Requests.Count);        // two symbols to the end; after that nothing is sent
        var resting = await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"));
        Assert.Contains("left alone", resting.Message);
        Assert.InRange(resting.RetryAfter!.Value, TimeSpan.FromSeconds(1), settings.Rest);

        good = true;
        await time.RunAsync(Task.Delay(settings.Rest, time));
        Assert.Equal([1], (await time.RunAsync(fred.GetAsync("FRED:X"), server)).Close);
    }

    [Fact]
    public async Task UnknownSymbols_DoNotMakeASourceRest()
    {
        await using var server = new LoopbackServer("", 404);
        using var fred = new FredSource(SourceTest.Once(server));
        for (var symbol = 0; symbol < 30; symbol++)
            Assert.Equal(SourceFailure.SymbolUnknown, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
        Assert.Equal(30, server.Requests.Count);
    }

    [Fact]
    public async Task Requests_KeepTheirDistance()
    {
        var time = new ManualTime(SourceTest.Now);
        var moments = new List<DateTimeOffset>();
        await using var server = new LoopbackServer(_ =>
        {
            lock (moments)
                moments.Add(time.GetUtcNow());
            return new LoopbackReply(Good);
        });
        using var fred = new FredSource(SourceTest.Patient(server, time) with { Pace = TimeSpan.FromSeconds(3) });
        await time.RunAsync(Task.WhenAll(Enumerable.Range(0, 6).Select(_ => fred.GetAsync("FRED:X"))), server);
        var starts = moments.Order().Select(moment => (moment - SourceTest.Now).TotalSeconds).ToList();
        Assert.Equal(6, starts.Count);
        Assert.True(starts[^1] >= 15);
    }

    [Fact]
    public async Task EndlessBody_IsCutAtTheLimit()
    {
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, new byte[64 * 1024], Delivery.Endless));
        using var fred = new FredSource(SourceTest.Once(server) with { LargestAnswer = 1024 * 1024 });
        var error = await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"));
        Assert.Equal((SourceFailure.FormatChanged, false), (error.Failure, error.IsPassing));
        Assert.Contains("1 MiB", error.Message);
    }

    [Fact]
    public async Task AnnouncedSizeBeyondTheLimit_IsNotRead()
    {
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, new byte[3 * 1024 * 1024]));
        using var fred = new FredSource(SourceTest.Once(server) with { LargestAnswer = 1024 * 1024 });
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
    }

    [Fact]
    public async Task CompressedBomb_IsCutAtTheLimit_AndACompressedAnswerIsRead()
    {
        await using var bomb = new LoopbackServer(_ => new LoopbackReply(200, Gzip(new byte[64 * 1024 * 1024]), Delivery.Whole, ("Content-Encoding", "gzip")));
        using var first = new FredSource(SourceTest.Once(bomb));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => first.GetAsync("FRED:X"))).Failure);

        await using var server = new LoopbackServer(_ => new LoopbackReply(200, Gzip(System.Text.Encoding.UTF8.GetBytes(Good)), Delivery.Whole, ("Content-Encoding", "gzip")));
        using var second = new FredSource(SourceTest.Once(server));
        Assert.Equal([1], (await second.GetAsync("FRED:X")).Close);
    }

    [Fact]
    public async Task DamagedCompression_IsOffline()
    {
        await using var server = new LoopbackServer(_ => new LoopbackReply(200, [0x1F, 0x8B, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], Delivery.Whole, ("Content-Encoding", "gzip")));
        using var fred = new FredSource(SourceTest.Once(server));
        Assert.Equal(SourceFailure.Offline, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
    }

    [Fact]
    public async Task EndlessRedirects_AreAChangeOfFormat()
    {
        await using var server = new LoopbackServer(request => new LoopbackReply("", 302, Delivery.Whole, ("Location", request.Path)));
        using var fred = new FredSource(SourceTest.Once(server));
        Assert.Equal(SourceFailure.FormatChanged, (await Assert.ThrowsAsync<PriceSourceException>(() => fred.GetAsync("FRED:X"))).Failure);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Cancellation_EndsARequestAndAPause()
    {
        await using var server = new LoopbackServer(Good, delivery: Delivery.Hang);
        using var fred = new FredSource(SourceTest.Once(server));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fred.GetAsync("FRED:X", cancel: soon.Token));

        await using var failing = new LoopbackServer("", 500);
        using var patient = new FredSource(SourceTest.Patient(failing, new ManualTime(SourceTest.Now)));       // nobody moves this clock
        using var later = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.GetAsync("FRED:X", cancel: later.Token));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
