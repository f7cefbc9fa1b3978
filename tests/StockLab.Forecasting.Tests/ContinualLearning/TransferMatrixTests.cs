namespace StockLab.Forecasting.Tests;

public sealed class TransferMatrixTests
{
    // Three periods. Worked out by hand: ACC = (0.5 + 0.6 + 0.9) / 3; BWT = ((0.5 − 0.8) + (0.6 − 0.7)) / 2; FWT = ((0.4 − 0.3) + (0.6 − 0.4)) / 2.
    private static readonly double[][] R = [[0.8, 0.4, 0.2], [0.6, 0.7, 0.6], [0.5, 0.6, 0.9]];
    private static readonly double[] Untrained = [0.2, 0.3, 0.4];

    [Fact]
    public void Measures_AreLopezPazAndRanzatos()
    {
        var matrix = new TransferMatrix(R, Untrained);
        Assert.Equal(2 / 3.0, matrix.Accuracy, 1e-12);
        Assert.Equal(-0.2, matrix.BackwardTransfer, 1e-12);
        Assert.Equal(0.15, matrix.ForwardTransfer, 1e-12);
        Assert.Equal("ACC 0.667, BWT -0.200, FWT +0.150, change on old periods -0.150", matrix.ToString());
    }

    [Fact]
    public void TheChangeOnOldPeriods_WeighsThemByTheirSamples()
    {
        // Update 1: period 0 falls by 0.2. Update 2: 30 samples fall from 0.6 to 0.5, 10 from 0.7 to 0.6: by 0.1 in all.
        Assert.Equal((-0.2 - 0.1) / 2, new TransferMatrix(R, Untrained, [30, 10, 5]).ChangeOnOldPeriods, 1e-12);
        // With period 0 all but weightless, update 2 costs what period 1 loses.
        Assert.Equal((-0.2 - 0.3) / 2, new TransferMatrix([[0.8, 0.4, 0.2], [0.6, 0.7, 0.6], [0.5, 0.4, 0.9]], Untrained, [1, 1_000_000_000, 5]).ChangeOnOldPeriods, 1e-6);
    }

    [Fact]
    public void WhatDoesNotFit_IsRefused()
    {
        Assert.Contains("give T of each", Assert.Throws<ArgumentException>(() => new TransferMatrix([[0.5]], [0.5])).Message);
        Assert.Contains("give T of each", Assert.Throws<ArgumentException>(() => new TransferMatrix([[0.5, 0.5], [0.5]], [0.5, 0.5])).Message);
        Assert.Contains("give T of each", Assert.Throws<ArgumentException>(() => new TransferMatrix(R, [0.5])).Message);
    }
}
