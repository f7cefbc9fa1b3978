using StockLab.Recurrent.Kernels;

namespace StockLab.Recurrent;

/// <summary>What happens to a network's weights between two batches: penalties, clipping, Adam or AdamW (Kingma and Ba 2014; Loshchilov and Hutter 2017), the moving average.</summary>
internal sealed unsafe class AdamUpdate(ParameterStore store, KernelSet kernels, AdamSettings adam)
{
    /// <summary>Steps made so far.</summary>
    public long Steps { get; set; }

    /// <summary>The learning rate of the next step.</summary>
    public double LearningRate { get; set; } = adam.LearningRate;

    /// <summary>Adds the penalties' slopes to the gradients and returns their values.</summary>
    public double Penalise()
    {
        double value = 0;
        foreach (var tensor in store.Tensors)
        {
            if (tensor.L1 == 0 && tensor.L2 == 0)
                continue;
            foreach (var (start, length) in tensor.Ranges)
            {
                var w = store.Weights + start;
                kernels.Penalise(store.Gradients + start, w, length, (float)tensor.L1, (float)tensor.L2);
                value += tensor.L1 * kernels.SumOfMagnitudes(w, length) + tensor.L2 * kernels.SumOfSquares(w, length);
            }
        }
        return value;
    }

    /// <summary>Makes a step with the gradients that are there.</summary>
    public void Run()
    {
        Steps++;
        var correction1 = 1 - Math.Pow(adam.Beta1, Steps);
        var correction2 = 1 - Math.Pow(adam.Beta2, Steps);
        if (adam.ClipNorm is { } clipNorm)
            ClipEach(clipNorm);
        var step = new AdamStep
        {
            Scale = adam.ClipGlobalNorm is { } clip ? (float)Math.Min(1, clip / (Math.Sqrt(kernels.SumOfSquares(store.Gradients, store.Length)) + 1e-6)) : 1f,
            Bound = (float)(adam.ClipValue ?? double.PositiveInfinity),
            Coupled = adam.Decoupled ? 0f : (float)adam.WeightDecay,
            Keep = adam.Decoupled ? (float)(1 - LearningRate * adam.WeightDecay) : 1f,
            Beta1 = (float)adam.Beta1,
            Rest1 = (float)(1 - adam.Beta1),
            Beta2 = (float)adam.Beta2,
            Rest2 = (float)(1 - adam.Beta2),
            Size = (float)(-LearningRate / correction1),
            Root = (float)(1 / Math.Sqrt(correction2)),
            Epsilon = (float)adam.Epsilon,
        };
        if (adam.ClipGlobalNorm is not null || adam.ClipValue is not null || adam.WeightDecay > 0)
            kernels.Prepare(store.Weights, store.Gradients, store.Length, &step);
        kernels.Adam(store.Weights, store.Gradients, store.Means, store.Squares, store.Largest, store.Length, &step);
        store.Version++;
        if (adam.Average is { } decay)
            kernels.Average(store.Average, store.Weights, store.Length, (float)decay, (float)(1 - decay));
    }

    /// <summary>Shortens each tensor's gradient that is longer than this.</summary>
    private void ClipEach(double length)
    {
        foreach (var tensor in store.Tensors)
        {
            double squares = 0;
            foreach (var (start, count) in tensor.Ranges)
                squares += kernels.SumOfSquares(store.Gradients + start, count);
            var norm = Math.Sqrt(squares);
            if (norm <= length)
                continue;
            foreach (var (start, count) in tensor.Ranges)
                kernels.Scale(store.Gradients + start, count, (float)(length / norm));
        }
    }
}
