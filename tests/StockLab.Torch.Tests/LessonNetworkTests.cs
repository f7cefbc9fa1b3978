using StockLab.Torch.Tests.Witness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StockLab.Torch.Tests;

/// <summary>The network of the TSLA lesson, trained here and in Python from the same weights.</summary>
public sealed class LessonNetworkTests(PyTorch python)
{
    private sealed class StackedLstm : nn.Module<Tensor, Tensor>
    {
        private readonly LSTM first = nn.LSTM(1, 50, batchFirst: true);
        private readonly LSTM second = nn.LSTM(50, 50, batchFirst: true);
        private readonly Linear hidden = nn.Linear(50, 25);
        private readonly Linear head = nn.Linear(25, 1);

        public StackedLstm() : base(nameof(StackedLstm)) => RegisterComponents();

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            var (h1, _, _) = first.call(x);                       // (B, T, 50)
            var (h2, _, _) = second.call(h1);                     // (B, T, 50)
            var last = h2.select(1, -1);                          // (B, 50)
            return head.call(hidden.call(last)).MoveToOuterDisposeScope();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public void TwentySteps_GiveThePyTorchLosses(long batch)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var net = new StackedLstm();
        var x = rand(20, batch, 10, 1);
        var y = rand(20, batch, 1);
        var weights = net.state_dict().Select(entry => (Name: entry.Key.Replace('.', '_'), Value: entry.Value.clone())).ToArray();
        var expected = python.Run("""
            class Net(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.first = nn.LSTM(1, 50, batch_first=True)
                    self.second = nn.LSTM(50, 50, batch_first=True)
                    self.hidden = nn.Linear(50, 25)
                    self.head = nn.Linear(25, 1)
                def forward(self, x):
                    h, _ = self.first(x)
                    h, _ = self.second(h)
                    return self.head(self.hidden(h[:, -1]))
            net = Net()
            net.load_state_dict({name: globals()[name.replace('.', '_')] for name in net.state_dict()})
            adam = torch.optim.Adam(net.parameters(), lr=1e-3)
            losses = []
            for i in range(len(x)):
                adam.zero_grad()
                loss = F.mse_loss(net(x[i]), y[i])
                loss.backward()
                adam.step()
                losses.append(loss.item())
            out['losses'] = torch.tensor(losses)
            """, [("x", x), ("y", y), .. weights]);

        using var adam = optim.Adam(net.parameters(), lr: 1e-3);
        var mse = nn.MSELoss();
        var losses = new float[20];
        for (var i = 0; i < losses.Length; i++)
        {
            using var step = NewDisposeScope();
            adam.zero_grad();
            var loss = mse.call(net.call(x[i]), y[i]);
            loss.backward();
            adam.step();
            losses[i] = loss.item<float>();
        }
        Same.Values(expected["losses"], tensor(losses), 1e-5, "losses");
    }
}
