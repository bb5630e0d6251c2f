import { type LoadContext, loadData, type LoadedData } from "../data/mod.ts";
import type { Run } from "../experiment/types.ts";

/** Data sets by key, and the key of a run's data. */
export interface DataSets {
  data: Map<string, LoadedData>;
  keyOf(run: Run): string;
}

/** Loads each data set that the runs ask for once, however many runs share it. */
export async function loadDataSets(
  runs: readonly Run[],
  context: LoadContext,
): Promise<DataSets> {
  const data = new Map<string, LoadedData>();
  for (const run of runs) {
    const key = keyOf(run);
    if (!data.has(key)) data.set(key, await loadData(run.settings.data, context));
  }
  return { data, keyOf };
}

/** Runs that split or normalise the same data differently share it. */
function keyOf({ settings }: Run): string {
  const { split: _split, normalize: _normalize, ...source } = settings.data;
  return JSON.stringify(source);
}
