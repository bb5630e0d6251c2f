import { isTraceText } from "./weight_trace.ts";

type Check = (value: unknown) => boolean;

/** The largest manifest.json that is read, 256 MiB: one with the inline rows of an experiment. */
export const maximumManifestBytes = 256 * 1024 * 1024;

/** What each key must hold where it is there. */
const manifestKeys: Readonly<Record<string, Check>> = {
  formatVersion: isCount,
  name: isText,
  source: isText,
  command: isText,
  numericsVersion: isCount,
  lockDigest: isText,
  experimentDigest: isText,
  manifestDigest: isText,
  shard: isShard,
  files: (value) => isRecord(value) && Object.values(value).every(isText),
};

const dataKeys: Readonly<Record<string, Check>> = {
  variants: (value) => isListOf(value, isText),
  digest: isText,
  rows: (value) => isRecord(value) && Object.values(value).every(isCount),
  inputShape: (value) => isListOf(value, isCount),
  classes: (value) => isListOf(value, isText),
};

const weightsKeys: Readonly<Record<string, Check>> = { path: isText, digest: isText };

const runKeys: Readonly<Record<string, Check>> = {
  name: isText,
  variant: isText,
  seed: isCount,
  status: isText,
  epochs: isCount,
  weightsSha256: isText,
  trace: isTraceText,
  key: isDigest,
  resultDigest: isDigest,
};

/**
 * What is wrong with the value of a manifest.json, `undefined` if nothing: it must have an
 * experiment, data and runs, and everything else that is there must be of its kind.
 */
export function wrongInManifest(value: unknown): string | undefined {
  if (!isRecord(value)) return "it is no object";
  const { data, runs, experiment, initialWeights = [] } = value;
  if (!Array.isArray(data) || !Array.isArray(runs) || !isRecord(experiment)) {
    return "it lacks the experiment, the data or the runs";
  }
  if (!Array.isArray(initialWeights)) return 'its "initialWeights" is no list';
  return wrongKey(value, manifestKeys, "") ??
    wrongEntry(data, dataKeys, "data") ??
    wrongEntry(initialWeights, weightsKeys, "initialWeights") ??
    wrongEntry(runs, runKeys, "runs");
}

function wrongEntry(
  list: readonly unknown[],
  keys: Readonly<Record<string, Check>>,
  name: string,
): string | undefined {
  for (const [i, entry] of list.entries()) {
    if (!isRecord(entry)) return `its "${name}.${i}" is no object`;
    const problem = wrongKey(entry, keys, `${name}.${i}.`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function wrongKey(
  record: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, Check>>,
  place: string,
): string | undefined {
  const wrong = Object.keys(keys).find((key) =>
    Object.hasOwn(record, key) && !keys[key]!(record[key])
  );
  return wrong === undefined ? undefined : `its "${place}${wrong}" is not what a run writes there`;
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What names a file must be nothing but a digest. */
function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isShard(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { index, of } = value as { index: number; of: number };
  return isCount(index) && isCount(of) && 1 <= index && index <= of;
}

function isListOf(value: unknown, check: Check): boolean {
  return Array.isArray(value) && value.every(check);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
