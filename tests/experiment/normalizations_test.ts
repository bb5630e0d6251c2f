import { assertEquals, assertNotEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { canonicalJson } from "../../src/experiment/canonical.ts";
import { experimentOf } from "../../src/experiment/canonical_experiment.ts";
import { checkBatches } from "../../src/experiment/check_data.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import { settingValue } from "../../src/experiment/setting_value.ts";
import { expanded, experimentWith, refusal, runNames } from "./_experiments.ts";

const dense = [{ units: 3, activation: "relu" }, { units: 1, activation: "sigmoid" }];

/** The experiment's layers with one that normalises between them. */
function between(layer: Record<string, unknown>): { architecture: unknown[] } {
  return { architecture: [dense[0], layer, dense[1]] };
}

Deno.test("normalisations get their defaults, and the dropout of units is not theirs", () => {
  const { architecture } = expanded({
    architecture: [{ type: "layer-norm" }, dense[0], {
      type: "batch-norm",
      momentum: 0.2,
      activation: "tanh",
      dropout: 0.1,
    }, dense[1]],
    regularization: { dropout: 0.4 },
  }).runs[0]!.settings;
  const linear = { type: "linear" };
  assertEquals(architecture.map(({ dropout }) => dropout), [0, 0.4, 0.1, 0]);
  assertEquals(architecture[0], {
    type: "layer-norm",
    epsilon: 1e-5,
    activation: linear,
    dropout: 0,
  });
  assertEquals(architecture[2], {
    type: "batch-norm",
    momentum: 0.2,
    epsilon: 1e-5,
    activation: { type: "tanh" },
    dropout: 0.1,
  });
});

Deno.test("a dense layer may say that it is one, and its experiment is the same", () => {
  const said = { architecture: dense.map((layer) => ({ type: "dense", ...layer })) };
  assertEquals(expanded(said).canonical, expanded().canonical);
});

Deno.test("the canonical experiment holds normalisations, and leads back to the same runs", () => {
  const written = expanded(between({ type: "batch-norm", dropout: 0.1 }));
  assertEquals(
    canonicalJson(written.canonical.settings.architecture),
    [
      '[{"activation":{"type":"relu"},"units":3}',
      '{"activation":{"type":"linear"},"dropout":0.1,"epsilon":0.00001,"momentum":0.1,"type":"batch-norm"}',
      '{"activation":{"type":"sigmoid"},"units":1}]',
    ].join(","),
  );
  const again = expand(parseExperiment(experimentOf(written.canonical)));
  assertEquals(again.runs.map(({ settings }) => settings), [written.runs[0]!.settings]);
  assertEquals(
    expanded(between({ type: "batch-norm", momentum: 0.1, dropout: 0.1 })).digest,
    written.digest,
  );
  assertNotEquals(expanded(between({ type: "batch-norm" })).digest, written.digest);
});

Deno.test("variants with and without normalisation differ in what the table says", () => {
  const table = (variants: Record<string, unknown>) => {
    const { runs, differing } = expanded({ variants });
    return [differing, ...runs.map((run) => differing.map((path) => settingValue(run, path)))];
  };
  const batch = between({ type: "batch-norm" });
  const layer = between({ type: "layer-norm", activation: "tanh" });
  const slow = between({ type: "batch-norm", momentum: 0.01 });
  const deep = between({ units: 5, activation: "relu" });
  assertEquals(table({ plain: {}, batch }), [
    ["architecture"],
    ["3 relu, 1 sigmoid"],
    ["3 relu, batch-norm, 1 sigmoid"],
  ]);
  assertEquals(table({ batch, layer, deep }), [
    ["architecture.1"],
    ["batch-norm"],
    ["layer-norm tanh"],
    ["5 relu"],
  ]);
  assertEquals(table({ batch, slow }), [["architecture.1.momentum"], [0.1], [0.01]]);
});

Deno.test("a run's name spells out an architecture with normalisation", () => {
  const [name] = runNames({
    grid: { architecture: [between({ type: "batch-norm" }).architecture] },
  });
  assertStringIncludes(name!, "base-architecture=3xbatch-normx1_");
});

Deno.test("an option of a normalisation is set from the command line", () => {
  const { runs: [run] } = expanded(between({ type: "batch-norm" }), {
    set: ["architecture.1.momentum=0.5"],
  });
  assertEquals(settingValue(run!, "architecture.1.momentum"), 0.5);
});

const refusals: [changes: Record<string, unknown>, message: string][] = [
  [
    between({ type: "batchnorm" }),
    'Unknown architecture.1.type "batchnorm": did you mean "batch-norm"? ' +
    "One of: dense, batch-norm, layer-norm",
  ],
  [between({ type: 3 }), "Cannot read architecture.1.type as 3: it must be one of dense"],
  [
    between({ type: "batch-norm", momentum: 0 }),
    "Cannot read architecture.1.momentum as 0: it must be above 0",
  ],
  [
    between({ type: "batch-norm", momentum: 1.5 }),
    "Cannot read architecture.1.momentum as 1.5: it must be at most 1",
  ],
  [
    between({ type: "layer-norm", epsilon: 0 }),
    "Cannot read architecture.1.epsilon as 0: it must be above 0",
  ],
  [
    between({ type: "layer-norm", momentum: 0.1 }),
    'Unknown key "momentum" in architecture.1. One of: type, epsilon, activation, dropout',
  ],
  [between({ type: "batch-norm", units: 3 }), 'Unknown key "units" in architecture.1'],
  [
    between({ type: "batch-norm", activation: "rely" }),
    'Unknown architecture.1.activation "rely": did you mean "relu"?',
  ],
  [
    between({ type: "batch-norm", activation: "softmax" }),
    'Cannot read architecture.1.activation as "softmax": only the last layer can have it',
  ],
  [
    { architecture: ["batch-norm"] },
    'Cannot read architecture.0 as "batch-norm": it must be an object',
  ],
  [
    { architecture: [...dense, { type: "layer-norm" }] },
    'Cannot read architecture.2.type as "layer-norm": the last layer must be dense',
  ],
  [
    { ...between({ type: "batch-norm" }), batchSize: 1 },
    "Cannot read batchSize as 1: architecture.1 is batch-norm, which needs 2 or more rows a batch",
  ],
  [
    { architecture: [{ units: 1 }, { type: "layer-norm" }, dense[1]] },
    'Cannot read architecture.1.type as "layer-norm": it needs 2 or more units before it',
  ],
];

for (const [changes, message] of refusals) {
  Deno.test(`refused: ${message}`, () => {
    assertStringIncludes(refusal(experimentWith(changes)).message, message);
  });
}

Deno.test("a single row in the last batch is refused where there is batch-norm only", () => {
  const settings = (type: string, batchSize: unknown) =>
    expanded({ ...between({ type }), batchSize }).runs[0]!.settings;
  const refused = (batchSize: unknown, rows: number) => {
    const check = () => checkBatches(settings("batch-norm", batchSize), rows);
    const { message, place, remedy } = assertThrows(check, ExperimentError);
    return [message, place, remedy];
  };
  assertEquals(refused(8, 25), [
    "Cannot read batchSize as 8: of 25 training rows 1 is left for the last batch, and " +
    "architecture.1 is batch-norm, which needs 2 or more rows a batch",
    "batchSize",
    "Choose another batch size, such as 9",
  ]);
  assertEquals(refused(2, 25)[2], "Choose another batch size, such as 5");
  assertEquals(refused(2, 3)[2], "Choose another batch size, such as 3");
  assertEquals(refused("full", 1)[1], "architecture.1");
  for (const [batchSize, rows] of [["full", 25], [8, 24], [8, 26], [25, 25], [30, 25]] as const) {
    checkBatches(settings("batch-norm", batchSize), rows);
  }
  checkBatches(settings("layer-norm", 8), 25);
});
