// Calls the kernels whose innermost loops are written for 256-bit lanes, once each.

import { createArena } from "../../../src/engine/arena.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";
import { instantiate } from "../../../src/engine/kernels/simd/instance.ts";

const [B, I, U] = [64, 128, 20];
const arena = createArena();
const kernels = createSimd(arena);
const bytes = arena.uint8(B * I);
const [z, w, b] = [arena.float32(B * U), arena.float32(U * I), arena.float32(U)];
kernels.linearForwardBytes(z, bytes, w, b, 1 / 255, B, I, U, 0);
kernels.linearForwardBytes(z, bytes, w, b, 1 / 255, B, I, 1, 0);
kernels.weightGradientBytes(w, z, bytes, 1 / 255, B, I, U, 0);
kernels.weightGradientBytes(w, z, bytes, 1 / 255, B, I, 1, 0);
const simd = instantiate(arena.memory, 0);
const [to, from, weights, bias] = [z, bytes, w, b].map(({ byteOffset }) => byteOffset);
for (let groups = 1; groups <= 8; groups++) {
  simd.neuronForwardTurned(to!, 4, from!, 64, weights!, bias!, 1 / 255, 8 * groups, 8);
}
simd.neuronSumsWoven(to!, from!, weights!, 8, 1);
simd.neuronGradientWoven(weights!, to!, 4, from!, 1 / 255, 8, 1);
simd.unitsForwardTurned(to!, 4 * U, from!, 576, weights!, bias!, 1 / 255, 16, 64, U);
