"""Answers the benchmark's requests, a line of JSON each, until the input ends.

A peer is a function (workload, data, threads) -> (reset, train); train(steps, losses) trains some
steps and, given a list, adds the loss before each step to it.
"""

import json
import os
import sys
import time

import numpy as np


class Data:
    """Inputs [rows, inputs] as stored, targets [rows, outputs], layers of (w [U, I], b [U])."""

    def __init__(self, folder, workload):
        sizes, rows = workload["sizes"], workload["rows"]
        kind = np.uint8 if workload["inputs"] == "bytes" else np.float32
        read = lambda name, kind: np.fromfile(os.path.join(folder, name + ".bin"), kind)
        self.inputs = read("inputs", kind).reshape(rows, sizes[0])
        self.scale = 255 if workload["inputs"] == "bytes" else 1
        self.targets = read("targets", np.float32).reshape(rows, sizes[-1])
        weights = read("weights", np.float32)
        self.layers = []
        for fan_in, units in zip(sizes, sizes[1:]):
            w, b, weights = np.split(weights, [units * fan_in, units * fan_in + units])
            self.layers.append((w.reshape(units, fan_in), b))

    def floats(self, kind):
        """The inputs as a user would write them: x / 255 of pictures, before any training."""
        floats = self.inputs.astype(kind)
        floats /= self.scale
        return floats


def batches_of(workload, *arrays):
    """The arrays cut into batches of rows, as tuples."""
    rows, size = workload["rows"], workload["batchRows"]
    return [tuple(a[k : k + size] for a in arrays) for k in range(0, rows, size)]


def serve(create):
    reset = train = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "prepare":
                workload = request["workload"]
                data = Data(request["folder"], workload)
                reset, train = create(workload, data, request["threads"])
                reply = {"prepared": True}
            elif request["do"] == "losses":
                losses = []
                reset()
                train(request["steps"], losses)
                reply = {"losses": [float(loss) for loss in losses]}
            elif request["do"] == "run":
                reset()
                started = time.perf_counter()
                train(request["steps"], None)
                reply = {"ms": 1000 * (time.perf_counter() - started)}
            else:
                reply = {"error": "unknown request"}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print("@ " + json.dumps(reply), flush=True)
