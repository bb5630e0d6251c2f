import { createHash, type Hash } from "node:crypto";
import type { LoadedData, Matrix, Part } from "./types.ts";

const chunkWords = 65_536;

/** The parts of a data set in their fixed order. */
export const partNames = ["train", "validation", "test"] as const;

/** What a part is for. */
export type PartName = (typeof partNames)[number];

/**
 * SHA-256 of everything about a data set that can change a result, in hexadecimal: a header of
 * shapes, kinds of numbers, classes and features as JSON with an LF after it, then the bytes of
 * inputs and targets of each part, floats as little-endian float32 with one bit pattern for NaN.
 */
export function digestData(data: Omit<LoadedData, "digest">): string {
  const parts = partNames.flatMap((name) => {
    const part = data.parts[name];
    return part === undefined ? [] : [{ name, part }];
  });
  const header = {
    inputShape: data.inputShape,
    features: data.features ?? null,
    classes: data.classes ?? null,
    parts: parts.map(({ name, part }) => describePart(name, part)),
  };
  const hash = createHash("sha256").update(JSON.stringify(header) + "\n");
  for (const { part } of parts) {
    updateWith(hash, part.inputs);
    updateWith(hash, part.targets);
  }
  return hash.digest("hex");
}

function describePart(name: string, { inputs, targets }: Part) {
  return {
    name,
    inputs: inputs.values instanceof Uint8Array ? "uint8" : "float32",
    rows: inputs.rows,
    columns: inputs.columns,
    targets: targets.columns,
  };
}

function updateWith(hash: Hash, { values }: Matrix): void {
  if (values instanceof Uint8Array) {
    hash.update(values);
    return;
  }
  const bytes = new Uint8Array(4 * Math.min(chunkWords, values.length));
  const view = new DataView(bytes.buffer);
  for (let start = 0; start < values.length; start += chunkWords) {
    const end = Math.min(values.length, start + chunkWords);
    for (let i = start; i < end; i++) {
      const value = values[i]!;
      // Which NaN a machine makes is its own affair.
      if (value === value) view.setFloat32(4 * (i - start), value, true);
      else view.setUint32(4 * (i - start), 0x7fc00000, true);
    }
    hash.update(bytes.subarray(0, 4 * (end - start)));
  }
}
