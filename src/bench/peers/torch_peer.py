"""PyTorch: the standard training loop on tensors that are there already, in float32."""

import numpy as np
import torch
from line_protocol import batches_of, serve
from torch import nn


def create(workload, data, threads):
    torch.set_num_threads(threads)
    x = torch.from_numpy(data.floats(np.float32))
    y = torch.from_numpy(data.targets)
    data.inputs = None
    batches = batches_of(workload, x, y)
    loss_name, rate = workload["loss"], workload["optimizer"]["learningRate"]
    if loss_name == "categorical-cross-entropy":
        criterion = nn.CrossEntropyLoss()
        batches = [(bx, by.argmax(dim=1)) for bx, by in batches]
    elif loss_name == "binary-cross-entropy":
        criterion = nn.BCEWithLogitsLoss()
    else:
        criterion = nn.MSELoss()
    sizes = workload["sizes"]
    state = {}

    def build():
        modules = []
        for index, (fan_in, units) in enumerate(zip(sizes, sizes[1:])):
            linear = nn.Linear(fan_in, units)
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(data.layers[index][0]))
                linear.bias.copy_(torch.from_numpy(data.layers[index][1]))
            modules.append(linear)
            if index < len(sizes) - 2:
                modules.append(nn.ReLU() if workload["hidden"] == "relu" else nn.Sigmoid())
        if loss_name == "squared-error":
            modules.append(nn.Sigmoid())
        return nn.Sequential(*modules)

    def reset():
        state["model"] = build()
        parameters = state["model"].parameters()
        if workload["optimizer"]["type"] == "adam":
            state["optimizer"] = torch.optim.Adam(parameters, lr=rate, eps=1e-8)
        else:
            state["optimizer"] = torch.optim.SGD(parameters, lr=rate)
        state["step"] = 0

    def train(steps, losses):
        model, optimizer = state["model"], state["optimizer"]
        for _ in range(steps):
            bx, by = batches[state["step"] % len(batches)]
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(model(bx), by)
            loss.backward()
            optimizer.step()
            state["step"] += 1
            if losses is not None:
                losses.append(loss.item())

    return reset, train


serve(create)
