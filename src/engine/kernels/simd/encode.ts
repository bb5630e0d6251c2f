// A plan in memory: see assembly/plan.ts, which reads it.

import type { PlanStart } from "../plan.ts";
import { fusedOperations, operations } from "./operations.ts";

/** One entry of a plan. */
export type Step =
  | { operation: number; args: readonly number[] }
  | { check: { sum: number; count: number; isAlone?: boolean } }
  | { control: "wait" | "stop" };

const operationBytes = 64;
const controls = { wait: -1, check: -2, stop: -3, checkAlone: -4 };

/** An argument that is not the same in every step. */
interface Change {
  /** Bytes from the start of the operations. */
  at: number;
  kind: "from" | "epoch" | "numbers";
  /** In the recording, which is that of position 0. */
  recorded: number;
}

export interface EncodedPlan {
  bytes: Uint8Array;
  changes: Change[];
}

/** The operations of one thread, 64 bytes each. */
export function encode(
  steps: readonly Step[],
  { flag, team }: {
    flag: { byteOffset: number };
    team: { address: number; threads: number } | undefined;
  },
): EncodedPlan {
  const view = new DataView(new ArrayBuffer(steps.length * operationBytes));
  const changes: Change[] = [];
  steps.forEach((step, k) => {
    const start = k * operationBytes;
    if ("check" in step) {
      view.setInt32(start, step.check.isAlone ? controls.checkAlone : controls.check, true);
      view.setUint32(start + 4, flag.byteOffset, true);
      view.setUint32(start + 8, step.check.sum, true);
      view.setFloat64(start + 16, step.check.count, true);
    } else if ("control" in step) {
      view.setInt32(start, controls[step.control], true);
      view.setUint32(start + 4, step.control === "stop" ? flag.byteOffset : team!.address, true);
      view.setUint32(start + 8, team?.threads ?? 1, true);
    } else {
      view.setInt32(start, step.operation, true);
      encodeArguments(view, start, step, changes);
    }
  });
  return { bytes: new Uint8Array(view.buffer), changes };
}

function encodeArguments(
  view: DataView,
  start: number,
  { operation, args }: { operation: number; args: readonly number[] },
  changes: Change[],
): void {
  const { arguments: letters, sums, changes: changing = {} } = operations[operation] ??
    fusedOperations[operation - operations.length]!;
  let at = start + 4;
  [...(sums ? "w" : ""), ...letters].forEach((letter, index) => {
    const value = args[index]!;
    if (letter === "d") at = (at + 7) & ~7;
    const kind = (Object.keys(changing) as Change["kind"][]).find((key) => changing[key] === index);
    if (kind) changes.push({ at, kind, recorded: value });
    if (letter === "d") view.setFloat64(at, value, true);
    else if (letter === "f") view.setFloat32(at, value, true);
    else view.setInt32(at, value, true);
    at += letter === "d" ? 8 : 4;
  });
}

/** A plan in an arena. */
export interface WrittenPlan {
  readonly address: number;
  /** Sets what changes to its values in step `first`. */
  start(start: PlanStart, first?: number): void;
}

export function writePlan(
  arena: { uint8(length: number): Uint8Array; uint32(length: number): Uint32Array },
  { bytes, changes }: EncodedPlan,
): WrittenPlan {
  const code = arena.uint8(bytes.length);
  code.set(bytes);
  const table = arena.uint32(4 + 3 * changes.length);
  const firstChange = table.byteOffset + 16;
  table.set([
    code.byteOffset,
    code.byteOffset + bytes.length,
    firstChange,
    firstChange + 12 * changes.length,
  ]);
  changes.forEach(({ at }, k) => table[4 + 3 * k] = code.byteOffset + at);
  return {
    address: table.byteOffset,
    start({ from = 0, batchRows = 0, epoch = 0, numbersBytes = 0 }, first = 0) {
      for (let k = 0; k < changes.length; k++) {
        const { kind, recorded } = changes[k]!;
        const at = 4 + 3 * k;
        const value = kind === "epoch" ? epoch : kind === "from" ? recorded + from : recorded;
        const added = kind === "epoch" ? 0 : kind === "from" ? batchRows : numbersBytes;
        table[at + 1] = value + first * added;
        table[at + 2] = added;
      }
    },
  };
}
