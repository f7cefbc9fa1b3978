using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>Batches of samples.</summary>
public sealed class DataLoaderTests
{
    private sealed class Squares(long count) : utils.data.Dataset
    {
        public bool Disposed;

        public override long Count => count;

        public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["x"] = tensor((float)index), ["y"] = tensor((float)(index * index)) };

        protected override void Dispose(bool disposing) => Disposed = true;
    }

    [Theory]
    [InlineData(10, 4, false, 3)]
    [InlineData(10, 4, true, 2)]
    [InlineData(8, 4, false, 2)]
    [InlineData(0, 4, false, 0)]
    public void Batches_HoldAllSamplesInOrder(long count, int size, bool dropLast, int batches)
    {
        using var loader = utils.data.DataLoader(new Squares(count), size, drop_last: dropLast);
        var seen = new List<float>();
        var number = 0;
        foreach (var batch in loader)
        {
            number++;
            Assert.True((batch["x"] * batch["x"]).Equals(batch["y"]));
            seen.AddRange(batch["x"].data<float>().ToArray());
        }
        Assert.Equal(batches, number);
        if (count > 0) Assert.Equal(batches, loader.Count);
        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => (float)i), seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void ShuffledBatches_HoldEachSampleOnce_TheSameOrderForASeed(int workers)
    {
        float[] Order()
        {
            using var loader = utils.data.DataLoader(new Squares(23), 5, shuffle: true, seed: 3, num_worker: workers);
            return loader.SelectMany(batch => batch["x"].data<float>().ToArray()).ToArray();
        }
        var first = Order();
        Assert.Equal(first, Order());
        Assert.NotEqual(Enumerable.Range(0, 23).Select(i => (float)i), first);
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (float)i), first.Order());
    }

    [Fact]
    public void Batches_AreDisposedOf_WhenTheNextOneComes()
    {
        var before = Tensor.TotalCount;
        var data = new Squares(9);
        using (var loader = utils.data.DataLoader(data, 2))
        {
            Tensor? last = null;
            foreach (var batch in loader)
            {
                Assert.True(last?.IsInvalid ?? true);
                last = batch["x"];
            }
            Assert.True(last!.IsInvalid);
        }
        Assert.True(data.Disposed);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void TensorDataset_GivesRowsOfEachTensor()
    {
        using var scope = NewDisposeScope();
        var (x, y) = (arange(12).reshape(6, 2), arange(6));
        using var loader = utils.data.DataLoader(utils.data.TensorDataset(x, y), 4);
        var batches = loader.Select(batch => (batch[0].shape, batch[1].data<long>().ToArray())).ToList();
        Assert.Equal([4L, 2L], batches[0].shape);
        Assert.Equal([4L, 5L], batches[1].Item2);
        Assert.Throws<ArgumentException>(() => utils.data.TensorDataset(x, arange(5)));
    }
}
