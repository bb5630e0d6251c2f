/**
 * brain.js: layers of sigmoids, trained on the squared error row by row. Its gradient is that of
 * ½(a − y)²: the learning rate is twice ours.
 */
import { serve } from "../serve.ts";
import { layerPlaces } from "../workload_data.ts";
import { loadPackage } from "./load_package.ts";

const brain = await loadPackage(Deno.args[0] ?? "brain.js");

await serve((workload, { inputs, targets, weights }) => {
  const { sizes, rows, batchRows, hidden, loss, optimizer } = workload;
  if (loss !== "squared-error" || hidden !== "sigmoid" || batchRows !== 1) {
    throw new RangeError("brain.js trains sigmoids on the squared error, a row a step");
  }
  const [I, U] = [sizes[0]!, sizes.at(-1)!];
  const data = Array.from({ length: rows }, (_, row) => ({
    input: Float32Array.from(inputs.subarray(row * I, (row + 1) * I)),
    output: targets.slice(row * U, (row + 1) * U),
  }));
  const options = {
    learningRate: 2 * optimizer.learningRate,
    momentum: 1e-30, // 0 is refused; this much changes no bit
    errorThresh: 1e-30, // the sizes of the data alone say when it ends
    log: false,
  };
  const net = new brain.NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: "sigmoid" });
  net.errorCheckInterval = Infinity;
  net.sizes = [...sizes];
  net.initialize();
  net.updateTrainingOptions(options);

  return {
    reset() {
      layerPlaces(sizes).forEach(({ I, U, weight, bias }, l) => {
        for (let u = 0; u < U; u++) {
          net.weights[l + 1][u].set(weights.subarray(weight + u * I, weight + (u + 1) * I));
          net.biases[l + 1][u] = weights[bias + u]!;
          net.changes[l + 1][u].fill(0);
        }
      });
    },
    train(steps, losses) {
      if (!losses) return void net.train(data, { ...options, iterations: Math.ceil(steps / rows) });
      for (let k = 0; k < steps; k++) losses.push(net.trainPattern(data[k % rows], true));
    },
  };
});
