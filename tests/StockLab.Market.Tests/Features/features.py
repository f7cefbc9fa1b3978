"""The witness of the feature tests: pandas and numpy compute joins, returns and scalings. Arguments: the folder of prices, the folder for the results."""
import sys

import numpy as np
import pandas as pd

prices, results = sys.argv[1:]
read = lambda symbol: pd.read_csv(f"{prices}/{symbol}.csv", parse_dates=["Date"])[["Date", "Close"]]
stock, sp500, kospi = read("005930"), read("US500").rename(columns={"Close": "S&P500"}), read("KS11").rename(columns={"Close": "Kospi"})


def save(name, table):
    table.to_csv(f"{results}/{name}.csv", index=False, float_format="%.17g", date_format="%Y-%m-%d")


save("same-day", stock.merge(sp500, on="Date").merge(kospi, on="Date"))

late = sp500.assign(Date=sp500.Date + pd.Timedelta(days=1))
save("lagged", pd.merge_asof(stock, late, on="Date"))

close = stock.Close
save("returns", pd.DataFrame({"simple": close.pct_change(), "log": np.log(close).diff(), "difference": close.diff()}))

train = close[:4000]
quartile = lambda q: np.percentile(train, q)
save("scaled", pd.DataFrame({
    "minmax": (close - train.min()) / (train.max() - train.min()),
    "standard": (close - train.mean()) / train.std(ddof=0),
    "robust": (close - quartile(50)) / (quartile(75) - quartile(25)),
}))

middle = close.to_numpy()
windows = np.lib.stride_tricks.sliding_window_view(middle, 51)
save("per-window", pd.DataFrame((windows / windows[:, :1] - 1)[:200]))
