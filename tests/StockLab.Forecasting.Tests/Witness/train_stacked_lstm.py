"""Trains the network of source S1 in PyTorch from given weights on given batches and prints the loss of every step and the forecasts at the end."""
import json
import sys

import torch
from torch import nn

torch.set_num_threads(1)
ask = json.load(sys.stdin)


class StackedLstm(nn.Module):
    def __init__(self, features, hidden, dense, outputs):
        super().__init__()
        self.lstm1 = nn.LSTM(features, hidden, batch_first=True)
        self.lstm2 = nn.LSTM(hidden, hidden, batch_first=True)
        self.dense1 = nn.Linear(hidden, dense)
        self.dense2 = nn.Linear(dense, outputs)

    def forward(self, x):
        h, _ = self.lstm1(x)
        h, _ = self.lstm2(h)
        return self.dense2(self.dense1(h[:, -1]))


net = StackedLstm(ask["Features"], ask["Hidden"], ask["Dense"], ask["Outputs"])
net.load_state_dict({w["Name"]: torch.tensor(w["Values"]).reshape(w["Shape"]) for w in ask["Weights"]})
adam = torch.optim.Adam(net.parameters(), lr=ask["LearningRate"], eps=1e-7)
losses = []
for batch in ask["Batches"]:
    x = torch.tensor(batch["X"]).reshape(-1, ask["Length"], ask["Features"])
    y = torch.tensor(batch["Y"]).reshape(-1, ask["Outputs"])
    adam.zero_grad()
    loss = nn.functional.mse_loss(net(x), y)
    loss.backward()
    adam.step()
    losses.append(loss.item())

with torch.no_grad():
    x = torch.tensor(ask["Batches"][0]["X"]).reshape(-1, ask["Length"], ask["Features"])
    print(json.dumps({"losses": losses, "forecast": net(x).ravel().tolist()}))
