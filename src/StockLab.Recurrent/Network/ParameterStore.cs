namespace StockLab.Recurrent;

/// <summary>All parameters of a network in one packed buffer, and beside it, laid out alike, their gradients, Adam's moments and the average.</summary>
internal sealed unsafe class ParameterStore
{
    private AlignedBuffer? _weights, _gradients, _means, _squares, _largest, _average;

    /// <summary>The tensors in the order of the layers; a list, because going through an interface would allocate in every step.</summary>
    public List<PackedTensor> Tensors { get; } = [];

    /// <summary>Floats of each buffer, a multiple of 16.</summary>
    public int Length { get; private set; }

    public float* Weights => _weights!.Start;

    public float* Gradients => _gradients!.Start;

    /// <summary>Adam's first moments.</summary>
    public float* Means => _means!.Start;

    /// <summary>Adam's second moments.</summary>
    public float* Squares => _squares!.Start;

    /// <summary>The largest second moments so far; null without AMSGrad.</summary>
    public float* Largest => _largest is null ? null : _largest.Start;

    /// <summary>The moving average of the weights; null when none is kept.</summary>
    public float* Average => _average is null ? null : _average.Start;

    /// <summary>Changes whenever the weights do, so that copies made from them know that they are old.</summary>
    public long Version { get; set; }

    /// <summary>Sets room aside for <paramref name="rows"/> rows of weights.</summary>
    public PackedRegion Region(PanelLayout layout, int rows)
    {
        var region = new PackedRegion(Length, rows);
        Length = checked(Length + layout.RowFloats * rows);
        return region;
    }

    /// <summary>Adds a parameter that fills rows of a region.</summary>
    public PackedTensor Add(string name, PanelLayout layout, int[] slotOfGate, int? inputs, PackedRegion region, int firstRow = 0, double l1 = 0, double l2 = 0)
    {
        var tensor = new PackedTensor(name, layout, slotOfGate, inputs, region, firstRow, l1, l2);
        Tensors.Add(tensor);
        return tensor;
    }

    /// <summary>Takes the memory, once every tensor is known.</summary>
    public void Allocate(bool withLargest, bool withAverage)
    {
        _weights = new AlignedBuffer(Length);
        _gradients = new AlignedBuffer(Length);
        _means = new AlignedBuffer(Length);
        _squares = new AlignedBuffer(Length);
        _largest = withLargest ? new AlignedBuffer(Length) : null;
        _average = withAverage ? new AlignedBuffer(Length) : null;
    }
}
