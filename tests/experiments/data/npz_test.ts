import { assertEquals, assertThrows } from "@std/assert";
import { encodeNpy, encodeNpz } from "../../../experiments/data/generate/npz.ts";

Deno.test("an .npy file has a header of a multiple of 64 bytes and then the values", () => {
  const bytes = encodeNpy({ shape: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  assertEquals([...bytes.slice(0, 8)], [0x93, 78, 85, 77, 80, 89, 1, 0]);
  const length = bytes[8]! + 256 * bytes[9]!;
  assertEquals((10 + length) % 64, 0);
  const header = new TextDecoder().decode(bytes.slice(10, 10 + length));
  assertEquals(header.trim(), "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }");
  assertEquals(header.at(-1), "\n");
  assertEquals([...bytes.slice(10 + length)], [1, 2, 3, 4, 5, 6]);
});

Deno.test("a one-dimensional shape is written as Python writes it", () => {
  const text = new TextDecoder().decode(encodeNpy({ shape: [3], values: new Uint8Array(3) }));
  assertEquals(text.includes("'shape': (3,), "), true);
});

Deno.test("a shape that does not hold the values is refused", () => {
  const wrong = { shape: [2, 3], values: new Uint8Array(5) };
  assertThrows(() => encodeNpy(wrong), RangeError, "Cannot shape 5 values as [2, 3]");
});

Deno.test("an .npz file is a zip file whose bytes do not depend on the day", () => {
  const arrays = { x: { shape: [1], values: Uint8Array.of(7) } };
  const bytes = encodeNpz(arrays);
  assertEquals([...bytes.slice(0, 4)], [0x50, 0x4b, 3, 4]);
  // Time 0 and date 1980-01-01 (year 0, month 1, day 1 in bits 9, 5 and 0).
  assertEquals([...bytes.slice(10, 14)], [0, 0, 0x21, 0]);
  assertEquals(encodeNpz(arrays), bytes);
});
