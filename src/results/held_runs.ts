import { createPacker } from "./packed_values.ts";
import type { FinishedRun } from "./run_entry.ts";
import type { RunResult } from "./types.ts";

/** Holds finished runs until their results are written, in little memory. */
export interface HeldRuns {
  /**
   * The same run, whose larger parts are made anew each time they are asked for: of a small run from
   * packed numbers, of others by reading it again.
   *
   * @param read Reads the run from where it was kept; without it, what cannot be packed stays as it is.
   */
  hold(result: RunResult, read?: () => FinishedRun): RunResult;
}

/** What takes most of a run's memory. Tables of all runs need the rest at once. */
const largeParts = [
  "curve",
  "layers",
  "answers",
  "weights",
  "bestWeights",
  "trace",
  "preprocessing",
] as const;

type LargePart = typeof largeParts[number];

/** Bytes of packed numbers of one of these parts; what comes later is read again. */
const packedLimit = 0x100_0000;

/** Where the parts of a held run are: not a part of the run, so that nobody lists it. */
const places = Symbol();

interface Held {
  [places]: { packed: Partial<Record<LargePart, number>>; read: (() => FinishedRun) | undefined };
}

/** @param options.limit Bytes of packed numbers of each part. */
export function holdRuns({ limit = packedLimit }: { limit?: number } = {}): HeldRuns {
  const packers = new Map(largeParts.map((part) => [part, createPacker(limit)]));
  // One part after the other is asked for.
  let last: { read: unknown; result: FinishedRun } | undefined;
  const again = (read: () => FinishedRun): FinishedRun => {
    if (last?.read !== read) last = { read, result: read() };
    return last.result;
  };
  // The same functions for all runs, which then are of one hidden class.
  const getters = new Map(largeParts.map((part) => [part, {
    enumerable: true,
    get(this: Held) {
      const { packed, read } = this[places];
      const place = packed[part];
      return place === undefined ? again(read!)[part] : packers.get(part)!.unpack(place);
    },
  }]));
  return {
    hold(result, read) {
      const packed: Partial<Record<LargePart, number>> = {};
      const held = Object.defineProperty({}, places, { value: { packed, read } });
      // In the same order: the digest of a run depends on it.
      for (const key of Object.keys(result) as (keyof RunResult)[]) {
        const value = result[key];
        const part = key as LargePart;
        const place = value === undefined ? undefined : packers.get(part)?.pack(value);
        if (place !== undefined) packed[part] = place;
        const isMade = place !== undefined || value !== undefined && getters.has(part) && read;
        Object.defineProperty(
          held,
          key,
          isMade ? getters.get(part)! : { value, enumerable: true, writable: true },
        );
      }
      return held as RunResult;
    },
  };
}
