"""Keras's OrthogonalInitializer on a given normal matrix: Q of its QR decomposition, signs such that R's diagonal is positive."""
import json
import sys

import numpy as np

ask = json.load(sys.stdin)
normal = np.array(ask["Normal"]).reshape(ask["Rows"], ask["Columns"])
q, r = np.linalg.qr(normal)
q *= np.sign(np.diag(r))
print(json.dumps(q.ravel().tolist()))
