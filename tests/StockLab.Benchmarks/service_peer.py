"""The prediction service's peer: the same LSTM (its weights and scaler read from the model's folder) behind FastAPI, uvicorn and PyTorch on one thread.

service_peer.py FOLDER PORT [--lean]. With --lean the rows are taken as they come; otherwise pydantic checks what our service checks: dates in order, prices above 0.
"""
import datetime
import json
import os
import struct
import sys

import numpy as np
import torch
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel, NonNegativeFloat, PositiveFloat, validator
from torch import nn

torch.set_num_threads(1)
folder, port, lean = sys.argv[1], int(sys.argv[2]), "--lean" in sys.argv
model = json.load(open(os.path.join(folder, "model.json")))
data = open(os.path.join(folder, model["files"][0]["name"]), "rb").read()
length = struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:8 + length])
weights = {
    name: torch.from_numpy(np.frombuffer(data[8 + length:][entry["data_offsets"][0]:entry["data_offsets"][1]], np.float32).copy().reshape(entry["shape"]))
    for name, entry in header.items() if name != "__metadata__"
}


class StackedLstm(nn.Module):
    def __init__(self, features, hidden, dense, outputs):
        super().__init__()
        self.lstm1 = nn.LSTM(features, hidden, batch_first=True)
        self.lstm2 = nn.LSTM(hidden, hidden, batch_first=True)
        self.dense1, self.dense2 = nn.Linear(hidden, dense), nn.Linear(dense, outputs)

    def forward(self, x):
        h, _ = self.lstm1(x)
        h, _ = self.lstm2(h)
        return self.dense2(self.dense1(h[:, -1]))


net = StackedLstm(**{name: int(value) for name, value in model["network"]["settings"].items()})
net.load_state_dict(weights)
net.eval()
window, low, high = model["window"], model["scalers"][0]["minima"][0], model["scalers"][0]["maxima"][0]
share = next(margin["shares"][0] for margin in model["calibration"]["margins"] if margin["level"] == 0.9)
app = FastAPI()


def forecast(rows):
    close = np.array([row[4] for row in rows[-window:]])
    x = torch.from_numpy(((close - low) / (high - low)).astype(np.float32)).reshape(1, window, 1)
    with torch.inference_mode():
        y = net(x).item() * (high - low) + low
    naive = float(close[-1])
    return {"forecast": y, "lower": y - share * naive, "upper": y + share * naive, "naive": naive}


if lean:
    @app.post("/models/{name}/forecast")
    async def ask(name: str, request: Request):
        body = await request.json()
        return {"model": name, "forecasts": [{"targets": [forecast(series["rows"])]} for series in body["series"]]}
else:
    class Series(BaseModel):
        rows: list[tuple[datetime.date, PositiveFloat, PositiveFloat, PositiveFloat, PositiveFloat, NonNegativeFloat]]

        @validator("rows")
        def in_order(cls, rows):
            if any(a[0] >= b[0] for a, b in zip(rows, rows[1:])):
                raise ValueError("oldest first, one row a day")
            return rows

    class Question(BaseModel):
        series: list[Series]

    class Target(BaseModel):
        forecast: float
        lower: float
        upper: float
        naive: float

    class Forecast(BaseModel):
        targets: list[Target]

    class Answer(BaseModel):
        model: str
        forecasts: list[Forecast]

    @app.post("/models/{name}/forecast", response_model=Answer)
    async def ask(name: str, question: Question):
        return {"model": name, "forecasts": [{"targets": [forecast(series.rows)]} for series in question.series]}


uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)
