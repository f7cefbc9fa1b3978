"""Makes an answer of Yahoo's chart service out of a CSV file of American prices: each day opens at 09:30 in New York, as Python's zoneinfo knows it.

usage: yahoo_chart.py PRICES.csv ANSWER.json
"""
import csv
import datetime
import json
import sys
import zoneinfo

new_york = zoneinfo.ZoneInfo("America/New_York")
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
opening = [datetime.datetime.combine(datetime.date.fromisoformat(row["Date"]), datetime.time(9, 30), new_york) for row in rows]


def column(name):
    return [float(row[name]) for row in rows]


answer = {"chart": {"result": [{
    "meta": {"currency": "USD", "symbol": "TSLA", "gmtoffset": -18000, "timezone": "EST", "exchangeTimezoneName": "America/New_York"},
    "timestamp": [int(moment.timestamp()) for moment in opening],
    "indicators": {
        "quote": [{"open": column("Open"), "high": column("High"), "low": column("Low"), "close": column("Close"), "volume": [int(row["Volume"]) for row in rows]}],
        "adjclose": [{"adjclose": column("Adj Close")}],
    },
}], "error": None}}
json.dump(answer, open(sys.argv[2], "w", encoding="utf-8"))
