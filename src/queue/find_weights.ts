import type { LoadedData } from "../data/mod.ts";
import type { StoredWeights } from "../engine/mod.ts";
import { checkBatches } from "../experiment/mod.ts";
import { decodeSafetensors, sha256Hex, type Tensor } from "../results/mod.ts";
import {
  checkNetwork,
  checkSize,
  checkStoredWeights,
  storedWeights,
  trainRows,
} from "../runner/mod.ts";
import { type DecodedJob, Refusal } from "./job.ts";
import { largestResult } from "./limits.ts";
import type { Store } from "./store.ts";

/** Rows that runs are trained on, worked out once for each way to split a data set. */
export function rowCounter(): (job: DecodedJob, data: LoadedData) => number {
  const known = new Map<string, number>();
  return ({ run, data: { content } }, data) => {
    const { split, normalize } = run.settings.data;
    const key = JSON.stringify([content, split, normalize]);
    const rows = known.get(key) ?? trainRows(run, data);
    if (known.size > 1000) known.clear();
    known.set(key, rows);
    return rows;
  };
}

/** Checks a run against its data, and finds what its layers start from. */
export function weightsFinder(
  store: Store,
): (job: DecodedJob, on: { data: LoadedData; rows: number }) => Promise<StoredWeights> {
  const held = new Map<string, readonly Tensor[]>();
  const sets = new Map<string, StoredWeights>();
  // Settings that were checked against data: seeds share both.
  const checked = new WeakMap<object, LoadedData>();
  return async (
    { run, weights }: DecodedJob,
    { data, rows }: { data: LoadedData; rows: number },
  ): Promise<StoredWeights> => {
    const tensors = new Map<string, readonly Tensor[]>();
    for (const digest of weights) {
      const known = held.get(digest) ?? await fetchWeights(store, digest);
      held.set(digest, known);
      tensors.set(digest, known);
    }
    const files = { tensors, records: [] };
    if (checked.get(run.settings) !== data) {
      checkNetwork(run.settings, data);
      const inputs = data.parts.train.inputs.columns;
      checkSize(run.settings, inputs);
      checkStoredWeights(run, { inputs, files });
      checkBatches(run.settings, rows);
      checked.set(run.settings, data);
    }
    const key = weights.join();
    const stored = sets.get(key) ?? storedWeights(files);
    sets.set(key, stored);
    return stored;
  };
}

async function fetchWeights(store: Store, digest: string) {
  const bytes = await store.get("weights", digest, largestResult);
  if (bytes === undefined || sha256Hex(bytes) !== digest) {
    throw new Refusal(
      `the weights that it starts from, digest ${digest.slice(0, 12)}…, are not here`,
    );
  }
  return decodeSafetensors(bytes, { file: "the weights to start from" }).tensors;
}
