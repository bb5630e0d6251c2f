import { assertEquals } from "@std/assert";
import {
  type Orientation,
  readOrientation,
  upright,
} from "../../../src/data/images/orientation.ts";

/** An Exif block with one entry. */
function exif(
  { tag = 0x0112, type = 3, value, little }: {
    tag?: number;
    type?: number;
    value: number;
    little: boolean;
  },
): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(little ? "II" : "MM"));
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 1, little);
  view.setUint16(10, tag, little);
  view.setUint16(12, type, little);
  view.setUint32(14, 1, little);
  view.setUint16(18, value, little);
  return bytes;
}

Deno.test("the orientation tag is read in both byte orders", () => {
  assertEquals(readOrientation(exif({ value: 6, little: true })), 6);
  assertEquals(readOrientation(exif({ value: 8, little: false })), 8);
});

Deno.test("a block without a usable orientation means upright", () => {
  assertEquals(readOrientation(exif({ value: 9, little: true })), 1);
  assertEquals(readOrientation(exif({ value: 0, little: true })), 1);
  assertEquals(readOrientation(exif({ tag: 0x0110, value: 6, little: true })), 1);
  assertEquals(readOrientation(exif({ type: 2, value: 6, little: true })), 1);
  assertEquals(readOrientation(new TextEncoder().encode("no Exif at all")), 1);
});

Deno.test("a block cut off anywhere before its entry ends means upright", () => {
  const block = exif({ value: 6, little: true });
  for (let length = 0; length < 22; length++) {
    assertEquals(readOrientation(block.subarray(0, length)), 1);
  }
});

// Stored as   1 2 3     and looked at with each orientation, worked out on paper.
//             4 5 6
const looks: Record<Orientation, string> = {
  1: "123 456",
  2: "321 654",
  3: "654 321",
  4: "456 123",
  5: "14 25 36",
  6: "41 52 63",
  7: "63 52 41",
  8: "36 25 14",
};

for (const [key, look] of Object.entries(looks)) {
  Deno.test(`orientation ${key} shows ${look}`, () => {
    const stored = Uint8Array.from([1, 2, 3, 4, 5, 6].flatMap((n) => [n, 10 * n, 20 * n]));
    const rows = look.split(" ");
    const seen = upright(stored, {
      orientation: Number(key) as Orientation,
      size: [rows.length, rows[0]!.length],
    });
    const expected = [...rows.join("")].map(Number).flatMap((n) => [n, 10 * n, 20 * n]);
    assertEquals([...seen], expected);
  });
}
