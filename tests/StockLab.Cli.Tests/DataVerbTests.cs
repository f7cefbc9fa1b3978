using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StockLab.Cli.Tests;

public sealed class DataVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stocklab-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Collect_FetchesPrices_WhichListAndCheckThenFind()
    {
        using var server = new Service();
        var collected = await Task.Run(() => CommandLine.Run("data", "collect", "005930", "kospi", "--data", _folder, "--patience", "0", "--address", server.Address));
        collected.RequireSuccess();
        Assert.Contains("New: 2", collected.Output);
        Assert.Contains("collecting", collected.Error);
        Assert.Equal(["005930.csv", "KS11.csv"], Directory.GetFiles(_folder, "*.csv").Select(Path.GetFileName).Order());

        var again = await Task.Run(() => CommandLine.Run("data", "collect", "005930", "KS11", "--data", _folder, "--patience", "0", "--address", server.Address));
        again.RequireSuccess();
        Assert.Contains("UpToDate: 2", again.Output);

        var list = CommandLine.Run("data", "list", "--data", _folder);
        list.RequireSuccess();
        Assert.Contains("삼성전자, Samsung Electronics", list.Output);
        Assert.Contains("Naver · collected ", list.Output);

        var check = CommandLine.Run("data", "check", "--data", _folder);
        check.RequireSuccess();
        Assert.Contains("good", check.Output);

        File.AppendAllText(Path.Combine(_folder, "KS11.csv"), "2024-12-16,1,1,1,1,1\n");
        check = CommandLine.Run("data", "check", "--data", _folder);
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("altered", check.Output);
        Assert.Contains("SHA-256", check.Output);
    }

    [Fact]
    public async Task Collect_SaysWhatFailed_AndKeepsTheRest()
    {
        using var server = new Service();
        var collected = await Task.Run(() => CommandLine.Run("data", "collect", "005930", "NAVER:000000", "--data", _folder, "--patience", "0", "--address", server.Address));
        Assert.Equal(1, collected.ExitCode);
        Assert.Contains("Naver: it does not know '000000'", collected.Output);
        Assert.Contains("New: 1 · Failed: 1", collected.Output);
    }

    [Fact]
    public void WhatIsNoSymbol_IsRefusedWithNearOnes()
    {
        var collected = CommandLine.Run("data", "collect", "삼성전", "--data", _folder, "--address", "http://127.0.0.1:9/");
        Assert.Equal(1, collected.ExitCode);
        Assert.Contains("005930 (삼성전자, Samsung Electronics)", collected.Error);
        Assert.DoesNotContain("   at ", collected.Error);
        Assert.Empty(Directory.GetFiles(_folder, "*.csv"));
    }

    [Fact]
    public void WhatIsNoAddress_IsRefused()
    {
        var collected = CommandLine.Run("data", "collect", "005930", "--data", _folder, "--address", "nonsense");
        Assert.NotEqual(0, collected.ExitCode);
        Assert.Contains("--address wants a URL", collected.Error);
    }

    [Fact]
    public void Sample_WritesAMarketThatIsMarkedAsGenerated()
    {
        CommandLine.Run("data", "sample", "--data", _folder, "--seed", "7").RequireSuccess();
        Assert.True(File.Exists(Path.Combine(_folder, "generated.json")));
        Assert.Contains("generated prices, not real", CommandLine.Run("data", "list", "--data", _folder).Output);
        var collected = CommandLine.Run("data", "collect", "005930", "--data", _folder, "--address", "http://127.0.0.1:9/");
        Assert.Equal(1, collected.ExitCode);
        Assert.Contains("generated", collected.Error);
    }

    [Fact]
    public void Catalogue_IsSearchedByKoreanAndEnglishNames()
    {
        Assert.Contains("000660", CommandLine.Run("data", "list", "--catalogue", "하이닉스").Output);
        Assert.Contains("005380", CommandLine.Run("data", "list", "--catalogue", "hyundai").Output);
        Assert.Contains("FRED", CommandLine.Run("data", "collect", "--help").Output);
    }

    /// <summary>Naver's chart service with two days of December 2024 for every code but 000000.</summary>
    private sealed class Service : IDisposable
    {
        private readonly HttpListener _listener = new();

        internal Service()
        {
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
            }
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = ServeAsync();
        }

        internal string Address { get; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }
                var code = context.Request.QueryString["symbol"];
                var items = code == "000000" ? "" : "<item data=\"20241212|54200|55900|54100|55900|23000000\" /><item data=\"20241213|55900|56600|55500|56100|15000000\" />";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"<protocol><chartdata symbol=\"{code}\">{items}</chartdata></protocol>"));
                context.Response.Close();
            }
        }
    }
}
