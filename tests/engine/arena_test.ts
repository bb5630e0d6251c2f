import { assertEquals } from "@std/assert";
import { createArena, createMemory } from "../../src/engine/mod.ts";

Deno.test("buffers start at multiples of 64 bytes, do not overlap and hold zeros", () => {
  const arena = createArena();
  const buffers = [0, 1, 15, 16, 17, 1000].flatMap((length) => [
    arena.float32(length),
    arena.uint8(length),
    arena.uint32(length),
    arena.float64(length),
  ]);
  buffers.forEach((buffer, k) => {
    assertEquals(buffer.byteOffset % 64, 0);
    assertEquals(arena.holds(buffer), true);
    assertEquals(buffer.some((value) => value !== 0), false);
    buffer.fill(k + 1);
  });
  buffers.forEach((buffer, k) => assertEquals(buffer.every((value) => value === k + 1), true));
});

Deno.test("a buffer stays valid while the arena grows", () => {
  const arena = createArena();
  const first = arena.float32(3);
  first.set([1, 2, 3]);
  const large = arena.float32(1_000_000);
  first[1] = 7;
  assertEquals([...first], [1, 7, 3]);
  assertEquals([...new Float32Array(arena.memory.buffer, first.byteOffset, 3)], [1, 7, 3]);
  assertEquals(large.length, 1_000_000);
});

Deno.test("an arena knows its buffers and their parts, also those from before it grew", () => {
  const arena = createArena();
  const first = arena.float32(3);
  arena.uint8(1_000_000);
  assertEquals(arena.holds(first), true);
  assertEquals(arena.holds(first.subarray(1)), true);
  assertEquals(arena.holds(arena.uint8(5)), true);
  assertEquals(arena.holds(arena.uint32(5)), true);
  assertEquals(arena.holds(arena.float64(5)), true);
  assertEquals(arena.holds(createArena().float32(3)), false);
  assertEquals(arena.holds(new Float32Array(3)), false);
});

Deno.test("bytes are copied within the memory, also to what was added when it grew", () => {
  const arena = createArena();
  const source = arena.uint8(4);
  source.set([1, 2, 3, 4]);
  const far = arena.uint8(1_000_000).subarray(999_996);
  arena.copy(far.byteOffset, source.byteOffset + 1, 3);
  assertEquals([...far], [2, 3, 4, 0]);
});

Deno.test("arenas of one memory do not overlap, and each gives its own places again", () => {
  const memory = createMemory();
  const [one, two] = [createArena({ memory }), createArena({ memory, thread: 1 })];
  const buffers = [1000, 5, 200_000, 64].flatMap((n) => [one.float32(n), two.float32(n)]);
  buffers.forEach((buffer, k) => buffer.fill(k + 1));
  buffers.forEach((buffer, k) => assertEquals(buffer.every((value) => value === k + 1), true));
  const last = memory.buffer.byteLength;
  one.reset();
  const again = [1000, 5, 200_000, 64].map((n) => one.float32(n));
  assertEquals(again.every((buffer) => buffer.every((value) => value === 0)), true);
  again.forEach((buffer) => buffer.fill(-1));
  buffers.forEach((buffer, k) => {
    if (k % 2 === 1) assertEquals(buffer.every((value) => value === k + 1), true);
  });
  assertEquals(memory.buffer.byteLength, last);
});
