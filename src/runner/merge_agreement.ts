import { RunError } from "../errors.ts";
import { compareExperiments, readShardRun } from "../results/mod.ts";
import { shorten } from "../suggest.ts";
import type { Places, ShardPlace } from "./merge.ts";

/** Disagreements that a message tells. */
const mostTold = 5;

/**
 * Makes sure that a run which is in several shards is the same in all.
 *
 * @throws {RunError} naming run, what differs, and both values
 */
export async function checkAgreement(places: Places): Promise<void> {
  const sentences: string[] = [];
  let disagreeing = 0;
  for (const [name, [first, ...others]] of places) {
    const other = others.find((place) => !agree(first, place));
    if (other === undefined) continue;
    disagreeing++;
    if (sentences.length < mostTold) sentences.push(await sentenceOf(name, { a: first, b: other }));
  }
  if (disagreeing === 0) return;
  const more = disagreeing - sentences.length;
  const noun = disagreeing === 1 ? "a run" : `${disagreeing} runs`;
  throw new RunError(
    `Cannot merge: ${noun} came out differently in two shards: ${sentences.join("; ")}` +
      (more > 0 ? `; and ${more} more` : "") +
      ". Either the programs differ without a new numericsVersion, or a machine computes wrongly: " +
      "verify each folder",
  );
}

function entryOf({ shard, index }: ShardPlace) {
  return shard.manifest.runs[index]!;
}

function agree(a: ShardPlace, b: ShardPlace): boolean {
  const [x, y] = [entryOf(a), entryOf(b)];
  return x.key === y.key && x.resultDigest === y.resultDigest;
}

/** Two entries of a run. */
interface Pair {
  a: ShardPlace;
  b: ShardPlace;
}

async function sentenceOf(name: string, { a, b }: Pair): Promise<string> {
  const { path, valueA, valueB } = await firstDifference({ a, b });
  return `${name}: ${path} is ${shorten(valueA)} in ${a.shard.place} and ${shorten(valueB)} in ` +
    b.shard.place;
}

/** In the order of training: what was measured first differs first. */
async function firstDifference({ a, b }: Pair) {
  const [shownA, shownB] = [await shownOf(a), await shownOf(b)];
  const both = shownA && shownB ? compareExperiments(shownA, shownB) : [];
  const found = both[0] ?? compareExperiments(entryOf(a), entryOf(b))[0]!;
  const { path, a: valueA = "nothing", b: valueB = "nothing" } = found;
  return { path, valueA, valueB };
}

/** What result files show of a run, where it can be read; its weights by the manifest's digest. */
async function shownOf({ shard, index }: ShardPlace): Promise<unknown> {
  const found = await readShardRun(shard, index);
  if (found.state !== "finished") return undefined;
  const { curve, final, weights: _, bestWeights: __, elapsedMs: ___, trace: ____, ...rest } =
    found.result;
  return { curve, final, ...rest };
}
