import { assert, assertEquals, assertThrows } from "@std/assert";
import { compile } from "../../../../src/engine/kernels/build.ts";
import { simdModule, simdModuleBytes } from "../../../../src/engine/kernels/simd/instance.ts";
import { relocations } from "../../../../src/engine/kernels/simd/module.ts";
import {
  findRelocations,
  firstRegion,
  maximumThreads,
  regionBytes,
  relocate,
  reservedBytes,
} from "../../../../src/engine/kernels/simd/regions.ts";
import { teamOf } from "../../../../src/engine/kernels/simd/team.ts";
import { createArena } from "../../../../src/engine/arena.ts";
import { granted } from "../../../permissions.ts";

const distances = relocations.split(" ").map(Number);

Deno.test({
  name: "a thread's module is what the sources compile to with its region",
  ignore: !granted("read", "env"),
  async fn() {
    const thread = maximumThreads - 1; // the build itself needs that of thread 1
    const compiled = await compile(firstRegion + thread * regionBytes);
    assertEquals(relocate(simdModuleBytes(), distances, thread), compiled);
  },
});

Deno.test("what relocation moves is found again, and every thread's module is valid", () => {
  const module = simdModuleBytes();
  assertEquals(findRelocations(module, relocate(module, distances, 1)), distances);
  for (const thread of [0, 1, maximumThreads - 1]) simdModule(thread);
  assertEquals(simdModuleBytes(), module);
});

Deno.test("an address of 4 bytes in LEB128 is moved, and nothing beside it", () => {
  // 0x200000 + 3 · 0x10000 = 0x230000 = 2293760 = 1·2^21 + 12·2^14
  const around = [255, 0x80, 0x80, 0x80, 0x01, 255];
  assertEquals([...relocate(Uint8Array.from(around), [1], 3)], [255, 0x80, 0x80, 0x8c, 0x01, 255]);
});

Deno.test("what differs in another way than an address is refused", () => {
  const [module, moved] = [Uint8Array.of(0, 0, 5), Uint8Array.of(0, 0, 6)];
  assertThrows(() => findRelocations(module, moved), RangeError, "No address at 0");
});

Deno.test("no more threads than there are regions, and buffers start behind them", () => {
  const arena = createArena();
  assert(arena.uint8(1).byteOffset >= reservedBytes);
  assertEquals(reservedBytes, firstRegion + maximumThreads * regionBytes);
  assertThrows(
    () => teamOf(arena.memory, { first: 0, threads: maximumThreads + 1 }),
    RangeError,
    "Cannot share a run among 65 threads: at most 64",
  );
});
