import type { Stream } from "../random/mod.ts";
import type { Arena } from "./arena.ts";
import { blockRows } from "./block.ts";
import type { MaskSource } from "./kernels/functions.ts";
import { createMaskSource, inputLayer } from "./regularizers/mod.ts";

/** Buffers for the inputs of a block with some of them dropped. */
export interface InputDropout {
  /** [64, inputs] 0 or 1 / (1 − p). */
  readonly mask: Float32Array;
  /** [64, inputs] what the first layer sees in training: numbers, also where the data is bytes. */
  readonly dropped: Float32Array;
  readonly maskSource: MaskSource;
}

/** The buffers, where inputs are dropped at all. */
export function createInputDropout(
  { inputs, inputDropout }: { inputs: number; inputDropout: number },
  { arena, dropoutStream }: { arena: Arena; dropoutStream: Stream },
): InputDropout | undefined {
  if (inputDropout === 0) return undefined;
  const layer = { index: inputLayer, dropout: inputDropout };
  return {
    mask: arena.float32(blockRows * inputs),
    dropped: arena.float32(blockRows * inputs),
    maskSource: createMaskSource(dropoutStream, layer),
  };
}
