import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { createNetwork, createOptimizer, createTraining } from "../../src/public/engine/mod.ts";
import { trained } from "../runner/_trained.ts";

/** Rows of an experiment, as somebody would have them who trains by hand. */
async function byExperiment() {
  const settings = {
    architecture: [
      { units: 6, activation: "tanh", dropout: 0.25 },
      { units: 1, activation: "sigmoid" },
    ],
    regularization: { l2: 0.01, weightDecay: 0.001, clipNorm: 1 },
    optimizer: { type: "adam", learningRate: 0.02 },
    batchSize: 16,
  } as const;
  const data = { type: "generated", shape: "two-moons", rows: 70, normalize: "none" } as const;
  const { result, loaded } = await trained({ data, ...settings, epochs: 5, seeds: [7] });
  const { inputs, targets } = loaded.parts.train;
  const rows = { inputs: inputs.values, targets: Float32Array.from(targets.values) };
  return { settings, result, rows };
}

Deno.test("a loop of one's own has the bits of an experiment with the same settings", async () => {
  const { settings, result, rows } = await byExperiment();
  const { architecture, regularization, batchSize } = settings;
  for (const backend of ["auto", "reference"] as const) {
    const network = createNetwork({ inputs: 2, seed: 7, architecture, regularization, backend });
    const optimizer = createOptimizer(network, settings.optimizer);
    const training = createTraining(network, optimizer, { ...rows, batchSize });
    while (training.epochs < 5) assert(training.epoch());
    assertEquals(
      network.parameters.map(({ name, values }) => [name, values]),
      result.weights.map(({ name, values }) => [name, values]),
    );
    const { loss, accuracy } = network.evaluate(rows);
    assertEquals([loss, accuracy], [result.final.train.loss, result.final.train.accuracy]);
    assertEquals(network.predict(rows.inputs), network.evaluate(rows).outputs);
    assertEquals(optimizer.steps, 5 * 5);
  }
});

Deno.test("weights go through a file, also into another backend", async () => {
  const { settings, rows } = await byExperiment();
  const network = createNetwork({ inputs: 2, architecture: settings.architecture, seed: 3 });
  const bytes = network.save({ from: "a test" });
  assertStringIncludes(new TextDecoder().decode(bytes), '"from":"a test"');
  const architecture = settings.architecture;
  const other = createNetwork({ inputs: 2, architecture, seed: 4, backend: "reference" });
  other.load(bytes);
  assertEquals(other.predict(rows.inputs), network.predict(rows.inputs));
  assertEquals([network.backend, other.backend], ["simd", "reference"]);

  const wider = createNetwork({ inputs: 3, architecture });
  assertThrows(() => wider.load(bytes), Error, "its shape is [6, 2], and the network's [6, 3]");
  const deeper = createNetwork({ inputs: 2, architecture: [...architecture, { units: 1 }] });
  assertThrows(() => deeper.load(bytes), Error, "Cannot take layers.2.weight");
  const flat = createNetwork({ inputs: 2, architecture: [{ units: 6 }] });
  assertThrows(() => flat.load(bytes), RangeError, 'Cannot load "layers.1.weight"');
  assertThrows(() => other.load(bytes.subarray(0, 100)), Error, "Cannot read the file");
});

Deno.test("threads change no bit, and end when the network is disposed of", async () => {
  const { settings, rows } = await byExperiment();
  const weights = [1, 2].map((threads) => {
    using network = createNetwork({ inputs: 2, architecture: settings.architecture, threads });
    const training = createTraining(network, createOptimizer(network, "adam"), rows);
    for (let epoch = 1; epoch <= 3; epoch++) training.epoch(0.01);
    return network.parameters.map(({ values }) => values.slice());
  });
  assertEquals(weights[0], weights[1]);
});

Deno.test("dropout leaves out others with each gradient, unless the step is said", () => {
  const network = createNetwork({
    inputs: 1,
    architecture: [{ units: 50, activation: "relu", dropout: 0.5 }, { units: 1 }],
  });
  const rows = { inputs: Float32Array.of(1), targets: Float32Array.of(0) };
  const of = (step?: number) => network.gradient(rows, step === undefined ? {} : { step });
  assert(of() !== of());
  assertEquals(of(5), of(5));
});

Deno.test("accuracy is of what is asked: classes, yes or no, labels; numbers have none", () => {
  const accuracy = (units: number, activation: "softmax" | "sigmoid" | "linear") => {
    const network = createNetwork({ inputs: 1, architecture: [{ units, activation }] });
    network.parameters[0]!.values.fill(0);
    // The first output is the largest, and all are no.
    network.parameters[1]!.values.set(Array.from({ length: units }, (_, k) => -1 - k));
    const targets = [1, 0, 0, 1, 0, 0].slice(0, 2 * units);
    return network.evaluate({
      inputs: new Float32Array(2),
      targets: Float32Array.from(targets),
    }).accuracy;
  };
  assertEquals(accuracy(3, "softmax"), 0.5 + 0.5); // both rows are of class 0
  assertEquals(accuracy(1, "sigmoid"), 0.5); // one yes, one no
  assertEquals(accuracy(3, "sigmoid"), 4 / 6); // two of six are yes
  assertEquals(accuracy(1, "linear"), undefined);
});

Deno.test("what does not fit is refused with what would", () => {
  const architecture = [{ units: 1 }];
  const network = createNetwork({ inputs: 2, architecture });
  const five = Float32Array.of(1, 2, 3, 4, 5);
  assertThrows(() => network.predict(five), RangeError, "Cannot feed 5 values to a network of 2");
  const rows = { inputs: five.subarray(0, 4), targets: five };
  assertThrows(() => network.evaluate(rows), RangeError, "of 1 outputs: there must be 2");
  const none = { inputs: new Float32Array(), targets: new Float32Array() };
  assertThrows(() => network.gradient(none), RangeError, "0 rows");
  assertThrows(
    () => createNetwork({ inputs: 2, architecture: [{ units: 1, activation: "relo" as "relu" }] }),
    Error,
    'did you mean "relu"',
  );
  assertThrows(() => createNetwork({ inputs: 0, architecture }), RangeError, "of 0 inputs");
  assertThrows(() => createOptimizer(network, "adem" as "adam"), RangeError, '"adam"');
  assertThrows(() => createOptimizer({ ...network }, "adam"), TypeError, "createNetwork");
  const optimizer = createOptimizer(network, "adam");
  const data = { inputs: five.subarray(0, 4), targets: five.subarray(0, 2) };
  assertThrows(() => createTraining(network, optimizer, { ...data, batchSize: 0 }), RangeError);
});

Deno.test("an epoch ends at a loss that is not finite", () => {
  const network = createNetwork({ inputs: 1, architecture: [{ units: 1 }] });
  const optimizer = createOptimizer(network, { type: "gradient-descent", learningRate: 1e38 });
  const rows = { inputs: Float32Array.of(1e20), targets: Float32Array.of(1) };
  const training = createTraining(network, optimizer, rows);
  let epochs = 0;
  while (training.epoch() && epochs < 10) epochs++;
  assert(epochs < 10);
});
