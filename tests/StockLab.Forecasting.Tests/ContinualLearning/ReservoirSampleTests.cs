namespace StockLab.Forecasting.Tests;

public sealed class ReservoirSampleTests
{
    [Fact]
    public void EachItem_IsKeptEquallyOften_HoweverEarlyItCame()
    {
        const int Stream = 40, Capacity = 10, Runs = 4000;
        var kept = new int[Stream];
        for (var run = 0; run < Runs; run++)
        {
            var reservoir = new ReservoirSample(Capacity, seed: run);
            for (var item = 0; item < Stream; item++)
                reservoir.Add(item);
            Assert.Equal(Capacity, reservoir.Items.Distinct().Count());
            foreach (var item in reservoir.Items)
                kept[item]++;
        }
        // Each is kept with probability 1/4: chi-squared over 40 cells, with the spread of a choice without replacement, stays below its 99.9 % point.
        var expected = Runs * Capacity / (double)Stream;
        var chi = kept.Sum(count => Math.Pow(count - expected, 2) / (expected * (1 - (Capacity / (double)Stream)))) * (Stream - 1.0) / Stream;
        Assert.True(chi < 72.06, $"chi² = {chi:F1}: {string.Join(' ', kept)}");
    }

    [Fact]
    public void AShortStream_IsKeptWhole_AndASeedRepeatsItself()
    {
        var (one, two) = (new ReservoirSample(5, 3), new ReservoirSample(5, 3));
        foreach (var item in (int[])[7, 8, 9])
            one.Add(item);
        Assert.Equal([7, 8, 9], one.Items);
        Assert.Equal(3, one.Seen);
        foreach (var item in (int[])[7, 8, 9])
            two.Add(item);
        for (var item = 10; item < 100; item++)
        {
            one.Add(item);
            two.Add(item);
        }
        Assert.Equal(two.Items, one.Items);
    }
}
