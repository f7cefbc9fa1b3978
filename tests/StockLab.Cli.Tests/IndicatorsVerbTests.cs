namespace StockLab.Cli.Tests;

public sealed class IndicatorsVerbTests : IDisposable
{
    private const string S0 = "Date,Open,High,Low,Close,Volume,Change,ma5,ma10,ma20,S&P500,rsi,%K,%D,bb_upper,bb_sma,bb_lower,volume_ma5,momentum,high_low_diff,Kospi";
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("s0")]
    [InlineData("all")]
    public void Csv_HasTheColumnsOfS0InItsOrder_WithTheIndicesOfTheFolder(string set)
    {
        foreach (var (from, to) in new[] { ("SIM001", "005930"), ("SIMIDX", "KS11"), ("SIM002", "US500") })
            File.Copy(Path.Combine(CommandLine.Sample, from + ".csv"), Path.Combine(_folder, to + ".csv"));
        var csv = Path.Combine(_folder, "out", "table.csv");
        CommandLine.Run("indicators", "005930", "--data", _folder, "--set", set, "--csv", csv).RequireSuccess();
        var lines = File.ReadAllLines(csv);
        Assert.Equal(File.ReadLines(Path.Combine(_folder, "005930.csv")).Count(), lines.Length);
        if (set == "s0")
            Assert.Equal(S0, lines[0]);
        else
            Assert.StartsWith(S0 + ",ema12,", lines[0]);
    }

    [Fact]
    public void Screen_SaysThatPricesAreGenerated_AndLeavesOutIndicesThatTheFolderLacks()
    {
        var shown = CommandLine.Run("indicators", "SIGNAL", "--data", CommandLine.Sample);
        shown.RequireSuccess();
        Assert.Contains("generated prices, not real", shown.Output);
        Assert.Contains("high_low_diff", shown.Output);
        Assert.DoesNotContain("S&P500", shown.Output);
    }
}
