import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LoadedData } from "../../src/data/types.ts";
import { rangesText } from "../../src/results/bounded.ts";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { rankVariants } from "../../src/results/variants.ts";
import { warnings } from "../../src/results/warnings.ts";
import type { AnswerRecord, RunResult, SweepResult } from "../../src/results/types.ts";
import { makeRun, makeSweep, point } from "./_sweep.ts";

const answers: AnswerRecord = {
  part: "test",
  source: "train",
  task: "binary",
  rows: 4,
  wrong: 2,
  classesAnswered: 2,
  confusion: [[1, 1], [1, 1]],
  mistakes: [
    { row: 3, actual: 1, answered: 0, probability: 0.75 },
    { row: 1, actual: 0, answered: 1, probability: 0.5 },
  ],
};

function loadedOf(overrides: Partial<LoadedData> = {}): LoadedData {
  const inputs = {
    values: Float32Array.of(13.4, 0, 1, 2, 1, 0, 3, NaN, NaN, 4, 0, 1),
    rows: 4,
    columns: 3,
  };
  const targets = { values: new Float32Array(4), rows: 4, columns: 1 };
  return {
    parts: { train: { inputs, targets, lines: Uint32Array.of(2, 3, 4, 6) } },
    inputShape: [3],
    features: ["heat", "sky=<grey>", "sky=blue"],
    encoding: [{ column: "heat" }, { column: "sky", words: ["<grey>", "blue"] }],
    classes: ["no", "y|es"],
    digest: "",
    ...overrides,
  };
}

function sweepOf(runs: RunResult[], overrides: Partial<SweepResult> = {}): SweepResult {
  const loaded = new Map(runs.map(({ run }) => [run.name, loadedOf()]));
  return makeSweep(runs, { loaded, ...overrides });
}

/** A part of a summary, from its heading to the next one. */
function section(text: string, heading: string): string {
  return text.split("\n## ").find((part) => part.startsWith(heading)) ?? "";
}

Deno.test("the best model's classes and mistakes are told, with the inputs as the table has them", () => {
  const better = { train: { loss: 0.25, accuracy: 1 }, test: { loss: 0.4, accuracy: 0.875 } };
  const runs = [makeRun("a", 1), makeRun("b", 1, { answers, final: better })];
  const text = summaryMarkdown(sweepOf(runs));
  assertEquals(
    section(text, "The best model"),
    `The best model

Of all runs **b-seed1** has the best test accuracy, 87.5 %. With the weights that it ended with it gets 2 of 4 test rows wrong.

| is ↓, answered → | no | y\\|es | right |
| --- | ---: | ---: | ---: |
| no | 1 | 1 | 50.0 % |
| y\\|es | 1 | 1 | 50.0 % |

A row for each class, a column for each answer; right answers stand on the diagonal.

The 2 wrong answers, the surest first; lines are those of the data's file:

|  | row | is | answered | how sure | heat | sky |
| --- | --- | --- | --- | --- | --- | --- |
| 1 | line 6 | y\\|es | no | 75.0 % | 4 | blue |
| 2 | line 3 | no | y\\|es | 50.0 % | 2 | &lt;grey&gt; |

[mistakes.csv](mistakes.csv) has these of every run, at most 16 each.
`,
  );
});

Deno.test("pictures are shown where they are there, the mistakes with words for who cannot see them", () => {
  const sweep = sweepOf([makeRun("a", 1, { answers })]);
  const text = summaryMarkdown(sweep, { pictures: ["curves.svg", "mistakes.svg", "other.svg"] });
  assertStringIncludes(
    text,
    "![2 pictures that a-seed1 gets wrong, each with what it is and what was answered, as in the " +
      "table below](mistakes.svg)",
  );
  assertEquals(text.includes("other.svg"), false);
  assertEquals(summaryMarkdown(sweep, { pictures: [] }).includes("]("), true);
  assertEquals(summaryMarkdown(sweep, { pictures: [] }).includes(".svg"), false);
});

Deno.test("of many classes those that are confused most often are told, of labels each one", () => {
  const confusion = Array.from({ length: 11 }, () => new Array<number>(11).fill(0));
  confusion[2]![5] = 3;
  confusion[2]![2] = 1;
  confusion[7]![0] = 4;
  const many: AnswerRecord = { ...answers, task: "multi-class", confusion, mistakes: [] };
  const text = summaryMarkdown(makeSweep([makeRun("a", 1, { answers: many })]));
  assertStringIncludes(text, "| 7 | 0 | 4 | 100.0 % |\n| 2 | 5 | 3 | 75.0 % |\n");
  const { confusion: _, ...rest } = answers;
  const labels: AnswerRecord = {
    ...rest,
    task: "multi-label",
    labels: [[[2, 0], [1, 1]], [[4, 0], [0, 0]]],
  };
  const told = summaryMarkdown(makeSweep([makeRun("a", 1, { answers: labels })]));
  assertStringIncludes(told, "it gets 2 labels of 4 test rows wrong");
  assertStringIncludes(told, "| 0 | 2 | 1 | 1 | 0 | 75.0 % |\n| 1 | 0 | 0 | 0 | 0 | 100.0 % |\n");
});

Deno.test("a regression has its largest errors, and no classes", () => {
  const final = { train: { loss: 1 }, test: { loss: 1.5 } };
  const record: AnswerRecord = {
    part: "test",
    source: "train",
    task: "regression",
    rows: 4,
    mistakes: [{ row: 0, actual: 1.5, answered: -2 }],
  };
  const text = summaryMarkdown(sweepOf([makeRun("a", 1, { final, answers: record })]));
  const told = section(text, "The best model");
  assertStringIncludes(told, "The only run is **a-seed1**.\n\nIts largest error on 4 test rows");
  assertStringIncludes(told, "| 1 | line 2 | 1.5 | -2 | -3.5 | 13.4 | blue |\n");
  assertEquals(told.includes("diagonal"), false);
});

Deno.test("a half-finished sweep says so, and how to get the rest", () => {
  const text = summaryMarkdown(sweepOf([makeRun("a", 1), makeRun("b", 1)], { expectedRuns: 6 }));
  assertStringIncludes(
    text,
    "\n\n**Not finished: 2 of 6 runs.** What follows is about those alone",
  );
  assertStringIncludes(text, "## Get the rest\n");
  assertEquals(text.includes("deno task verify"), false);
});

Deno.test("the page of 10,000 runs is bounded and tells how many are left out", () => {
  const runs = Array.from(
    { length: 2000 },
    (_, v) =>
      [1, 2, 3, 4, 5].map((seed) =>
        makeRun(`v${v}`, seed, v % 2 === 0 ? { status: "diverged", divergedAt: 2 } : {})
      ),
  ).flat();
  const text = summaryMarkdown(makeSweep(runs, { loaded: new Map() }));
  assert(text.length < 12_000, `${text.length} characters`);
  assertEquals(text.match(/… and 1970 more variants, in \[runs\.csv\]\(runs\.csv\)/g)?.length, 3);
  assertStringIncludes(text, "- … and 992 more variants with the same warning.");
});

Deno.test("seeds in a row are told as a range", () => {
  assertEquals(rangesText([1, 2, 3, 7, 9, 10]), "1 to 3, 7, 9, 10");
  assertEquals(rangesText([5]), "5");
  assertEquals(rangesText([]), "");
});

/** All but that the made-up test part has few rows. */
function warningsOf(runs: RunResult[], overrides: Partial<SweepResult> = {}): string[] {
  return warnings(makeSweep(runs, overrides), rankVariants(runs))
    .filter((text) => !text.startsWith("The test part has"));
}

Deno.test("few held-out rows are warned of, with what one of them is worth", () => {
  const few = (rows: number) => {
    const runs = [makeRun("a", 1, { answers: { ...answers, rows } }), makeRun("b", 1)];
    return warnings(makeSweep(runs, { data: [] }), rankVariants(runs.slice(0, 1)));
  };
  assertEquals(few(8), [
    "The test part has 8 rows: one more or one less that is right moves the accuracy by 12.5 %.",
  ]);
  assertEquals(few(20).join().includes("has 20 rows"), false);
});

Deno.test("the same answer for every row is warned of, with the class", () => {
  const same: AnswerRecord = { ...answers, classesAnswered: 1, confusion: [[0, 2], [0, 2]] };
  const runs = [makeRun("a", 1, { answers: same }), makeRun("a", 2, { answers })];
  const loaded = new Map([["a-seed1", loadedOf()]]);
  // The loaded inputs are of a usual size: nothing else is said.
  assertEquals(warningsOf(runs, { loaded }), [
    "**a** gives every test row the class y\\|es with seed 1.",
  ]);
  const { majority: _, ...rest } = runs[0]!;
  const told = warningsOf([{ ...rest, majority: { test: 1 } }]).join();
  assertEquals(told.includes("gives every"), false, "there is one class only");
});

Deno.test("training far above test is warned of where it is more than chance in so few rows", () => {
  const run = (train: number, test: number, rows: number) =>
    makeRun("a", 1, {
      final: { train: { loss: 0.5, accuracy: train }, test: { loss: 1, accuracy: test } },
      answers: { ...answers, rows },
    });
  assertEquals(warningsOf([run(1, 0.75, 200)]), [
    "The training accuracy is far above the test accuracy, a sign of overfitting: **a** (100.0 % " +
    "and 75.0 %).",
  ]);
  // Two standard errors of 0.75 in 12 rows are 0.25.
  assertEquals(warningsOf([run(0.99, 0.75, 12)]), []);
  assertEquals(warningsOf([run(0.79, 0.75, 1000)]), []);
  const final = { train: { loss: 0.1 }, test: { loss: 0.25 } };
  assertStringIncludes(
    warningsOf([makeRun("a", 1, { final, answers: { ...answers, rows: 50 } })])[0]!,
    "The training loss is over 2 times below the test loss",
  );
});

Deno.test("a loss that grew and inputs that are not scaled are warned of", () => {
  const grown = makeRun("a", 1, {
    curve: [point(1, { loss: 2 })],
    final: { train: { loss: 4 } },
  });
  assertEquals(warningsOf([grown]), [
    "**a** ended with a higher training loss than it began with (seed 1; 2.0000 and then 4.0000): " +
    "its steps may be too large.",
  ]);
  const inputs = { values: Float32Array.of(30, 1, NaN, 1, 40, 1), rows: 3, columns: 2 };
  const wide = loadedOf({ parts: { train: { inputs, targets: inputs } } });
  const runs = [makeRun("a", 1), makeRun("b", 1)];
  const size = "the root mean square of heat is 35.3553";
  const loaded = new Map([["a-seed1", wide], ["b-seed1", wide]]);
  assertStringIncludes(warningsOf(runs, { loaded })[0]!, `The inputs are not scaled: ${size}`);
  // Standardised inputs, or a first layer that normalises: nothing to say.
  runs[0]!.preprocessing.normalize = "standardize";
  assertStringIncludes(
    warningsOf(runs, { loaded })[0]!,
    `The inputs of **b** are not scaled: ${size}`,
  );
  runs[1]!.run.settings.architecture = [{ type: "batch-norm" }] as never;
  assertEquals(warningsOf(runs, { loaded }), []);
});

Deno.test("units that no gradient gets through are warned of, layer by layer", () => {
  const layersOf = (shares: (number | undefined)[]) => {
    const { layers } = makeRun("a", 1);
    const [layer] = layers[0]!.layers;
    const { deadShare: _, ...rest } = layer!;
    const rows = shares.map((share, index) => ({
      ...rest,
      layer: index + 1,
      ...(share === undefined ? {} : { deadShare: share }),
    }));
    return [layers[0]!, { epochs: 2, layers: rows }];
  };
  const runs = [
    makeRun("a", 1, { layers: layersOf([1, 0.5, 0.25, 1, 0, undefined]) }),
    makeRun("a", 2, { layers: layersOf([1, 0.75, 0, 1, 0, undefined]) }),
  ];
  assertEquals(warningsOf(runs), [
    "**a** has dead units when training ends (100.0 % of layers 1, 4 and 62.5 % of layer 2): no " +
    "gradient gets through them on any of the training rows that were looked at.",
  ]);
});
