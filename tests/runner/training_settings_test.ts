import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { createNetwork, createOptimizer } from "../../src/engine/mod.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { Examples } from "../../src/numerics/mod.ts";
import { createEarlyStopping } from "../../src/runner/early_stopping.ts";
import { networkSpec, trainRun } from "../../src/runner/train.ts";

/** Rows on a line, whose targets are a wave and noise: little to learn, much to learn by heart. */
function part(rows: number, shift: number): Examples {
  const x = Float32Array.from({ length: rows }, (_, k) => ((k * 37 + shift) % 100) / 50 - 1);
  const y = x.map((value, k) => Math.abs(value) + ((k * 61 + shift) % 7) / 5);
  return {
    inputs: { values: x, rows, columns: 1 },
    targets: { values: y, rows, columns: 1 },
    inputScale: 1,
  };
}

const preprocessing = { inputShape: [2], bytes: false, normalize: "none" as const };
const data = { train: part(12, 0), validation: part(40, 5), test: part(10, 11), preprocessing };

function runOf(changes: Record<string, unknown>) {
  const { runs: [run] } = expand(parseExperiment({
    name: "small",
    data: { type: "generated", shape: "xor" },
    architecture: [{ units: 12, activation: "tanh" }, { units: 1 }],
    optimizer: { type: "adam", learningRate: 0.03 },
    batchSize: 5,
    epochs: 400,
    recordEvery: 1,
    ...changes,
  }));
  return run!;
}

const train = (changes: Record<string, unknown>) => trainRun(runOf(changes), data);

const stopping = { patience: 5 };

Deno.test("early stopping ends a run after patience epochs without a better validation loss", () => {
  const { status, epochs, bestEpoch, curve, final } = train({ earlyStopping: stopping });
  assertEquals(status, "stopped");
  assertEquals(epochs, bestEpoch + 5);
  assert(epochs < 400);
  // A row of epoch e is measured after e − 1 epochs.
  const losses = curve.slice(1).map(({ validation }) => validation!.loss);
  const lowest = Math.min(...losses.slice(0, bestEpoch));
  assertEquals(losses.indexOf(lowest) + 1, bestEpoch);
  assert(losses.slice(bestEpoch).every((loss) => loss >= lowest));
  assertEquals(final.validation!.loss, lowest);
});

Deno.test("the weights of the best epoch are those of a run that ends with it", () => {
  const stopped = train({ earlyStopping: stopping });
  assertEquals(stopped.restoredFrom, stopped.bestEpoch);
  const short = train({ epochs: stopped.bestEpoch });
  assertEquals(stopped.weights, short.weights);
  assertEquals(stopped.final, short.final);
});

Deno.test("without restoring a run ends with the weights of its last epoch", () => {
  const stopped = train({ earlyStopping: { ...stopping, restoreBest: false } });
  const short = train({ epochs: stopped.epochs });
  assertEquals(stopped.restoredFrom, undefined);
  assertEquals(stopped.weights, short.weights);
  assertEquals(stopped.bestEpoch, stopped.epochs - 5);
});

Deno.test("a run whose patience never ends is finished, and still ends with its best weights", () => {
  const patient = train({ epochs: 30, earlyStopping: { patience: 30 } });
  assertEquals([patient.status, patient.epochs], ["finished", 30]);
  const full = train({ epochs: 30 });
  assertEquals(patient.curve, full.curve);
  assert(patient.final.validation!.loss <= full.final.validation!.loss);
});

Deno.test("watching a run does not change it", () => {
  const watched = train({ epochs: 10, earlyStopping: { patience: 10, restoreBest: false } });
  const plain = train({ epochs: 10 });
  assertEquals(watched.curve, plain.curve);
  assertEquals(watched.weights, plain.weights);
});

/** After which epoch the scores make early stopping stop, and which was best. */
function stopsAfter(options: object, scores: number[]) {
  const metric = { metric: "loss", patience: 2, minDelta: 0, restoreBest: true } as const;
  const stopper = createEarlyStopping({ ...metric, ...options }, []);
  const index = scores.findIndex((score, k) =>
    stopper.observe(k + 1, { loss: score, accuracy: score })
  );
  return [index + 1, stopper.bestEpoch];
}

Deno.test("losses must fall and accuracies rise, by more than the minimum delta", () => {
  assertEquals(stopsAfter({}, [3, 2, 2, 1, 1, 1, 0]), [6, 4]);
  assertEquals(stopsAfter({ metric: "accuracy" }, [0.1, 0.2, 0.2, 0.3, 0.1, 0.3]), [6, 4]);
  assertEquals(stopsAfter({ minDelta: 0.5 }, [3, 2, 1.5, 1.5]), [4, 2]);
  assertEquals(stopsAfter({ minDelta: 0.5 }, [3, 2, 1.5, 1.25]), [0, 4]);
  assertEquals(stopsAfter({ patience: 1 }, [3, 4]), [2, 1]);
});

Deno.test("a score that is no number is no improvement", () => {
  assertEquals(stopsAfter({}, [NaN, 3, NaN, NaN]), [4, 2]);
  assertEquals(stopsAfter({}, [NaN, NaN]), [2, 0]);
});

Deno.test("curves show each epoch's learning rate", () => {
  const schedule = { type: "step", every: 2, factor: 0.5 };
  const { curve } = train({ epochs: 5, schedule });
  assertEquals(curve.map(({ learningRate }) => learningRate), [0.03, 0.03, 0.015, 0.015, 0.0075]);
});

Deno.test("steps follow the schedule, epoch by epoch or one by one", () => {
  const run = runOf({
    epochs: 2,
    shuffle: false,
    schedule: { type: "step", every: 2, per: "step" },
  });
  const network = createNetwork(networkSpec(run, 1), { seed: run.seed });
  network.initialize();
  const optimizer = createOptimizer(run.settings.optimizer, network);
  [0.03, 0.03, 0.015, 0.015, 0.0075, 0.0075].forEach((rate, t) => {
    const from = t % 3 * 5;
    const batch = { examples: data.train, from, to: Math.min(12, from + 5) };
    network.gradient({ ...batch, epoch: Math.floor(t / 3) + 1 });
    optimizer.step(rate);
  });
  trainRun(run, data).weights.forEach(({ values }, p) =>
    assertEquals(values, network.parameters[p]!.values.slice())
  );
});

Deno.test("a plateau of the validation or the training loss cuts the rate", () => {
  const optimizer = { type: "gradient-descent", learningRate: 0.1 };
  const ratesOf = (options: object) => {
    const schedule = { type: "reduce-on-plateau", patience: 1, factor: 0.5, ...options };
    return train({ epochs: 12, optimizer, schedule }).curve.map((row) => row.learningRate);
  };
  // Nothing improves by so much: cut after the 3rd epoch, which is the 2nd without improvement.
  for (const part of ["train", "validation"]) {
    const rates = ratesOf({ part, threshold: 100, thresholdMode: "absolute" });
    assertEquals(rates.slice(0, 6), [0.1, 0.1, 0.1, 0.05, 0.05, 0.025]);
  }
  const { curve } = train({
    epochs: 12,
    optimizer,
    schedule: { type: "reduce-on-plateau", patience: 0, factor: 0.5 },
  });
  curve.slice(2).forEach(({ validation, learningRate }, k) => {
    const best = Math.min(...curve.slice(1, k + 2).map((row) => row.validation!.loss));
    const improved = k === 0 || validation!.loss < best * (1 - 1e-4);
    if (!improved) assertAlmostEquals(learningRate, curve[k + 1]!.learningRate / 2);
  });
});

Deno.test("each kind of regularisation changes the weights a run ends with", () => {
  const plain = train({ epochs: 3 });
  const strengths = {
    l1: 0.01,
    l2: 0.01,
    dropout: 0.5,
    inputDropout: 0.5,
    weightDecay: 0.1,
    maxNorm: 0.5,
    clipValue: 0.001,
    clipNorm: 0.001,
  };
  for (const [name, strength] of Object.entries(strengths)) {
    const { weights } = train({ epochs: 3, regularization: { [name]: strength } });
    assertNotEquals(weights, plain.weights, name);
  }
});
