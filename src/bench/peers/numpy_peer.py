"""NumPy, vectorised, as a user writes it; float32 or float64 by the first argument."""

import sys

import numpy as np
from line_protocol import batches_of, serve

kind = np.dtype(sys.argv[1])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def create(workload, data, threads):
    loss_name, hidden = workload["loss"], workload["hidden"]
    rate = kind.type(workload["optimizer"]["learningRate"])
    is_adam = workload["optimizer"]["type"] == "adam"
    batches = batches_of(workload, data.floats(kind), data.targets.astype(kind))
    data.inputs = None
    state = {}

    def reset():
        state["layers"] = [(w.astype(kind), b.astype(kind)) for w, b in data.layers]
        state["step"] = 0
        if is_adam:
            state["moments"] = [
                [(np.zeros_like(p), np.zeros_like(p)) for p in layer] for layer in state["layers"]
            ]

    def update(parameter, gradient, layer, which):
        if not is_adam:
            parameter -= rate * gradient
            return
        t = state["step"] + 1
        m, v = state["moments"][layer][which]
        m *= 0.9
        m += 0.1 * gradient
        v *= 0.999
        v += 0.001 * (gradient * gradient)
        parameter -= (rate / (1 - 0.9**t)) * m / (np.sqrt(v) / np.sqrt(1 - 0.999**t) + 1e-8)

    def step_once(x, y, losses):
        layers = state["layers"]
        activations = [x]
        for index, (w, b) in enumerate(layers):
            z = activations[-1] @ w.T + b
            if index == len(layers) - 1:
                a = softmax(z) if loss_name == "categorical-cross-entropy" else sigmoid(z)
            else:
                a = np.maximum(z, 0) if hidden == "relu" else sigmoid(z)
            activations.append(a)
        if losses is not None:
            losses.append(loss(a, y))
        n = kind.type(len(x))
        dz = (2 * (a - y) * a * (1 - a) if loss_name == "squared-error" else a - y) / n
        for index in reversed(range(len(layers))):
            w, b = layers[index]
            below = activations[index]
            dw, db = dz.T @ below, dz.sum(axis=0)
            if index > 0:
                da = dz @ w
                dz = da * (below > 0) if hidden == "relu" else da * below * (1 - below)
            update(w, dw, index, 0)
            update(b, db, index, 1)
        state["step"] += 1

    def loss(a, y):
        if loss_name == "categorical-cross-entropy":
            return -np.log((a * y).sum(axis=1)).mean()
        if loss_name == "binary-cross-entropy":
            return -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean()
        return ((a - y) ** 2).mean()

    def train(steps, losses):
        for _ in range(steps):
            x, y = batches[state["step"] % len(batches)]
            step_once(x, y, losses)

    return reset, train


serve(create)
