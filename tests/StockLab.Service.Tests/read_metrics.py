"""Reads the service's metrics with Prometheus's own parser and checks what must hold of them."""
import math
import sys

from prometheus_client.parser import text_string_to_metric_families

families = {family.name: family for family in text_string_to_metric_families(sys.stdin.read())}
statuses = {sample.labels["status"]: sample.value for sample in families["stocklab_requests"].samples}
assert statuses["200"] >= 3 and statuses["422"] == 1 and statuses["404"] == 1, statuses
forecasts = {sample.labels["model"]: sample.value for sample in families["stocklab_forecasts"].samples}
assert forecasts == {"gru": 5.0}, forecasts
for name in ("stocklab_forecast_seconds", "stocklab_batch_windows"):
    family = families[name]
    assert family.type == "histogram" and family.documentation
    buckets = [(float(s.labels["le"]), s.value) for s in family.samples if s.name.endswith("_bucket")]
    assert buckets == sorted(buckets) and all(a[1] <= b[1] for a, b in zip(buckets, buckets[1:])), buckets
    count = next(s.value for s in family.samples if s.name.endswith("_count"))
    assert math.isinf(buckets[-1][0]) and buckets[-1][1] == count > 0
batches = {s.name: s.value for s in families["stocklab_batch_windows"].samples if not s.name.endswith("_bucket")}
assert batches["stocklab_batch_windows_sum"] == 5.0, batches
assert families["process_resident_memory_bytes"].samples[0].value > 1e7
