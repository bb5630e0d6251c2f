import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { compareResults } from "../../src/results/compare.ts";
import { comparisonText } from "../../src/results/compare_text.ts";
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
  assertEquals(comparison.metrics.variantsOnly, { a: [], b: ["zeros"] });
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
  assertStringIncludes(text, "  data: digest            dddddddddddd… → ffffffffffff…\n");
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
  const [train, test] = comparison.metrics.metrics;
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
  const [, test] = (await compareResults("a", "b", { files })).metrics.metrics;
  assertEquals([test!.verdict, test!.p], ["difference", 2 / 64]);
  await writeResults("c", makeSweep(mixed), { files });
  const [, other] = (await compareResults("a", "c", { files })).metrics.metrics;
  assertEquals([other!.verdict, other!.p], ["no difference shown", 1]);
});

Deno.test("diverged runs are left out of means and pairs", async () => {
  const other = runsWith("he", [0.4, 9]);
  Object.assign(other[1]!, { status: "diverged", divergedAt: 1 });
  const files = await written(makeSweep(runsWith("he", [0.5, 0.6])), makeSweep(other));
  const [, test] = (await compareResults("a", "b", { files })).metrics.metrics;
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
  await writePartialResults("interrupted", base(), { files });
  const cases: Record<string, string> = {
    "empty.csv": "Cannot compare empty.csv: it is empty",
    "cities.csv": 'Cannot compare cities.csv: it has no column "run"',
    "no_metric.csv": "it has no column with a loss or an accuracy",
    "ragged.csv": "Cannot compare ragged.csv: ",
    "twice.csv": "it has two rows a",
    "column_twice.csv": "it has a column twice",
    "quote.csv": "Cannot compare quote.csv: ",
    "binary.csv": "Cannot compare binary.csv: it is not text in UTF-8",
    "bad": "Cannot read bad/manifest.json: it is not JSON",
    "list": "Cannot read list/manifest.json: it is no object",
    "other": "Cannot read other: there is no runs.csv in it",
    "interrupted": "Cannot read interrupted: there is no runs.csv in it",
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
    if (place === "interrupted") {
      assertEquals(
        error.remedy,
        "Its runs were interrupted: give interrupted/partial for those that finished",
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
