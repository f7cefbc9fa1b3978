namespace StockLab.Cli.Tests;

public sealed class DoctorVerbTests
{
    [Fact]
    public void Doctor_IsContent_WhereTheMainJobCanRun()
    {
        var run = CommandLine.Run("doctor", "--data", CommandLine.Sample);
        run.RequireSuccess();
        Assert.All([".NET SDK", "torch back end", "device", "ecosystem", "data folder", "C# kernel", "Jupyter"], part => Assert.Contains(part, run.Output));
        Assert.Contains("generated", run.Output);
    }

    [Fact]
    public void Doctor_NamesTheRemedy_WhereThereAreNoPrices()
    {
        var run = CommandLine.Run("doctor", "--data", "no-such-folder");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("STOCKLAB_DATA", run.Output);
    }
}
