using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace StockLab.Forecasting.Tests;

public class SeededRandomTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(-7, 3)]
    public void Bits_AreThoseOfTheAuthorsAlgorithm(long seed, long stream)
    {
        var expected = Python.Run("xoshiro.py", "json", "python3", new { Seed = seed, Stream = stream, Count = 50 });
        var random = new SeededRandom(seed, stream);

        foreach (var bits in expected.EnumerateArray())
            Assert.Equal(ulong.Parse(bits.GetString()!, CultureInfo.InvariantCulture), random.NextBits());
    }

    [Fact]
    public void Permutation_HoldsEveryNumberOnce_WhateverSeedAndCount() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<byte>(), (seed, count) =>
            new SeededRandom(seed).Permutation(count).Order().SequenceEqual(Enumerable.Range(0, count))).QuickCheckThrowOnFailure();

    [Fact]
    public void Integers_AreUniform()
    {
        var random = new SeededRandom(11);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt(7)]++;

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));      // ± 4 standard deviations
    }

    [Fact]
    public void Gaussian_HasMeanZeroAndVarianceOne()
    {
        var random = new SeededRandom(12);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();

        Assert.Equal(0, values.Average(), 0.015);
        Assert.Equal(1, values.Select(v => v * v).Average(), 0.02);
    }
}
