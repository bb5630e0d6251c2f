import { assert, assertEquals, assertRejects } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { canonicalJson } from "../../src/experiment/mod.ts";
import { compareResults } from "../../src/results/compare.ts";
import { readResults } from "../../src/results/read_results.ts";
import { decodeSafetensors } from "../../src/results/safetensors_decode.ts";
import { sha256Hex } from "../../src/results/sha256.ts";
import { writePartialResults, writeResults } from "../../src/results/write_results.ts";
import { granted } from "../permissions.ts";
import { fill, memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";

const sweep = makeSweep([makeRun("he", 1), makeRun("zeros", 1)]);
const options = { finished: "2020-01-02T03:04:05.000Z" };
const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("a results folder holds just the files it should", async () => {
  const files = memoryFiles();
  await writeResults("results/tiny", sweep, { files, ...options });
  assertEquals(Object.keys(files.content()), [
    "results",
    "results/tiny",
    "results/tiny/curves.csv",
    "results/tiny/curves.svg",
    "results/tiny/environment.json",
    "results/tiny/final.svg",
    "results/tiny/gap.svg",
    "results/tiny/layers.csv",
    "results/tiny/manifest.json",
    "results/tiny/models",
    "results/tiny/models/he-seed1.safetensors",
    "results/tiny/models/zeros-seed1.safetensors",
    "results/tiny/runs.csv",
    "results/tiny/summary.md",
    "results/tiny/timing.csv",
  ]);
  for (const text of Object.values(files.content())) {
    assertEquals(text?.includes("\r") ?? false, false);
  }
});

Deno.test("manifest.json has its whole text, to the byte", async () => {
  const files = memoryFiles();
  await writeResults("out", makeSweep([makeRun("he", 1)]), { files, ...options });
  const text = files.content()["out/manifest.json"]!;
  const manifest = JSON.parse(text);
  assertEquals(text, `${JSON.stringify(manifest, null, 2)}\n`);
  const { experiment, manifestDigest, ...rest } = manifest;
  assertEquals(manifestDigest, sha256Hex(encode(canonicalJson({ experiment, ...rest }))));
  const digest = (name: string) => sha256Hex(encode(files.content()[`out/${name}`]!));
  assertEquals(rest, {
    formatVersion: 3,
    name: "tiny",
    source: "experiments/tiny.ts",
    command: "deno task run experiments/tiny.ts",
    numericsVersion: 1,
    lockDigest: "c".repeat(64),
    experimentDigest: "e".repeat(64),
    data: [{
      variants: ["he"],
      digest: "d".repeat(64),
      rows: { train: 8, test: 4 },
      inputShape: [2],
      classes: ["no", "yes"],
    }],
    runs: [{
      name: "he-seed1",
      variant: "he",
      seed: 1,
      status: "finished",
      epochs: 2,
      // Of 1, −0.5 and 0.125 as little-endian float32, from Python's hashlib.
      weightsSha256: "9ca338078143c32afbd48c751f17af35c125f57d1014f2af65ebc13a736f6c92",
      trace: {
        epochs: "0 1 2",
        digests: {
          "layers.0.weight": "0a0b0c0d 00000001 ffffffff",
          "layers.0.bias": "00000000 00000001 00000002",
        },
      },
    }],
    files: {
      "runs.csv": digest("runs.csv"),
      "curves.csv": digest("curves.csv"),
      "layers.csv": digest("layers.csv"),
      "summary.md": digest("summary.md"),
      "curves.svg": digest("curves.svg"),
      "final.svg": digest("final.svg"),
      "gap.svg": digest("gap.svg"),
    },
  });
  assertEquals(Object.keys(experiment), ["name", "question", "seeds", "settings", "variants"]);
});

Deno.test("manifest.json names the files that layers start from, where there are any", async () => {
  const files = memoryFiles();
  const initialWeights = [{ path: "w.safetensors", digest: "f".repeat(64) }];
  await writeResults("out", makeSweep([makeRun("he", 1)], { initialWeights }), { files });
  await writeResults("plain", makeSweep([makeRun("he", 1)], { initialWeights: [] }), { files });
  const content = files.content();
  assertEquals(JSON.parse(content["out/manifest.json"]!).initialWeights, initialWeights);
  assertEquals("initialWeights" in JSON.parse(content["plain/manifest.json"]!), false);
  const comparison = await compareResults(["out", "plain"], { files });
  assertEquals(comparison.comparisons[0]!.setup.differences.map(({ path }) => path), [
    "initial weights w.safetensors: digest",
  ]);
});

Deno.test("a model tells which run it is, and its digest in runs.csv is of its weights alone", async () => {
  const files = memoryFiles();
  await writeResults("out", sweep, { files });
  const bytes = await files.read("out/models/he-seed1.safetensors");
  const { metadata, tensors } = decodeSafetensors(bytes);
  assertEquals(tensors, sweep.runs[0]!.weights);
  const { settings, preprocessing, ...rest } = metadata;
  assertEquals(JSON.parse(preprocessing!), sweep.runs[0]!.preprocessing);
  assertEquals(rest, {
    epochs: "2",
    experiment: "tiny",
    format: "pt",
    numericsVersion: "1",
    run: "he-seed1",
    seed: "1",
    variant: "he",
  });
  assertEquals(JSON.parse(settings!).init, { type: "he" });
  const { runs } = await readResults("out", { files });
  assertEquals(runs!.rows[0]!.cells.get("weights_sha256"), sha256Hex(bytes.subarray(-12)));
});

Deno.test("weights of an earlier best epoch get a file beside the last ones, which the digest is of", async () => {
  const files = memoryFiles();
  const bestWeights = [
    { name: "layers.0.weight", shape: [1, 2], values: new Float32Array([3, 4]) },
    { name: "layers.0.bias", shape: [1], values: new Float32Array([5]) },
  ];
  const runs = [makeRun("he", 1, { bestWeights, bestEpoch: 1 }), makeRun("zeros", 1)];
  await writeResults("out", makeSweep(runs), { files });
  const models = Object.keys(files.content()).filter((path) => path.endsWith(".safetensors"));
  assertEquals(models, [
    "out/models/he-seed1.best.safetensors",
    "out/models/he-seed1.safetensors",
    "out/models/zeros-seed1.safetensors",
  ]);
  const best = decodeSafetensors(await files.read(models[0]!));
  assertEquals(best.tensors, bestWeights);
  assertEquals(best.metadata.epochs, "1");
  const { runs: table } = await readResults("out", { files });
  const last = await files.read(models[1]!);
  assertEquals(table!.rows[0]!.cells.get("weights_sha256"), sha256Hex(last.subarray(-12)));
  await writeResults("out", makeSweep([makeRun("he", 1)]), { files });
  assertEquals(files.content()[models[0]!], undefined);
});

Deno.test("what a smaller invocation no longer has is removed", async () => {
  const files = memoryFiles();
  await writeResults("out", sweep, { files });
  await fill(files, { "out/notes.txt": "mine" });
  await writeResults("out", makeSweep([makeRun("he", 1)]), { files });
  const content = files.content();
  assertEquals(content["out/models/zeros-seed1.safetensors"], undefined);
  assertEquals(content["out/notes.txt"], "mine");
  assertEquals(content["out/runs.csv"]!.split("\n").length, 3);
});

Deno.test("an interrupted sweep leaves earlier results alone, the next whole one removes it", async () => {
  const files = memoryFiles();
  await writeResults("out", sweep, { files, ...options });
  const before = files.content();
  const [first] = sweep.runs;
  await writePartialResults("out", { ...sweep, runs: [first!] }, { files });
  const after = files.content();
  for (const [path, text] of Object.entries(before)) assertEquals(after[path], text);
  assertEquals(Object.keys(after).filter((path) => !(path in before)), [
    "out/partial",
    "out/partial/curves.csv",
    "out/partial/layers.csv",
    "out/partial/models",
    "out/partial/models/he-seed1.safetensors",
    "out/partial/runs.csv",
    "out/partial/summary.md",
  ]);
  await writeResults("out", sweep, { files, ...options });
  assertEquals(files.content(), before);
});

Deno.test("a failing disk leaves the old results whole and says where and why", async () => {
  const start = memoryFiles();
  await writeResults("out", sweep, { files: start, ...options });
  const before = start.content();
  const error = new Error("Input/output error (os error 5)");
  const files = memoryFiles({ at: start.log.length + 6, error });
  await writeResults("out", sweep, { files, ...options });
  const found = await assertRejects(
    () => writeResults("out", makeSweep([makeRun("he", 9)]), { files }),
    ExperimentError,
    "Cannot write out/.pending/curves.svg: input/output error",
  );
  assertEquals(found.remedy, "Make the folder writable, or choose another one with --out");
  assertEquals(files.content(), before);
});

Deno.test({
  name: "results on a real disk are the same bytes as in memory, twice",
  ignore: !granted("read", "write"),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const files = memoryFiles();
      await writeResults("out", sweep, { files, ...options });
      for (let time = 0; time < 2; time++) {
        await writeResults(folder, sweep, options);
        const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
        assertEquals(names.length, 11);
        for (const [path, text] of Object.entries(files.content())) {
          if (text === null) continue;
          assertEquals(await Deno.readTextFile(`${folder}${path.slice("out".length)}`), text);
        }
      }
      assert((await Deno.stat(`${folder}/models/he-seed1.safetensors`)).isFile);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
