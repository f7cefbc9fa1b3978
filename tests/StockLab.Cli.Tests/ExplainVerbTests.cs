using System.Text.Json;

namespace StockLab.Cli.Tests;

public sealed class ExplainVerbTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stocklab-explain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Json_IsTheLastAndOnlyLineOfStandardOutput_AndTheFigureIsAPage()
    {
        var page = Path.Combine(folder, "explain.html");
        var run = CommandLine.Run("explain", "updown-resnet", "--model", "conv", "--width", "4", "--epochs", "1", "--samples", "12", "--stretch", "140", "--channels", "KS11", "--tickers", "5", "--embargo", "7", "--data", CommandLine.Sample, "--figure", page, "--json");
        run.RequireSuccess();
        using var json = JsonDocument.Parse(Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("updown-resnet", json.RootElement.GetProperty("recipe").GetString());
        Assert.Equal(12, json.RootElement.GetProperty("samples").GetInt32());
        Assert.All(["gradient_times_input", "occlusion", "permutation", "gradient_summed"], field => Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty("channels")[0].GetProperty(field).ValueKind));
        Assert.Contains(json.RootElement.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("7 trading days apart", StringComparison.Ordinal));
        Assert.Contains("Prices: 5 shares", run.Error);
        Assert.Contains("The rank of each channel", run.Error);
        Assert.Contains("generated", run.Error);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void WhatCannotBeExplained_IsSaidInOneLine()
    {
        var figure = CommandLine.Run("explain", "updown-resnet", "--figure", "ranking.pdf", "--data", CommandLine.Sample);
        Assert.Equal(1, figure.ExitCode);
        Assert.Contains("as .svg or .html, not as '.pdf'", figure.Error);
        Assert.NotEqual(0, CommandLine.Run("explain", "tsla-lstm").ExitCode);

        var teacher = Path.Combine(folder, "soft.csv");
        File.WriteAllText(teacher, "ticker,date,up,down,hold\nSIM001,2019-05-31,0.5,0.5,0.5\n");
        var distill = CommandLine.Run("train", "updown-distill", "--model", "conv", "--width", "4", "--epochs", "1", "--seeds", "5", "--soft-labels", teacher, "--data", CommandLine.Sample);
        Assert.Equal(1, distill.ExitCode);
        Assert.Contains("soft.csv:2: 0.5 + 0.5 + 0.5 is 1.5, not 1. Divide the row by its sum", distill.Error);
    }
}
