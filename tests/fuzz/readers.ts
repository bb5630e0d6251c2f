import { join } from "@std/path";
import { type DataOptions, loadData, type LoadedData } from "../../src/data/mod.ts";
import { decodePicture } from "../../src/data/images/decode.ts";
import { Hdf5Fault, openDatasets } from "../../src/data/hdf5_datasets.ts";
import { openHdf5 } from "../../src/data/hdf5.ts";
import { readPicture } from "../../src/data/images/job.ts";
import { ExperimentError } from "../../src/errors.ts";
import { loadExperiment } from "../../src/experiment/mod.ts";
import { compareResults, comparisonText, readModel, readRecord } from "../../src/results/mod.ts";
import { addExamples } from "../../src/results/shard_examples.ts";
import { planVerification } from "../../src/runner/mod.ts";
import { goOn, validCheckpoints } from "./checkpoint_reader.ts";
import { pngMutations, sealedMutations, signedMutations, zipMutations } from "./containers.ts";
import { type Mutation, plainMutations, textMutations } from "./mutations.ts";
import {
  validExperiments,
  validFixtures,
  validModels,
  validResults,
  validShardExamples,
} from "./valid_files.ts";

/** A reader of files that strangers have made. */
export interface Reader {
  /** What its mutants are called. */
  file: string;
  /** Valid files to start from. */
  valid: () => Promise<Uint8Array[]>;
  /** Files that lie beside the mutant, by name. */
  beside?: () => Promise<Record<string, Uint8Array>>;
  mutations: readonly Mutation[];
  /** A much faster reader: only the cases that it trips over are worth this one's time. */
  screen?: string;
  /**
   * Reads the file `name` in `folder` the way a command would.
   *
   * @throws whatever it throws; {@linkcode judge} says whether that is right.
   */
  read: (folder: string, name: string) => Promise<unknown>;
}

const text = [...plainMutations, ...textMutations, ...textMutations];

/** A reader added here is fuzzed by the test and by the task. */
export const readers: Readonly<Record<string, Reader>> = {
  png: {
    file: "mutant.png",
    valid: () => validFixtures("pictures", ".png"),
    mutations: [
      ...plainMutations,
      ...pngMutations(plainMutations),
      ...pngMutations(plainMutations),
    ],
    read: picture,
  },
  jpeg: {
    file: "mutant.jpg",
    valid: () => validFixtures("pictures", ".jpg"),
    mutations: plainMutations,
    read: picture,
  },
  csv: {
    file: "mutant.csv",
    valid: () => validFixtures("../../../experiments/data", ".csv", 6000),
    mutations: text,
    read: (folder, path) =>
      data(folder, {
        type: "csv",
        path,
        target: "RainTomorrow",
        features: ["Humidity3pm", "WindGustDir"],
        categorical: ["WindGustDir"],
        missing: "mean",
      }),
  },
  csvNumbers: {
    file: "mutant.csv",
    valid: () =>
      Promise.resolve([encode('1,2,0\n3,4,1\n\n"5",6,0\n7,8,1\n'), encode('1,2\r\n3,"4"\r\n')]),
    mutations: text,
    read: (folder, path) => data(folder, { type: "csv", path, header: false, target: 0 }),
  },
  hdf5: {
    file: "mutant.h5",
    valid: () => validFixtures("hdf5", ".h5"),
    mutations: plainMutations,
    screen: "hdf5Library",
    read: everyDataset,
  },
  hdf5Library: {
    file: "mutant.h5",
    valid: () => validFixtures("hdf5", ".h5"),
    mutations: plainMutations,
    read: libraryAlone,
  },
  npy: {
    file: "mutant.npy",
    valid: () => validFixtures("npy", ".npy"),
    mutations: text,
    read: (folder, name) =>
      data(folder, { type: "npy", train: { inputs: name, labels: name }, task: "regression" }),
  },
  npz: {
    file: "mutant.npz",
    valid: () => validFixtures("npz", ".npz"),
    mutations: [...plainMutations, ...zipMutations(text), ...zipMutations(text)],
    read: (folder, path) => data(folder, { type: "npz", path }),
  },
  model: {
    file: "mutant.safetensors",
    valid: validModels,
    mutations: text,
    read: (folder, name) => readModel(join(folder, name)),
  },
  checkpoint: {
    file: "mutant.checkpoint",
    valid: validCheckpoints,
    mutations: [...plainMutations, ...Array(4).fill(sealedMutations(text)).flat()],
    read: goOn,
  },
  manifest: {
    file: "manifest.json",
    valid: () => validResults("manifest.json"),
    beside: async () => ({ "runs.csv": (await validResults("runs.csv"))[0]! }),
    mutations: text,
    read: results,
  },
  record: {
    file: "manifest.json",
    valid: async () => [
      ...await validResults("manifest.json", { folder: "weight_height" }),
      ...await validResults("manifest.json", { folder: "regularization" }),
    ],
    beside: async () => ({ "runs.csv": (await validResults("runs.csv"))[0]! }),
    mutations: [...plainMutations, ...Array(4).fill(signedMutations(text)).flat()],
    read: async (folder) => await planVerification(await readRecord(folder)),
  },
  runs: { file: "runs.csv", valid: () => validResults("runs.csv"), mutations: text, read: results },
  curves: {
    file: "curves.csv",
    valid: () => validResults("curves.csv", { longest: 4000 }),
    mutations: text,
    read: results,
  },
  examples: {
    file: "mutant.bin",
    valid: validShardExamples,
    mutations: [...plainMutations, ...Array(4).fill(sealedMutations(text)).flat()],
    read: shardExamples,
  },
  experiment: {
    file: "mutant.json",
    valid: validExperiments,
    mutations: text,
    read: (folder, name) => loadExperiment(join(folder, name)),
  },
};

async function picture(folder: string, file: string): Promise<Uint8Array> {
  const path = join(folder, file);
  const pixels = await decodePicture(await readPicture({ file, path }), { file, size: [4, 3] });
  if (pixels.length !== 4 * 3 * 3) throw new Error(`The row has ${pixels.length} bytes`);
  return pixels;
}

/**
 * The library without the worker around it, a hundred times as fast. What is no error that it
 * reports ends the process, as it would end the worker: the failures of this reader are the cases
 * that `hdf5` is to be run with.
 */
async function libraryAlone(folder: string, path: string): Promise<void> {
  try {
    const datasets = await openDatasets(await Deno.readFile(join(folder, path)));
    try {
      for (const name of datasets.names) datasets.read(name);
    } finally {
      datasets.close();
    }
  } catch (error) {
    if (!(error instanceof Hdf5Fault) || error.message === "it is damaged") Deno.exit(3);
    throw new ExperimentError(`${path}: ${error.message}`);
  }
}

/** The time limit is shortened: one mutant in a thousand runs into it. */
async function everyDataset(folder: string, path: string): Promise<void> {
  const file = await openHdf5(path, { folder }, { limitMs: 2000 });
  try {
    for (const name of file.names) await file.read(name);
  } finally {
    file.close();
  }
}

async function data(folder: string, options: DataOptions): Promise<unknown> {
  const loaded = await loadData(options, { folder });
  for (const { inputs, targets } of Object.values(loaded.parts)) {
    for (const { values, rows, columns } of [inputs, targets]) {
      if (values.length !== rows * columns || rows === 0) {
        throw new Error(`${values.length} values in ${rows} rows of ${columns}`);
      }
    }
    if (inputs.rows !== targets.rows) throw new Error("Inputs and targets differ in rows");
    if (!targets.values.every(Number.isFinite)) throw new Error("A target is not finite");
    if (!loaded.imputes && !(inputs.values as Float32Array).every(Number.isFinite)) {
      throw new Error("An input is not finite");
    }
  }
  return loaded;
}

/** Compares the folder that the mutant is in with an undamaged one, as `compare` would. */
async function results(folder: string, name: string): Promise<unknown> {
  const place = join(folder, name === "manifest.json" ? "." : name);
  const whole = new URL("../../results/cat/", import.meta.url).pathname;
  const comparison = await compareResults([place, whole]);
  return [comparisonText(comparison), comparisonText(await compareResults([place, place]))];
}

/** Rows of a damaged shard, alone and with those of another one. */
async function shardExamples(folder: string, name: string): Promise<unknown> {
  const bytes = await Deno.readFile(join(folder, name));
  const [other] = await validShardExamples();
  const results = [[bytes], [other!, bytes]].map((files) => {
    const sets: (LoadedData | undefined)[] = [];
    return { isWhole: files.every((file) => addExamples(sets, file)), sets };
  });
  for (const set of results.flatMap(({ isWhole, sets }) => isWhole ? sets : [])) {
    for (const { inputs, targets } of Object.values(set?.parts ?? {})) {
      if (inputs.values.length !== inputs.rows * inputs.columns || inputs.rows !== targets.rows) {
        throw new Error("Inputs and targets do not fit");
      }
    }
  }
  if (results[0]!.isWhole) return results;
  throw new ExperimentError(`Cannot read ${name}: it is damaged`);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
