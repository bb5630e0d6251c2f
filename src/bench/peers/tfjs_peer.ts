/** TensorFlow.js on its WebAssembly backend: fused layers, and an optimizer that minimises. */
import { serve } from "../serve.ts";
import { batchesOf, type Workload } from "../workloads.ts";
import { layerPlaces, type WorkloadData } from "../workload_data.ts";
import { loadPackage } from "./load_package.ts";

const tf = await loadPackage("@tensorflow/tfjs");
await loadPackage("@tensorflow/tfjs-backend-wasm");
await tf.setBackend("wasm");
await tf.ready();

// deno-lint-ignore no-explicit-any
type Any = any;

await serve((workload, data) => {
  const batches = tensorsOf(workload, data);
  const { loss: lossName, sizes, hidden } = workload;
  const places = layerPlaces(sizes);
  const layers: { w: Any; b: Any }[] = places.map(({ I, U }) => ({
    w: tf.variable(tf.zeros([I, U])),
    b: tf.variable(tf.zeros([U])),
  }));
  const variables = layers.flatMap(({ w, b }) => [w, b]);
  const last = layers.length - 1;
  let optimizer: Any;
  let step = 0;

  function logits(x: Any): Any {
    return layers.reduce(
      (a, { w, b }, l) =>
        tf.fused.matMul({ a, b: w, bias: b, activation: l === last ? "linear" : hidden }),
      x,
    );
  }

  function lossOf({ x, y }: Any): Any {
    const z = logits(x);
    if (lossName === "categorical-cross-entropy") return tf.losses.softmaxCrossEntropy(y, z);
    if (lossName === "binary-cross-entropy") return tf.losses.sigmoidCrossEntropy(y, z);
    return tf.losses.meanSquaredError(y, tf.sigmoid(z));
  }

  return {
    reset() {
      optimizer?.dispose();
      optimizer = createOptimizer(workload);
      step = 0;
      tf.tidy(() =>
        layers.forEach(({ w, b }, l) => {
          const { I, U, weight, bias } = places[l]!;
          w.assign(tf.tensor(data.weights.slice(weight, bias), [U, I]).transpose());
          b.assign(tf.tensor(data.weights.slice(bias, bias + U), [U]));
        })
      );
    },
    train(steps, losses) {
      for (let k = 0; k < steps; k++, step++) {
        const batch = batches[step % batches.length];
        const loss = optimizer.minimize(() => lossOf(batch), true, variables);
        losses?.push(loss.dataSync()[0]);
        loss.dispose();
      }
    },
  };
});

function createOptimizer({ optimizer: { type, learningRate } }: Workload): Any {
  return type === "adam"
    ? tf.train.adam(learningRate, 0.9, 0.999, 1e-8)
    : tf.train.sgd(learningRate);
}

function tensorsOf(workload: Workload, data: WorkloadData): { x: Any; y: Any }[] {
  const { sizes } = workload;
  const [I, U] = [sizes[0]!, sizes.at(-1)!];
  const scale = workload.inputs === "bytes" ? 1 / 255 : 1;
  return batchesOf(workload).map(({ from, to }) => {
    const inputs = new Float32Array((to - from) * I);
    for (let k = 0; k < inputs.length; k++) inputs[k] = data.inputs[from * I + k]! * scale;
    return {
      x: tf.tensor2d(inputs, [to - from, I]),
      y: tf.tensor2d(data.targets.slice(from * U, to * U), [to - from, U]),
    };
  });
}
