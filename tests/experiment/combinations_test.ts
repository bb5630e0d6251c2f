import { assertEquals } from "@std/assert";
import { expanded, experimentWith, refusal } from "./_experiments.ts";

const hidden = { units: 3, activation: "relu" };

function architecture(last: Record<string, unknown>, first: Record<string, unknown> = {}) {
  return { architecture: [{ ...hidden, ...first }, last] };
}

const refused: [changes: Record<string, unknown>, message: string, remedy: string | undefined][] = [
  [
    { ...architecture({ units: 1, activation: "softmax" }), loss: "categorical-cross-entropy" },
    'Cannot read loss as "categorical-cross-entropy": the last layer must then have a unit per ' +
    "class, and has 1 unit",
    "Give architecture.1 a unit per class, or choose loss " +
    '"binary-cross-entropy" and activation "sigmoid"',
  ],
  [
    { ...architecture({ units: 3, activation: "sigmoid" }), loss: "categorical-cross-entropy" },
    'Cannot read loss as "categorical-cross-entropy": the last layer must then have activation ' +
    "softmax, and has sigmoid",
    'Set architecture.1.activation to "softmax", or choose another loss',
  ],
  [
    architecture({ units: 3, activation: "softmax" }, { activation: "softmax" }),
    'Cannot read architecture.0.activation as "softmax": only the last layer can have it',
    "Choose an activation of single units, such as relu, for hidden layers",
  ],
  ...["binary-cross-entropy", "squared-error", "hinge"].map((
    loss,
  ): [Record<string, unknown>, string, string] => [
    { ...architecture({ units: 3, activation: "softmax" }), loss },
    'Cannot read architecture.1.activation as "softmax": it goes with loss ' +
    `categorical-cross-entropy, and the loss is ${loss}`,
    'Set loss to "categorical-cross-entropy", or choose another activation',
  ]),
  [
    {
      ...architecture({ units: 3, activation: "softmax" }),
      loss: { type: "categorical-cross-entropy", classWeights: [1, 2] },
    },
    "Cannot read loss.classWeights as [1,2]: it must have a number for each of the 3 units of " +
    "the last layer",
    "Give one weight per class, in the order of the classes, or leave it out",
  ],
  [
    {
      ...architecture({ units: 3, activation: "softmax" }),
      loss: { type: "categorical-cross-entropy", classWeights: [1, -2, 1] },
    },
    "Cannot read loss.classWeights.1 as -2: it must be at least 0",
    undefined,
  ],
  [
    { loss: { type: "binary-cross-entropy", labelSmoothing: 1 } },
    "Cannot read loss.labelSmoothing as 1: it must be below 1",
    undefined,
  ],
  [
    { ...architecture({ units: 1, activation: "sigmoid" }), loss: "hinge" },
    'Cannot read loss as "hinge": the last layer must then have activation linear, and has sigmoid',
    'Set architecture.1.activation to "linear", or choose another loss',
  ],
  [
    architecture({ units: 1, activation: "sigmoid", biasInit: "orthogonal" }),
    'Cannot read architecture.1.biasInit as "orthogonal": it makes a matrix of weights, and ' +
    "biases are a row",
    'Choose "zeros", "constant" or "random" for biases',
  ],
  [
    { metrics: ["f1", { type: "f1" }] },
    'Cannot read metrics as ["f1",{"type":"f1"}]: "f1" is listed twice',
    undefined,
  ],
  [
    { metrics: ["f2"] },
    'Unknown metrics.0 "f2": did you mean "f1"? One of: accuracy, precision, recall, f1, roc-auc, ' +
    "top-k, confusion-matrix, mean-absolute-error, r2",
    undefined,
  ],
  [
    { metrics: [{ type: "top-k", k: 0 }] },
    "Cannot read metrics.0.k as 0: it must be at least 1",
    undefined,
  ],
];

for (const [changes, message, remedy] of refused) {
  Deno.test(`refused in one sentence: ${message}`, () => {
    const error = refusal(experimentWith(changes));
    assertEquals([error.message, error.remedy], [message, remedy]);
  });
}

Deno.test("after softmax the loss is categorical cross-entropy, unless it says otherwise", () => {
  const [run] = expanded(architecture({ units: 3, activation: "softmax" })).runs;
  assertEquals(run!.settings.loss, {
    type: "categorical-cross-entropy",
    labelSmoothing: 0,
    classWeights: [],
  });
});

Deno.test("metrics are the same in whatever order they are asked for, and none is the default", () => {
  const of = (metrics?: unknown[]) => expanded(metrics ? { metrics } : {});
  const one = of([{ type: "top-k", k: 3 }, "f1", { type: "top-k", k: 2 }]);
  assertEquals(one.runs[0]!.settings.metrics, [
    { type: "f1" },
    { type: "top-k", k: 2 },
    { type: "top-k", k: 3 },
  ]);
  assertEquals(one.digest, of([{ type: "top-k", k: 2 }, { type: "top-k", k: 3 }, "f1"]).digest);
  assertEquals(of([]).digest, of().digest);
  assertEquals(Object.hasOwn(of().canonical.settings, "metrics"), false);
});

Deno.test("an option that came later changes the canonical experiment only where it is set", () => {
  const of = (loss: unknown, grid = {}) => expanded({ loss, ...grid }).canonical;
  const type = "binary-cross-entropy";
  const plain = of(type);
  assertEquals(plain.settings.loss, { type });
  assertEquals(of({ type, positiveWeight: 1, labelSmoothing: 0 }), plain);
  assertEquals(of({ type, positiveWeight: 2 }).settings.loss, { type, positiveWeight: 2 });
  // Among variants that differ the default is spelled out, so that no cell of a table is empty.
  const grid = { grid: { "loss.positiveWeight": [1, 3] } };
  assertEquals(of(type, grid).variants.map(({ settings }) => settings.loss), [
    { type, positiveWeight: 1 },
    { type, positiveWeight: 3 },
  ]);
});
