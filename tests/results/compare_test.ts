import { assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { compareResults as compareAll } from "../../src/results/compare.ts";
import type { CompareOptions } from "../../src/results/compare.ts";
import { comparisonCsv, comparisonJson } from "../../src/results/compare_data.ts";
import { comparisonMarkdown, comparisonText } from "../../src/results/compare_text.ts";
import type { RunResult, SweepResult } from "../../src/results/types.ts";
import { writePartialResults, writeResults } from "../../src/results/write_results.ts";
import { fill, type MemoryFiles, memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

/** Runs of a variant with these test losses, one per seed. */
function runsWith(variant: string, losses: number[]): RunResult[] {
  return losses.map((loss, index) =>
    makeRun(variant, index + 1, { final: { train: { loss: 0.25 }, test: { loss } } })
  );
}

/** Two results: what is said of the one beside the first. */
async function compareResults(a: string, b: string, options: CompareOptions) {
  const comparison = await compareAll([a, b], options);
  const [{ files, setup }] = comparison.comparisons as [typeof comparison.comparisons[number]];
  return { ...comparison, files, setup };
}

async function written(a: SweepResult, b: SweepResult): Promise<MemoryFiles> {
  const files = memoryFiles();
  await writeResults("a", a, { files });
  await writeResults("b", b, { files });
  return files;
}

function base(): SweepResult {
  return makeSweep([makeRun("he", 1), makeRun("he", 2)]);
}

Deno.test("the same results are identical, whatever the machine and the time", async () => {
  const other = base();
  other.runs[0]!.elapsedMs = 99;
  const files = await written(base(), { ...other, environment: { threads: 7 } });
  const comparison = await compareResults("a", "b", { files });
  assertEquals(comparison.identical, true);
  assertEquals(
    comparisonText(comparison),
    "Identical: a and b have the same bytes in 8 files (runs.csv, curves.csv, layers.csv, " +
      "summary.md, curves.svg, final.svg, gap.svg, manifest.json).\n",
  );
});

Deno.test("one other cell is found with its file, row, column and both values", async () => {
  const other = base();
  other.runs[1]!.curve[1]!.test!.loss = 0.6000000000000001;
  const files = await written(base(), other);
  const comparison = await compareResults("a", "b", { files });
  assertEquals(comparison.identical, false);
  assertEquals(
    comparison.files.filter(({ file }) => file.endsWith(".csv")),
    [
      { file: "runs.csv", status: "identical" },
      {
        file: "curves.csv",
        status: "different",
        unmatched: { columns: { a: [], b: [] }, rows: { a: [], b: [] } },
        differingCells: 1,
        first: { row: "he-seed2, epoch 2", column: "test_loss", a: "0.6", b: "0.6000000000000001" },
      },
      { file: "layers.csv", status: "identical" },
    ],
  );
  assertStringIncludes(
    comparisonText(comparison),
    "First difference: curves.csv, row he-seed2, epoch 2, column test_loss\n" +
      "  A  0.6\n  B  0.6000000000000001\n",
  );
});

Deno.test("weights that differ show in runs.csv though every metric is the same", async () => {
  const other = base();
  other.runs[0]!.weights[0]!.values[0] = 1.0000001;
  const files = await written(base(), other);
  const { files: [runs] } = await compareResults("a", "b", { files });
  assertEquals([runs!.first!.row, runs!.first!.column], ["he-seed1", "weights_sha256"]);
});

Deno.test("rows and columns that only one has are counted, what both have is compared", async () => {
  const more = makeSweep([makeRun("he", 2), makeRun("zeros", 1)]);
  more.experiment.differing = [];
  const files = await written(base(), more);
  const comparison = await compareResults("a", "b", { files });
  assertEquals(comparison.files[0]!.unmatched, {
    columns: { a: ["init"], b: [] },
    rows: { a: ["he-seed1"], b: ["zeros-seed1"] },
  });
  assertEquals(comparison.metrics.variantsOnly[1], { result: ["zeros"], baseline: [] });
  const text = comparisonText(comparison);
  assertStringIncludes(text, "runs.csv: 1 column only in A: init");
  assertStringIncludes(text, "runs.csv: 1 row only in B: zeros-seed1");
  assertStringIncludes(text, "Only in B: zeros");
});

Deno.test("the same cells in another order are not identical, and it is said why", async () => {
  const turned = makeSweep([makeRun("he", 2), makeRun("he", 1)]);
  turned.experiment.seeds = [1, 2];
  const files = await written(base(), turned);
  assertStringIncludes(
    comparisonText(await compareResults("a", "b", { files })),
    "runs.csv: the same cells, but in other order or written in another way.",
  );
});

Deno.test("what was set differently comes first data, then numerics, then settings", async () => {
  const other = base();
  other.data[0]!.digest = "f".repeat(64);
  other.numericsVersion = 2;
  other.lockDigest = "b".repeat(64);
  for (const { run } of other.runs) run.settings.optimizer.learningRate = 0.2;
  const files = await written(base(), other);
  const comparison = await compareResults("a", "b", { files });
  assertEquals(comparison.setup, {
    from: "manifests",
    otherData: true,
    otherNumerics: true,
    differences: [
      { path: "data: digest", a: "d".repeat(64), b: "f".repeat(64) },
      { path: "numerics version", a: "1", b: "2" },
      { path: "optimizer.learningRate", a: "0.1", b: "0.2" },
      { path: "deno.lock digest", a: "c".repeat(64), b: "b".repeat(64) },
    ],
  });
  const text = comparisonText(comparison);
  assertStringIncludes(text, "made on other data or splits");
  assertStringIncludes(text, "  data: digest            dddddddddddd…  ffffffffffff…\n");
});

Deno.test("a change of one variant is told from a change of all", async () => {
  const two = () => makeSweep([makeRun("he", 1), makeRun("zeros", 1)]);
  const other = two();
  other.runs[1]!.run.settings.epochs = 3;
  for (const { run } of other.runs) run.settings.loss = { type: "squared-error" };
  const files = await written(two(), other);
  const { setup } = await compareResults("a", "b", { files });
  assertEquals(setup.otherData, false);
  assertEquals(setup.differences, [
    { path: "loss.type", a: '"binary-cross-entropy"', b: '"squared-error"' },
    { path: "epochs (zeros)", a: "2", b: "3" },
  ]);
});

Deno.test("with fewer than six common seeds no difference is called one", async () => {
  const files = await written(
    makeSweep(runsWith("he", [0.5, 0.6, 0.7, 0.8, 0.9])),
    makeSweep(runsWith("he", [0.1, 0.2, 0.3, 0.4, 0.5])),
  );
  const comparison = await compareResults("a", "b", { files });
  const [train, test] = comparison.metrics.variants;
  assertEquals([train!.verdict, test!.verdict], ["same", "too few seeds"]);
  assertEquals([test!.lower, test!.higher, test!.p], [5, 0, undefined]);
  assertStringIncludes(
    comparisonText(comparison),
    "    test_loss   0.7000 ± 0.1581  0.3000 ± 0.1581  −0.4000 (−0.4000 to −0.4000)  too few seeds\n",
  );
});

Deno.test("with six common seeds the exact test decides, paired by seed", async () => {
  const a = runsWith("he", [0.5, 0.6, 0.7, 0.8, 0.9, 1.0]);
  const lower = runsWith("he", [0.4, 0.4, 0.4, 0.4, 0.4, 0.4]);
  const mixed = runsWith("he", [0.4, 0.7, 0.6, 0.9, 0.8, 1.1]);
  const files = await written(makeSweep(a), makeSweep(lower));
  const [, test] = (await compareResults("a", "b", { files })).metrics.variants;
  assertEquals([test!.verdict, test!.p], ["difference", 2 / 64]);
  await writeResults("c", makeSweep(mixed), { files });
  const [, other] = (await compareResults("a", "c", { files })).metrics.variants;
  assertEquals([other!.verdict, other!.p], ["no difference shown", 1]);
});

Deno.test("diverged runs are left out of means and pairs", async () => {
  const other = runsWith("he", [0.4, 9]);
  Object.assign(other[1]!, { status: "diverged", divergedAt: 1 });
  const files = await written(makeSweep(runsWith("he", [0.5, 0.6])), makeSweep(other));
  const [, test] = (await compareResults("a", "b", { files })).metrics.variants;
  assertEquals([test!.a.count, test!.b.count, test!.paired.count], [2, 1, 1]);
  assertEquals(test!.b.mean, 0.4);
});

Deno.test("single CSV files are compared, with each other or with a folder", async () => {
  const other = base();
  other.runs[0]!.curve[0]!.train.loss = 0.125;
  const files = await written(base(), other);
  const runs = await compareResults("a/runs.csv", "b", { files });
  assertEquals([runs.identical, runs.files.length], [true, 1]);
  const curves = await compareResults("a", "b/curves.csv", { files });
  assertEquals(curves.files.map(({ file, status }) => [file, status]), [[
    "curves.csv",
    "different",
  ]]);
  assertEquals(curves.metrics.from, "curves.csv");
  const error = await assertRejects(
    () => compareResults("a/runs.csv", "b/curves.csv", { files }),
    ExperimentError,
    "they hold no table of the same kind",
  );
  assertEquals(error.remedy, "Compare runs.csv with runs.csv, or curves.csv with curves.csv");
});

Deno.test("what is no result is refused with its name", async () => {
  const files = await written(base(), base());
  await fill(files, {
    "empty.csv": "",
    "cities.csv": "city,rain\nBonn,1\n",
    "no_metric.csv": "run,variant,seed\na,b,1\n",
    "ragged.csv": "run,variant,seed,train_loss\na,b\n",
    "twice.csv": "run,variant,seed,train_loss\na,b,1,2\na,b,1,3\n",
    "column_twice.csv": "run,variant,seed,train_loss,train_loss\na,b,1,2,3\n",
    "quote.csv": 'run,variant,seed,train_loss\n"a,b,1,2\n',
    "bad/runs.csv": "run,variant,seed,train_loss\na,b,1,2\n",
    "bad/manifest.json": "{",
    "list/runs.csv": "run,variant,seed,train_loss\na,b,1,2\n",
    "list/manifest.json": "[]",
    "other/readme.txt": "",
    "stopped/.journal/readme.txt": "",
  });
  await files.write("binary.csv", new Uint8Array([255, 254, 0]));
  const cases: Record<string, string> = {
    "empty.csv": "Cannot compare empty.csv: it is empty",
    "cities.csv": 'Cannot compare cities.csv: it has no column "seed"',
    "no_metric.csv": "it has no column with a loss or an accuracy",
    "ragged.csv": "Cannot compare ragged.csv: ",
    "twice.csv": "it has two rows a",
    "column_twice.csv": "it has a column twice",
    "quote.csv": "Cannot compare quote.csv: ",
    "binary.csv": "Cannot compare binary.csv: it is not text in UTF-8",
    "bad": "Cannot read bad/manifest.json: it is not JSON",
    "list": "Cannot read list/manifest.json: it is no object",
    "other": "Cannot read other: there is no runs.csv in it",
    "stopped": "Cannot read stopped: there is no runs.csv in it",
    "missing": "Cannot read missing: there is no such file or folder",
  };
  for (const [place, message] of Object.entries(cases)) {
    const error = await assertRejects(
      () => compareResults("a", place, { files }),
      ExperimentError,
      message,
    );
    if (place === "stopped") {
      assertEquals(
        error.remedy,
        "Its sweep never ended: run the experiment again, which takes the runs that were finished",
      );
    }
  }
});

Deno.test("a folder whose new results wait to be moved into place is read as the new ones", async () => {
  const other = makeSweep([makeRun("he", 1, { parameters: 4 }), makeRun("he", 2)]);
  const files = await written(base(), other);
  const whole = memoryFiles();
  await writeResults("a", base(), { files: whole });
  const start = whole.log.length;
  await writeResults("a", other, { files: whole });
  const commit = whole.log.findIndex((line, index) => index > start && /commit.json$/.test(line));
  const killed = memoryFiles({ at: commit + 4, error: new Error("killed"), forever: true });
  await writeResults("a", base(), { files: killed });
  await assertRejects(() => writeResults("a", other, { files: killed }));
  for (const [path, text] of Object.entries(killed.content())) {
    if (!path.startsWith("a/") && path !== "a") continue;
    const place = path.replace(/^a/, "c");
    if (text === null) await files.makeFolder(place);
    else await files.write(place, new TextEncoder().encode(text));
  }
  assertEquals(await files.kind("c/.pending"), "folder");
  assertEquals((await compareResults("b", "c", { files })).identical, true);
});

Deno.test("a CSV from elsewhere cannot steer the terminal", async () => {
  const files = memoryFiles();
  const csv = (loss: number) => `run,variant,seed,train_loss\n\x1b[2Ja,\x1b[31mb,1,${loss}\n`;
  await fill(files, { "a.csv": csv(1), "b.csv": csv(2) });
  const text = comparisonText(await compareResults("a.csv", "b.csv", { files }));
  assertEquals(text.includes("\x1b"), false);
  assertStringIncludes(text, "\ufffd[31mb");
});

Deno.test("data is compared for the variants that both have", async () => {
  const sweep = (variants: string[], digest = "d".repeat(64)) => {
    const made = makeSweep(variants.map((name) => makeRun(name, 1)));
    made.data[0]!.digest = digest;
    return made;
  };
  const [all, fewer, other, apart] = ["all", "fewer", "other", "apart"];
  const files = memoryFiles();
  await writeResults(all!, sweep(["he", "zeros", "xavier"]), { files });
  await writeResults(fewer!, sweep(["he", "zeros"]), { files });
  await writeResults(other!, sweep(["he"], "f".repeat(64)), { files });
  await writeResults(apart!, sweep(["random"]), { files });
  const smaller = await compareResults(all!, fewer!, { files });
  assertEquals(smaller.setup.otherData, false);
  assertEquals(smaller.setup.differences, [
    { path: "variants", a: "he, zeros, xavier", b: "he, zeros" },
  ]);
  assertStringIncludes(comparisonText(smaller), "Only in A: xavier");
  const changed = await compareResults(all!, other!, { files });
  assertEquals(changed.setup.otherData, true);
  assertEquals(changed.setup.differences[0], {
    path: "data: digest",
    a: "d".repeat(64),
    b: "f".repeat(64),
  });
  assertEquals((await compareResults(all!, apart!, { files })).setup.otherData, false);
  assertEquals((await compareResults(other!, apart!, { files })).setup.otherData, true);
});

Deno.test("data that differs for some variants is named with them", async () => {
  const sweep = (digest: string) => {
    const made = makeSweep([makeRun("he", 1), makeRun("zeros", 1)]);
    made.runs[1]!.run.settings.data = { ...made.runs[1]!.run.settings.data, normalize: "unit" };
    const [first] = made.data;
    made.data = made.runs.map(({ run }) => ({ ...first!, settings: run.settings.data }));
    made.data[1]!.digest = digest;
    return made;
  };
  const files = await written(sweep("1"), sweep("2"));
  const { setup } = await compareResults("a", "b", { files });
  assertEquals([setup.otherData, setup.differences], [
    true,
    [{ path: "data of zeros: digest", a: "1", b: "2" }],
  ]);
});

Deno.test("three results are each compared with the baseline, which may be named", async () => {
  const files = await written(base(), base());
  const other = base();
  other.runs[0]!.final.test = { loss: 0.3, accuracy: 0.8 };
  await writeResults("c", other, { files });
  const comparison = await compareAll(["a", "b", "c"], { files, baseline: "c" });
  assertEquals(comparison.comparisons.map(({ result, identical }) => [result, identical]), [
    [0, false],
    [1, false],
  ]);
  assertEquals((await compareAll(["a", "b", "c"], { files, baseline: "B" })).baseline, 1);
  const text = comparisonText(comparison);
  assertStringIncludes(text, "  A  a\n  B  b\n  C  c  the baseline\n");
  assertStringIncludes(text, "test_accuracy of A against C: too few seeds to tell in he.");
  const byFirst = comparisonText(await compareAll(["a", "b", "c"], { files }));
  assertStringIncludes(byFirst, "  B  b  identical to A\n");
  await assertRejects(
    () => compareAll(["a", "b"], { files, baseline: "D" }),
    ExperimentError,
    'Unknown baseline "D"',
  );
  assertEquals(
    comparisonText(await compareAll(["a", "b", "a"], { files })).split(":")[0],
    "Identical",
  );
});

Deno.test("that the data is another one is said before any number", async () => {
  const other = base();
  other.data[0]!.digest = "f".repeat(64);
  other.runs[0]!.final.test!.loss = 0.125;
  const files = await written(base(), other);
  const comparison = await compareResults("a", "b", { files });
  for (const text of [comparisonText(comparison), comparisonMarkdown(comparison)]) {
    const said = text.indexOf("made on other data or splits");
    assertEquals(said > 0 && said < text.indexOf("0.125"), true, text);
  }
});

Deno.test("metrics are chosen by their columns, and one that is not everywhere is named", async () => {
  const other = base();
  for (const { final } of other.runs) delete final.test;
  const files = await written(base(), other);
  const { metrics } = await compareResults("a", "b", { files, metrics: ["train_loss"] });
  assertEquals(metrics.variants.map(({ metric }) => metric), ["train_loss"]);
  assertEquals(metrics.metricsOnly, ["test_loss", "test_accuracy"]);
  await assertRejects(
    () => compareResults("a", "b", { files, metrics: ["test_loss"] }),
    ExperimentError,
    "Cannot compare test_loss: 1 of the 2 results have such a column",
  );
  await assertRejects(
    () => compareResults("a", "b", { files, metrics: ["train_los"] }),
    ExperimentError,
    'Unknown metric "train_los": did you mean "train_loss"?',
  );
});

Deno.test("variants are corrected together, over all variants a seed is one pair", async () => {
  const sweep = (shift: number) =>
    makeSweep(
      ["he", "zeros", "xavier"].flatMap((name) =>
        runsWith(name, [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1].map((loss) => loss + shift))
      ),
    );
  const files = await written(sweep(0), sweep(0.25));
  const { metrics } = await compareResults("a", "b", { files, metrics: ["test_loss"] });
  assertEquals(metrics.tests, { variants: 3, pooled: 1 });
  assertEquals(metrics.seedsNeeded, { variants: 7, pooled: 6 });
  assertEquals(metrics.variants.map(({ p, correctedP, effect }) => [p, correctedP, effect]), [
    [2 / 128, 6 / 128, "worse"],
    [2 / 128, 6 / 128, "worse"],
    [2 / 128, 6 / 128, "worse"],
  ]);
  const [pooled] = metrics.pooled;
  assertEquals([pooled!.paired.count, pooled!.p, pooled!.verdict], [7, 2 / 128, "difference"]);
});

Deno.test("what is half-finished is compared as far as it goes, and it is said", async () => {
  const files = await written(base(), base());
  await writePartialResults("b", makeSweep([makeRun("he", 2)]), { files });
  await writePartialResults("interrupted", makeSweep([makeRun("he", 2)]), { files });
  const renewed = await compareResults("a", "b", { files });
  assertEquals(renewed.results[1]!.notes, [
    "b was being made anew: b/partial has what was finished",
  ]);
  const comparison = await compareResults("a", "interrupted", { files });
  assertEquals(
    comparison.results[1]!.notes[0],
    "interrupted is half-finished: its sweep was interrupted, and its 1 finished run in partial/ are compared",
  );
  assertEquals(comparison.metrics.variants[0]!.paired.count, 1);
  const fewer = base();
  fewer.experiment.canonical.seeds = [1, 2, 3];
  await writeResults("fewer", fewer, { files });
  const { results } = await compareResults("a", "fewer", { files });
  assertEquals(results[1]!.notes, ["fewer is half-finished: it has 2 of 3 runs"]);
});

Deno.test("seeds of which none is in common leave the means, and say that they are not paired", async () => {
  const files = await written(
    makeSweep([makeRun("he", 1), makeRun("he", 2)]),
    makeSweep([makeRun("he", 3)]),
  );
  const comparison = await compareResults("a", "b", { files });
  const [line] = comparison.metrics.variants;
  assertEquals([line!.verdict, line!.a.count, line!.b.count], ["no common seed", 2, 1]);
  assertStringIncludes(comparisonText(comparison), "no common seed in he");
});

Deno.test("a CSV from elsewhere needs seeds and a metric, and what it lacks is said", async () => {
  const files = memoryFiles();
  const rows = (shift: number) => [1, 2, 3].map((seed) => `${seed}.0,${seed + shift}\n`).join("");
  await fill(files, {
    "a.csv": `seed,rmse\n${rows(0)}`,
    "b.csv": `seed,rmse\n${rows(0.5)}`,
    "loss.csv": "seed,test_loss\n1,0.5\n",
    "twice.csv": "seed,test_loss\n1,0.5\n1,0.6\n",
  });
  const comparison = await compareResults("a.csv", "b.csv", { files, metrics: ["rmse"] });
  assertEquals(comparison.results[0]!.notes, [
    'a.csv has no column "run" and "variant": its rows are taken for one variant, its rows are told by variant and seed',
  ]);
  const [line] = comparison.metrics.variants;
  assertEquals([line!.paired.mean, line!.paired.count, line!.effect], [0.5, 3, "unknown"]);
  const refused = await assertRejects(
    () => compareResults("a.csv", "b.csv", { files }),
    ExperimentError,
    "a.csv: it has no column with a loss or an accuracy",
  );
  assertEquals(refused.remedy, "Choose a column with --metric. One of: seed, rmse");
  await assertRejects(
    () => compareResults("loss.csv", "twice.csv", { files }),
    ExperimentError,
    "it has two rows seed1",
  );
});

Deno.test("results of one variant each are compared whatever it is called", async () => {
  const files = await written(
    makeSweep(runsWith("he", [0.5])),
    makeSweep(runsWith("lecun", [0.4])),
  );
  const { metrics } = await compareResults("a", "b", { files, metrics: ["test_loss"] });
  assertEquals(metrics.variants.map(({ variant }) => variant), ["he → lecun"]);
  assertEquals(metrics.variants[0]!.paired.count, 1);
});

Deno.test("CSV and JSON have all numbers, and no cell is a formula", async () => {
  const names = ["=cmd()", "he"];
  const sweep = (shift: number) =>
    makeSweep(names.flatMap((name) => runsWith(name, [0.5 + shift, 0.75, 1, 1.25, 2])));
  const files = await written(sweep(0), sweep(1));
  const comparison = await compareResults("a", "b", { files, metrics: ["test_loss"] });
  const [header, pooled, first] = comparisonCsv(comparison).split("\n").map((row) =>
    row.split(",")
  );
  const cell = (row: string[], name: string) => row[header!.indexOf(name)];
  assertEquals([cell(pooled!, "scope"), cell(first!, "scope")], ["pooled", "variant"]);
  assertEquals(cell(first!, "variant")!.startsWith("'"), true);
  // Of 0.5, 0.75, 1, 1.25, 2 the outermost are cut.
  assertEquals(cell(first!, "baseline_interquartile_mean"), "1");
  assertAlmostEquals(Number(cell(first!, "difference")), 0.2);
  assertEquals(cell(first!, "p"), "");
  const json = JSON.parse(comparisonJson(comparison));
  assertEquals(json.metrics.variants[0].b.median, 1.25);
  assertEquals(json.metrics.variants[0].verdict, "too few seeds");
});

Deno.test("names from elsewhere stay text in markdown", async () => {
  const files = memoryFiles();
  const csv = (loss: number) =>
    `run,variant,seed,train_loss\n1,<img src=x>|[x](http://evil),1,${loss}\n`;
  await fill(files, { "a.csv": csv(1), "b.csv": csv(2) });
  const text = comparisonMarkdown(await compareResults("a.csv", "b.csv", { files }));
  assertStringIncludes(text, "&lt;img src=x&gt;");
  assertEquals(/<img|(?<!\\)\]\(http|[^\\]\|\\?\[x/.test(text), false, text);
});
