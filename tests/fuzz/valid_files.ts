import { expand, experimentOf, loadExperiment } from "../../src/experiment/mod.ts";
import { modelFile } from "../../src/results/mod.ts";
import { encodeExamples } from "../../src/results/shard_examples.ts";
import { sweepOf } from "../results/_examples.ts";
import { makeRun, makeSweep } from "../results/_sweep.ts";

const project = new URL("../../", import.meta.url);

/** The files of a folder of `tests/fixtures/data` that end so, long ones of text cut. */
export async function validFixtures(
  folder: string,
  ending: string,
  longest = Infinity,
): Promise<Uint8Array[]> {
  return await filesIn(new URL(`tests/fixtures/data/${folder}/`, project), ending, longest);
}

/** That file of each committed result, or of those in one folder. */
export async function validResults(
  name: string,
  { folder, longest = Infinity }: { folder?: string; longest?: number } = {},
): Promise<Uint8Array[]> {
  const folders = folder === undefined ? await resultFolders() : [folder];
  const files = await Promise.all(
    folders.map((one) => filesIn(new URL(`results/${one}/`, project), name, longest)),
  );
  return files.flat();
}

/** Models as runs write them: of made-up numbers, with and without names of columns. */
export function validModels(): Promise<Uint8Array[]> {
  const run = makeRun("he", 7);
  const { preprocessing } = run;
  const other = makeRun("he", 8, {
    preprocessing: {
      ...preprocessing,
      encoding: [{ column: "x", words: ["a", "b"] }],
      normalize: "standardize",
      mean: [0.5, 1],
      deviation: [1, 2],
    },
  });
  return Promise.resolve([run, other].map((one) => modelFile(one, makeSweep([one])).bytes));
}

/** What shards keep of their rows: of bytes with names, and of points with lines. */
export function validShardExamples(): Promise<Uint8Array[]> {
  const sweeps = [sweepOf("bytes", [3, 1]), sweepOf("bytes", [4]), sweepOf("plane", [1])];
  return Promise.resolve(sweeps.map(encodeExamples));
}

/** Experiments as JSON: the shipped ones in their canonical form. */
export async function validExperiments(): Promise<Uint8Array[]> {
  const small = {
    name: "small",
    data: { type: "inline", inputs: [[0, 1], [1, 0]], targets: [0, 1] },
    architecture: [{ units: 3, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    seeds: [1, 2],
    variants: { a: { optimizer: { type: "adam", learningRate: 0.01 } }, b: {} },
  };
  const folder = new URL("experiments/", project);
  const names = (await namesIn(folder)).filter((name) => name.endsWith(".ts"));
  const shipped = await Promise.all(names.map(async (name) => {
    const { canonical } = expand(await loadExperiment(new URL(name, folder).pathname));
    return experimentOf(canonical);
  }));
  return [small, ...shipped].map((one) => new TextEncoder().encode(JSON.stringify(one, null, 1)));
}

/** Without the cache, and without the benchmark's files. */
async function resultFolders(): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL("results/", project)));
  return entries.filter(({ name, isDirectory }) => isDirectory && !name.startsWith("."))
    .map(({ name }) => name).sort();
}

async function filesIn(folder: URL, ending: string, longest: number): Promise<Uint8Array[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(ending));
  const files = names.map((name) => Deno.readFile(new URL(name, folder)));
  return (await Promise.all(files)).map((bytes) => startOf(bytes, longest));
}

/** A long file to its last line end before that. */
function startOf(bytes: Uint8Array, longest: number): Uint8Array {
  return bytes.length <= longest ? bytes : bytes.slice(0, bytes.lastIndexOf(10, longest) + 1);
}

async function namesIn(folder: URL): Promise<string[]> {
  const names = [];
  for await (const { name } of Deno.readDir(folder)) names.push(name);
  return names.sort();
}
