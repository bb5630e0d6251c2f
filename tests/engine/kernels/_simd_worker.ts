/// <reference lib="deno.worker" />
import { createArena } from "../../../src/engine/arena.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";

const arena = createArena();
const x = arena.float32(9);
x.set([1, 2, 3, 4, 5, 6, 7, 8, 9]);
createSimd(arena).multiply(x, x, x, 9);
self.postMessage(Array.from(x));
