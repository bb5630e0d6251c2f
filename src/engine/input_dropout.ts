import type { Stream } from "../random/mod.ts";
import type { Arena } from "./arena.ts";
import type { MaskSource } from "./kernels/functions.ts";
import { createMaskSource, inputLayer } from "./regularizers/mod.ts";

/** Buffers for inputs with some of them dropped, R rows at most. */
export interface InputDropout {
  /** [R, inputs] 0 or 1 / (1 − p). */
  readonly mask: Float32Array;
  /** [R, inputs] what the first layer sees in training: numbers, also where the data is bytes. */
  readonly dropped: Float32Array;
  readonly maskSource: MaskSource;
}

/** The buffers, where inputs are dropped at all. */
export function createInputDropout(
  { inputs, inputDropout }: { inputs: number; inputDropout: number },
  { arena, capacity, dropoutStream }: { arena: Arena; capacity: number; dropoutStream: Stream },
): InputDropout | undefined {
  if (inputDropout === 0) return undefined;
  const layer = { index: inputLayer, dropout: inputDropout };
  return {
    mask: arena.float32(capacity * inputs),
    dropped: arena.float32(capacity * inputs),
    maskSource: createMaskSource(dropoutStream, layer),
  };
}
