import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dirname } from "@std/path";
import { ExperimentError } from "../../../src/errors.ts";
import type { FileLayer } from "../../../src/results/file_layer.ts";
import { metricAt, metricColumns } from "../../../src/results/metric_columns.ts";
import { variantSeries } from "../../../src/results/picture_series.ts";
import { writeReport } from "../../../src/results/report/write_report.ts";
import { parseTable } from "../../../src/results/csv_table.ts";
import { storedCurves } from "../../../src/results/report/stored_curves.ts";
import { storedRuns } from "../../../src/results/report/stored_runs.ts";
import type { SweepResult } from "../../../src/results/types.ts";
import { rankVariants } from "../../../src/results/variants.ts";
import { resultFiles } from "../../../src/results/write_results.ts";
import { fill, memoryFiles } from "../_memory_files.ts";
import { catSweep, makeRun, makeSweep } from "../_sweep.ts";

const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>';

async function textsOf(sweep: SweepResult): Promise<Record<string, string>> {
  const files = await resultFiles(sweep, { draw: () => Promise.resolve(svg) });
  const decoder = new TextDecoder();
  return Object.fromEntries(
    [...files].filter(([name]) => !name.startsWith("models/"))
      .map(([name, bytes]) => [name, decoder.decode(bytes)]),
  );
}

/** A results folder in memory; a text replaces the file of its name, `undefined` removes it. */
async function folderOf(
  sweep: SweepResult,
  { place = "r/tiny", ...changes }: Record<string, string | undefined> = {},
): Promise<FileLayer> {
  const files = memoryFiles();

  const texts = { ...await textsOf(sweep), ...changes };
  await fill(
    files,
    Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) =>
        text === undefined ? [] : [[`${place}/${name}`, text]]
      ),
    ),
  );
  return files;
}

async function pageOf(files: FileLayer, place = "r/tiny"): Promise<string> {
  const { path } = await writeReport(place, { files });
  return new TextDecoder().decode(await files.read(path));
}

function tinySweep(): SweepResult {
  return makeSweep([1, 2].flatMap((seed) => [makeRun("zeros", seed), makeRun("he", seed)]));
}

Deno.test("a page has the same bytes every time, wherever the folder is", async () => {
  const first = await pageOf(await folderOf(tinySweep()));
  const moved = await folderOf(tinySweep(), { place: "somewhere/else" });
  assertEquals(await pageOf(moved, "somewhere/else"), first);
  assertEquals(await pageOf(moved, "somewhere/else"), first, "report.html is no part of it");
  assertEquals(/somewhere|\br\/tiny/.test(first), false);
});

Deno.test("a page that cannot be written leaves the one before it", async () => {
  const files = await folderOf(tinySweep());
  const before = await pageOf(files);
  const full = new Error("No space left on device (os error 28)");
  const failing = { ...files, rename: () => Promise.reject(full) };
  await assertRejects(
    () => writeReport("r/tiny", { files: failing }),
    ExperimentError,
    "Cannot write r/tiny/report.html: no space left on device",
  );
  assertEquals(new TextDecoder().decode(await files.read("r/tiny/report.html")), before);
  assertEquals((await files.list("r/tiny")).filter((name) => name.endsWith(".tmp")), []);
});

Deno.test("a page may be written elsewhere, into folders that are made for it", async () => {
  const files = await folderOf(tinySweep());
  const { path } = await writeReport("r/tiny", { files, out: "r/pages/a/b.html" });
  assertEquals([path, await files.kind(path)], ["r/pages/a/b.html", "file"]);
  await assertRejects(
    () => writeReport("r/tiny", { files, out: dirname(path) }),
    ExperimentError,
    "Cannot write r/pages/a: it is a folder",
  );
});

Deno.test("lines read back from curves.csv are to the bit those that pictures are drawn of", async () => {
  const sweep = catSweep();
  const diverged = makeRun("he", 4, {
    status: "diverged",
    curve: [{ epoch: 1, learningRate: 1, train: { loss: Infinity, accuracy: 0.5 } }],
  });
  const runs = [...sweep.runs, diverged];
  const texts = await textsOf(makeSweep(runs));
  const bytes = (name: string) => new TextEncoder().encode(texts[name]);
  const stored = storedRuns(parseTable(bytes("runs.csv"), "runs.csv"));
  const { variants } = rankVariants(stored);
  const { columns, lines } = storedCurves(bytes("curves.csv"), {
    variants,
    drawn: 3,
    file: "curves.csv",
    restored: () => false,
  });
  const trained = rankVariants(runs).variants;
  assertEquals(variants.map(({ name }) => name), trained.map(({ name }) => name));
  assertEquals(columns, metricColumns(runs.map(({ final }) => final)));
  assertEquals(
    lines,
    trained.slice(0, 3).map((variant) =>
      columns.map((column) => variantSeries(variant, (scores) => metricAt(scores, column)))
    ),
  );
});

Deno.test("final scores of weights that were put back are no point after the last epoch", async () => {
  const run = makeRun("he", 1, { bestEpoch: 1 });
  const stopping = { ...run.run.settings, earlyStopping: { restoreBest: true } };
  const sweep = makeSweep([run]);
  const { canonical } = sweep.experiment;
  Object.assign(canonical.variants[0]!, { settings: stopping });
  const page = await pageOf(await folderOf(sweep));
  assertStringIncludes(page, '"epochs":[[0,1]]');
  assertStringIncludes(await pageOf(await folderOf(makeSweep([run]))), '"epochs":[[0,1,2]]');
});

Deno.test("what was changed after the run is said before anything else", async () => {
  const sweep = tinySweep();
  const texts = await textsOf(sweep);
  const changed = texts["runs.csv"]!.replace(",0.75,", ",0.99,");
  const page = await pageOf(await folderOf(sweep, { "runs.csv": changed }));
  assertStringIncludes(page, "by their digests in manifest.json: runs.csv.");
  assertEquals((await pageOf(await folderOf(sweep))).includes('class="notice"'), false);
});

Deno.test("the runs of an interrupted sweep have a page that says what is missing", async () => {
  const files = await folderOf(tinySweep(), {
    place: "r/tiny/partial",
    "manifest.json": undefined,
    "summary.md": undefined,
    "curves.svg": undefined,
  });
  const page = await pageOf(files, "r/tiny/partial");
  assertStringIncludes(page, "There is no manifest.json");
  assertStringIncludes(page, "<h1>tiny</h1>");
  assertStringIncludes(page, "All variants have the same mean test accuracy: 75.0 %.");
  const error = await assertRejects(() => writeReport("r/tiny", { files }), ExperimentError);
  assertEquals(
    error.remedy,
    "Its runs were interrupted: give r/tiny/partial for those that finished",
  );
});

Deno.test("what is no results folder is refused with its place, and nothing is written", async () => {
  const sweep = tinySweep();
  const texts = await textsOf(sweep);
  const runs = texts["runs.csv"]!;
  const curves = texts["curves.csv"]!;
  const cases: [changes: Record<string, string | undefined>, message: string][] = [
    [{ "runs.csv": undefined }, "Cannot read r/tiny: there is no runs.csv in it"],
    [{ "runs.csv": "" }, "Cannot read r/tiny/runs.csv: it is empty"],
    [{ "runs.csv": runs.split("\n")[0]! }, "Cannot read r/tiny/runs.csv: it has no run"],
    [{ "runs.csv": curves }, 'Cannot read r/tiny/runs.csv: it has a column "epoch"'],
    [{ "runs.csv": `${runs}he,1\n` }, "Cannot read r/tiny/runs.csv: line 6 has 2 fields"],
    [{ "curves.csv": "\ufffd\n" }, 'Cannot read r/tiny/curves.csv: it has no column "run"'],
    [{ "curves.csv": `${curves}x\n` }, "Cannot read r/tiny/curves.csv: line 10 has 1 fields"],
    [
      { "curves.csv": curves.replaceAll("he-seed2", "he-seed3") },
      'Cannot read r/tiny/curves.csv: line 8 is of run "he-seed3", which runs.csv does not have',
    ],
    [
      { "curves.csv": curves.replace(",0.5,", ",o.5,") },
      'Cannot read r/tiny/curves.csv: line 2 has "o.5" as train_accuracy',
    ],
    [
      { "curves.csv": curves.replace(",2,0.1,", ",-2,0.1,") },
      'Cannot read r/tiny/curves.csv: line 3 has "-2" as epoch',
    ],
    [{ "manifest.json": "{}" }, "Cannot read r/tiny/manifest.json: it lacks the experiment"],
  ];
  for (const [changes, message] of cases) {
    const files = await folderOf(sweep, changes);
    const error = await assertRejects(
      () => writeReport("r/tiny", { files }),
      ExperimentError,
      message,
    );
    assertEquals([typeof error.file, typeof error.remedy], ["string", "string"]);
    assertEquals(await files.kind("r/tiny/report.html"), undefined);
  }
  const files = await folderOf(sweep);
  await assertRejects(
    () => writeReport("r/none", { files }),
    ExperimentError,
    "Cannot read r/none: there is no such file or folder",
  );
  await assertRejects(
    () => writeReport("r/tiny/runs.csv", { files }),
    ExperimentError,
    "Cannot make a report of r/tiny/runs.csv: it is a file",
  );
});

Deno.test("the page of ten thousand runs is bounded, and says what it leaves out", async () => {
  const names = Array.from({ length: 3334 }, (_, index) => `lr=${index}`);
  const metrics = (index: number) => [index % 977 / 1000, index % 887 / 1000].join();
  const seeds = [1, 2, 3];
  const rows = (columns: (name: string, seed: number) => string[]) =>
    names.flatMap((name) => seeds.flatMap((seed) => columns(name, seed)));
  const runs = [
    "run,variant,seed,epochs,best_epoch,status,train_loss,test_accuracy",
    ...rows((name, seed) => [
      `${name}-seed${seed},${name},${seed},2,2,finished,${metrics(name.length * 37 + seed)}`,
    ]),
  ];
  const curves = [
    "run,variant,seed,epoch,train_loss,test_accuracy",
    ...rows((name, seed) =>
      [1, 2].map((epoch) => `${name}-seed${seed},${name},${seed},${epoch},${metrics(epoch)}`)
    ),
  ];
  const files = memoryFiles();
  await fill(files, { "r/runs.csv": runs.join("\n"), "r/curves.csv": curves.join("\n") });
  const page = await pageOf(files, "r");
  assertEquals(page.length < 2_000_000, true, `${page.length} characters`);
  assertStringIncludes(page, "Of 3334 variants the best 24 are drawn");
  assertStringIncludes(page, "The best 100 of 3334 variants are listed.");
  assertStringIncludes(page, "The first 10000 runs of 10002; runs.csv has all.");
});
