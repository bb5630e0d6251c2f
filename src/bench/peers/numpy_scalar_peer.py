"""The 2-2-1 network weight by weight, with NumPy's exp on scalars, as tutorials write it."""

import numpy as np
from line_protocol import serve


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def deriv_sigmoid(x):
    fx = sigmoid(x)
    return fx * (1 - fx)


class Network:
    def __init__(self, layers):
        (hidden, hidden_bias), (output, output_bias) = layers
        self.w1, self.w2, self.w3, self.w4 = hidden.astype(float).ravel()
        self.w5, self.w6 = output.astype(float).ravel()
        self.b1, self.b2 = hidden_bias.astype(float)
        self.b3 = float(output_bias[0])

    def train(self, x, y_true, rate, losses):
        sum_h1 = self.w1 * x[0] + self.w2 * x[1] + self.b1
        h1 = sigmoid(sum_h1)
        sum_h2 = self.w3 * x[0] + self.w4 * x[1] + self.b2
        h2 = sigmoid(sum_h2)
        sum_o1 = self.w5 * h1 + self.w6 * h2 + self.b3
        y_pred = sigmoid(sum_o1)
        if losses is not None:
            losses.append((y_true - y_pred) ** 2)

        d_l_d_ypred = -2 * (y_true - y_pred)
        d_ypred_d_w5 = h1 * deriv_sigmoid(sum_o1)
        d_ypred_d_w6 = h2 * deriv_sigmoid(sum_o1)
        d_ypred_d_b3 = deriv_sigmoid(sum_o1)
        d_ypred_d_h1 = self.w5 * deriv_sigmoid(sum_o1)
        d_ypred_d_h2 = self.w6 * deriv_sigmoid(sum_o1)
        d_h1_d_w1 = x[0] * deriv_sigmoid(sum_h1)
        d_h1_d_w2 = x[1] * deriv_sigmoid(sum_h1)
        d_h1_d_b1 = deriv_sigmoid(sum_h1)
        d_h2_d_w3 = x[0] * deriv_sigmoid(sum_h2)
        d_h2_d_w4 = x[1] * deriv_sigmoid(sum_h2)
        d_h2_d_b2 = deriv_sigmoid(sum_h2)

        self.w1 -= rate * d_l_d_ypred * d_ypred_d_h1 * d_h1_d_w1
        self.w2 -= rate * d_l_d_ypred * d_ypred_d_h1 * d_h1_d_w2
        self.b1 -= rate * d_l_d_ypred * d_ypred_d_h1 * d_h1_d_b1
        self.w3 -= rate * d_l_d_ypred * d_ypred_d_h2 * d_h2_d_w3
        self.w4 -= rate * d_l_d_ypred * d_ypred_d_h2 * d_h2_d_w4
        self.b2 -= rate * d_l_d_ypred * d_ypred_d_h2 * d_h2_d_b2
        self.w5 -= rate * d_l_d_ypred * d_ypred_d_w5
        self.w6 -= rate * d_l_d_ypred * d_ypred_d_w6
        self.b3 -= rate * d_l_d_ypred * d_ypred_d_b3


def create(workload, data, threads):
    if workload["sizes"] != [2, 2, 1] or workload["batchRows"] != 1:
        raise ValueError("this one is a 2-2-1 network, a row a step")
    rate = workload["optimizer"]["learningRate"]
    inputs = data.floats(np.float64)
    targets = data.targets.astype(np.float64)[:, 0]
    rows = list(zip(inputs, targets))
    state = {}

    def reset():
        state["network"], state["step"] = Network(data.layers), 0

    def train(steps, losses):
        for _ in range(steps):
            x, y = rows[state["step"] % len(rows)]
            state["network"].train(x, y, rate, losses)
            state["step"] += 1

    return reset, train


serve(create)
