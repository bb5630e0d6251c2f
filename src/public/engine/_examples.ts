import type { Arena } from "../../engine/mod.ts";
import type { Examples } from "../../numerics/mod.ts";
import type { Rows, Values } from "./types.ts";

interface Sizes {
  inputs: number;
  outputs: number;
}

interface Reader {
  (rows: Rows, options?: { placed?: Arena }): Examples;
  (rows: { inputs: Values }): Examples;
}

/** Gives rows the engine's form, after a look at their lengths. */
export function examplesReader(sizes: Sizes): Reader {
  return (rows: { inputs: Values }, { placed }: { placed?: Arena } = {}) =>
    read(rows, sizes, placed);
}

function read(
  { inputs, targets }: { inputs: Values; targets?: Float32Array },
  sizes: Sizes,
  arena: Arena | undefined,
): Examples {
  const rows = inputs.length / sizes.inputs;
  if (!Number.isInteger(rows)) {
    throw new RangeError(
      `Cannot feed ${inputs.length} values to a network of ${sizes.inputs} inputs: ` +
        "there must be as many for each row",
    );
  }
  if (targets && targets.length !== rows * sizes.outputs) {
    throw new RangeError(
      `Cannot compare ${targets.length} targets with ${rows} rows of ${sizes.outputs} outputs: ` +
        `there must be ${rows * sizes.outputs}`,
    );
  }
  if (targets && rows === 0) throw new RangeError("Cannot compute a loss of 0 rows");
  return {
    inputs: { values: arena ? place(inputs, arena) : inputs, rows, columns: sizes.inputs },
    ...(targets
      ? {
        targets: { values: arena ? place(targets, arena) : targets, rows, columns: sizes.outputs },
      }
      : {}),
    inputScale: 1,
  } as Examples;
}

/** A copy in the network's memory, or the values as they are where it is full: that is slower. */
function place<T extends Values>(values: T, arena: Arena): T {
  try {
    const bytes = values instanceof Uint8Array;
    const copy = (bytes ? arena.uint8(values.length) : arena.float32(values.length)) as T;
    copy.set(values);
    return copy;
  } catch (error) {
    if (error instanceof RangeError) return values;
    throw error;
  }
}
