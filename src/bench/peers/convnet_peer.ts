/**
 * ConvNetJS: rows one by one, gradients summed up to a batch. Its regression is ½Σ(a − y)²: the
 * learning rate is twice ours. It has no Adam and no binary cross-entropy.
 */
import { serve } from "../serve.ts";
import { layerPlaces } from "../workload_data.ts";
import { loadPackage } from "./load_package.ts";

const convnet = await loadPackage("convnetjs");

await serve((workload, { inputs, targets, weights }) => {
  const { sizes, rows, batchRows, loss, hidden, optimizer } = workload;
  if (optimizer.type !== "gradient-descent" || loss !== "squared-error") {
    throw new RangeError("convnetjs has no Adam and no binary cross-entropy");
  }
  const net = new convnet.Net();
  // `makeLayers` would put another layer without an activation between sigmoid and regression.
  const flat = (depth: number) => ({ in_sx: 1, in_sy: 1, in_depth: depth });
  const dense = layerPlaces(sizes).map(({ I, U }) =>
    new convnet.FullyConnLayer({ ...flat(I), num_neurons: U })
  );
  const activation = (U: number, isLast: boolean) =>
    isLast || hidden === "sigmoid"
      ? new convnet.SigmoidLayer(flat(U))
      : new convnet.ReluLayer(flat(U));
  net.layers = [
    new convnet.InputLayer({ out_sx: 1, out_sy: 1, out_depth: sizes[0] }),
    ...dense.flatMap((layer, l) => [layer, activation(sizes[l + 1]!, l === dense.length - 1)]),
    new convnet.RegressionLayer(flat(sizes.at(-1)!)),
  ];
  const trainer = new convnet.Trainer(net, {
    method: "sgd",
    learning_rate: 2 * optimizer.learningRate,
    momentum: 0,
    batch_size: batchRows,
  });
  const [I, U] = [sizes[0]!, sizes.at(-1)!];
  const xs = Array.from({ length: rows }, (_, row) => {
    const x = new convnet.Vol(1, 1, I, 0);
    x.w.set(inputs.subarray(row * I, (row + 1) * I));
    return x;
  });
  const ys = Array.from(xs, (_, row) => [...targets.subarray(row * U, (row + 1) * U)]);
  let step = 0;

  return {
    reset() {
      step = 0;
      layerPlaces(sizes).forEach(({ I, U, weight, bias }, l) => {
        for (let u = 0; u < U; u++) {
          dense[l].filters[u].w.set(weights.subarray(weight + u * I, weight + (u + 1) * I));
        }
        dense[l].biases.w.set(weights.subarray(bias, bias + U));
      });
    },
    train(steps, losses) {
      for (let k = 0; k < steps; k++, step++) {
        let sum = 0;
        const from = step * batchRows;
        for (let r = from; r < from + batchRows; r++) {
          // It reports 2(a − y)².
          sum += trainer.train(xs[r % rows], ys[r % rows]).cost_loss / 2;
        }
        losses?.push(sum / batchRows);
      }
    },
  };
});
