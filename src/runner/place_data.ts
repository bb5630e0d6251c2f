import type { LoadedData } from "../data/mod.ts";
import type { Arena } from "../engine/mod.ts";

type Parts = LoadedData["parts"];
type Values = Uint8Array | Float32Array;

/**
 * The data set with its values in an arena, where all workers compute on the very same bytes; nothing,
 * where there is no room for it.
 */
export function placeData(data: LoadedData, arena: Arena): LoadedData | undefined {
  try {
    return mapValues(data, (values) => {
      const place = values instanceof Uint8Array
        ? arena.uint8(values.length)
        : arena.float32(values.length);
      place.set(values);
      return place;
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * The data set as another thread got it, its values seen through that thread's own object for the
 * memory.
 */
export function findData(data: LoadedData, memory: WebAssembly.Memory): LoadedData {
  return mapValues(data, (values) => {
    const { byteOffset, length } = values;
    return values instanceof Uint8Array
      ? new Uint8Array(memory.buffer, byteOffset, length)
      : new Float32Array(memory.buffer, byteOffset, length);
  });
}

function mapValues(data: LoadedData, map: (values: Values) => Values): LoadedData {
  const parts = Object.fromEntries(
    Object.entries(data.parts).map(([name, { inputs, targets, ...rest }]) => [name, {
      ...rest,
      inputs: { ...inputs, values: map(inputs.values) },
      targets: { ...targets, values: map(targets.values) },
    }]),
  ) as unknown as Parts;
  return { ...data, parts };
}
