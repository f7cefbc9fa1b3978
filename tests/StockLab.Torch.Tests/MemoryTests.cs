using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>Nothing leaks.</summary>
public sealed class MemoryTests
{
    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        return process.WorkingSet64;
    }

    [Fact]
    public void TwoThousandSteps_LeaveTensorsAndMemoryAsTheyWere()
    {
        using var net = nn.Sequential(nn.Conv1d(3, 8, 3), nn.BatchNorm1d(8), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 14, 4));
        using var lstm = nn.LSTM(3, 8, batchFirst: true);
        using var adam = optim.Adam(net.parameters().Concat(lstm.parameters()), 1e-3);
        using var x = randn(16, 3, 16);
        using var y = randint(0, 4, new long[] { 16 });
        void Step()
        {
            using var scope = NewDisposeScope();
            adam.zero_grad();
            var (_, h, _) = lstm.call(x.transpose(1, 2));
            var loss = nn.functional.cross_entropy(net.call(x), y) + h.square().mean();
            loss.backward();
            nn.utils.clip_grad_norm_(net.parameters(), 1);
            adam.step();
        }
        for (var i = 0; i < 200; i++) Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (tensors, memory) = (Tensor.TotalCount, Resident());
        for (var i = 0; i < 2000; i++) Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.True(Resident() - memory < 24 << 20, $"resident memory grew from {memory >> 20} to {Resident() >> 20} MiB");
    }

    [Fact]
    public void WithoutScopes_TheGarbageCollectorFreesTensors()
    {
        static void Work()
        {
            for (var i = 0; i < 1000; i++) _ = randn(10) * 2 + 1;
        }
        var before = Tensor.TotalCount;
        Work();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(Tensor.TotalCount <= before + 3, $"{Tensor.TotalCount - before} tensors are left");
    }

    [Fact]
    public void CustomFunctions_AreForgotten_WithTheirGraph()
    {
        static WeakReference Work()
        {
            using var scope = NewDisposeScope();
            var token = new object();
            var x = ones(2, requires_grad: true);
            Keep.apply(x, token).sum().backward();
            return new WeakReference(token);
        }
        var token = Work();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(token.IsAlive);
    }

    private sealed class Keep : autograd.SingleTensorFunction<Keep>
    {
        public override string Name => nameof(Keep);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_data("token", vars[1]);
            return ((Tensor)vars[0]).clone();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output.clone(), null!];
    }
}
