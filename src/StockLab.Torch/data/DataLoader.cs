using System.Collections;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace TorchSharp.Modules;

/// <summary>Makes batches of the samples of a data set.</summary>
/// <typeparam name="T">A sample.</typeparam>
/// <typeparam name="S">A batch.</typeparam>
public class DataLoader<T, S> : IEnumerable<S>, IDisposable
{
    /// <summary>Batches of samples in a given order.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">How many samples make a batch.</param>
    /// <param name="collate_fn">Makes a batch of samples on a device.</param>
    /// <param name="shuffler">The numbers of the samples, in the order they are wanted.</param>
    /// <param name="device">Where the batches lie; null for the CPU.</param>
    /// <param name="num_worker">How many samples are fetched at once.</param>
    /// <param name="drop_last">Whether a last, smaller batch is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed of when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the data set is disposed of with the loader.</param>
    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        this.dataset = dataset;
        batch_size = batchSize;
        this.collate_fn = collate_fn;
        sampler = shuffler;
        Device = device ?? CPU;
        num_workers = Math.Max(num_worker, 1);
        this.drop_last = drop_last;
        DisposeBatch = disposeBatch;
        DisposeDataset = disposeDataset;
    }

    /// <summary>Batches of samples in their own order, or in random order.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batchSize">How many samples make a batch.</param>
    /// <param name="collate_fn">Makes a batch of samples on a device.</param>
    /// <param name="shuffle">Whether the order is random.</param>
    /// <param name="device">Where the batches lie; null for the CPU.</param>
    /// <param name="seed">What the random order starts from, the same one each time; null for another one each time.</param>
    /// <param name="num_worker">How many samples are fetched at once.</param>
    /// <param name="drop_last">Whether a last, smaller batch is left out.</param>
    /// <param name="disposeBatch">Whether a batch is disposed of when the next one is asked for.</param>
    /// <param name="disposeDataset">Whether the data set is disposed of with the loader.</param>
    public DataLoader(Dataset<T> dataset, int batchSize, Func<IEnumerable<T>, Device, S> collate_fn, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : this(dataset, batchSize, collate_fn, shuffle ? Shuffled(dataset.Count, seed) : InOrder(dataset.Count), device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>The samples.</summary>
    public Dataset<T> dataset { get; }

    /// <summary>How many samples make a batch.</summary>
    public int batch_size { get; }

    /// <summary>Whether a last, smaller batch is left out.</summary>
    public bool drop_last { get; }

    /// <summary>The numbers of the samples, in the order they are wanted.</summary>
    public IEnumerable<long> sampler { get; }

    /// <summary>How many samples are fetched at once.</summary>
    public int num_workers { get; }

    /// <summary>Makes a batch of samples on a device.</summary>
    public Func<IEnumerable<T>, Device, S> collate_fn { get; }

    /// <summary>Where the batches lie.</summary>
    public Device Device { get; }

    /// <summary>Whether a batch is disposed of when the next one is asked for.</summary>
    public bool DisposeBatch { get; }

    /// <summary>Whether the data set is disposed of with the loader.</summary>
    public bool DisposeDataset { get; }

    /// <summary>How many batches there are.</summary>
    public long Count => drop_last ? dataset.Count / batch_size : (dataset.Count + batch_size - 1) / batch_size;

    /// <summary>The batches, one at a time.</summary>
    public IEnumerator<S> GetEnumerator()
    {
        IDisposable[] current = [];
        try
        {
            foreach (var numbers in sampler.Chunk(batch_size))
            {
                if (drop_last && numbers.Length < batch_size) yield break;
                var batch = Fetch(numbers, out var owned);
                Free(ref current);
                if (DisposeBatch) current = owned;
                yield return batch;
            }
        }
        finally
        {
            Free(ref current);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Ends the loader.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the loader.</summary>
    /// <param name="disposing">False when the garbage collector calls.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && DisposeDataset) dataset.Dispose();
    }

    private S Fetch(long[] numbers, out IDisposable[] owned)
    {
        var samples = new T[numbers.Length];
        var scratch = new IDisposable[numbers.Length][];
        if (num_workers == 1)
        {
            for (var i = 0; i < numbers.Length; i++) scratch[i] = Sample(numbers, samples, i);
        }
        else
        {
            Parallel.For(0, numbers.Length, new ParallelOptions { MaxDegreeOfParallelism = num_workers }, i => scratch[i] = Sample(numbers, samples, i));
        }
        S batch;
        using (var scope = NewDisposeScope())
        {
            batch = collate_fn(samples, Device);
            owned = [.. scope.DisposablesView];
            scope.Detach(owned);
        }
        foreach (var of in scratch)
        {
            foreach (var disposable in of) disposable.Dispose();
        }
        return batch;
    }

    private IDisposable[] Sample(long[] numbers, T[] samples, int i)
    {
        using var scope = NewDisposeScope();
        samples[i] = dataset.GetTensor(numbers[i]);
        IDisposable[] made = [.. scope.DisposablesView];
        scope.Detach(made);
        return made;
    }

    private static void Free(ref IDisposable[] disposables)
    {
        foreach (var disposable in disposables) disposable.Dispose();
        disposables = [];
    }

    private static IEnumerable<long> InOrder(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }

    // Fisher and Yates, inside out; with a seed the order is TorchSharp's own.
    private static IEnumerable<long> Shuffled(long count, int? seed)
    {
        var random = seed is { } start ? new Random(start) : new Random();
        var order = new long[count];
        for (var i = 0L; i < count; i++)
        {
            var j = unchecked((((long)random.Next() << 32) + (uint)random.Next()) % (i + 1));
            order[i] = order[j];
            order[j] = i;
        }
        foreach (var number in order) yield return number;
    }
}

/// <summary>Makes batches of samples of named tensors.</summary>
public class DataLoader : DataLoader<Dictionary<string, Tensor>, Dictionary<string, Tensor>>
{
    /// <summary>Batches of samples in a given order.</summary>
    public DataLoader(Dataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Batches of samples in their own order, or in random order.</summary>
    public DataLoader(Dataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static Dictionary<string, Tensor> Collate(IEnumerable<Dictionary<string, Tensor>> samples, Device device)
    {
        using var scope = NewDisposeScope();
        var all = samples.ToList();
        return all[0].Keys.ToDictionary(key => key, key => stack(all.Select(sample => sample[key])).to(device).MoveToOuterDisposeScope());
    }
}

/// <summary>Makes batches of samples of numbered tensors.</summary>
public class IterableDataLoader : DataLoader<IList<Tensor>, IList<Tensor>>
{
    /// <summary>Batches of samples in a given order.</summary>
    public IterableDataLoader(IterableDataset dataset, int batchSize, IEnumerable<long> shuffler, Device? device = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffler, device, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    /// <summary>Batches of samples in their own order, or in random order.</summary>
    public IterableDataLoader(IterableDataset dataset, int batchSize, bool shuffle = false, Device? device = null, int? seed = null, int num_worker = 1, bool drop_last = false, bool disposeBatch = true, bool disposeDataset = true)
        : base(dataset, batchSize, Collate, shuffle, device, seed, num_worker, drop_last, disposeBatch, disposeDataset)
    {
    }

    private static IList<Tensor> Collate(IEnumerable<IList<Tensor>> samples, Device device)
    {
        using var scope = NewDisposeScope();
        var all = samples.ToList();
        return Enumerable.Range(0, all[0].Count).Select(i => stack(all.Select(sample => sample[i])).to(device).MoveToOuterDisposeScope()).ToList();
    }
}
