import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { encodeSafetensors } from "../../src/results/safetensors.ts";
import { decodeSafetensors, longestHeader } from "../../src/results/safetensors_decode.ts";
import type { Tensor } from "../../src/results/types.ts";
// Written by tests/fixtures/results/make_safetensors.py.
import fixture from "../fixtures/results/safetensors.json" with { type: "json" };

const tensors: Tensor[] = [
  tensor("layers.0.weight", [2, 3], [0, -0, 1.5, -2.25, 1e-45, 3.4028234663852886e38]),
  tensor("layers.0.bias", [2], [Infinity, -Infinity]),
  tensor("10", [], [0.1]),
  tensor("empty", [0, 4], []),
];
const metadata = { seed: "1", a: 'ü "quoted"' };

function tensor(name: string, shape: number[], values: number[]): Tensor {
  return { name, shape, values: new Float32Array(values) };
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A file with this header and so many bytes of data. */
function fileOf(header: string, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  return bytes;
}

function entry(start: number, end: number, shape = [(end - start) / 4]): string {
  return JSON.stringify({ dtype: "F32", shape, data_offsets: [start, end] });
}

Deno.test("a file has the bytes that an independent script writes", () => {
  assertEquals(toHex(encodeSafetensors(tensors, metadata).bytes), fixture.hex);
});

Deno.test("a file worked out by hand has just these bytes", () => {
  const { bytes, dataStart } = encodeSafetensors([tensor("b", [1], [1])], {});
  const header = '{"__metadata__":{},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  assertEquals(header.length, 72); // 9 × 8: no padding
  assertEquals(dataStart, 80);
  // 1 is 0x3f800000, little-endian.
  assertEquals(bytes, new Uint8Array([72, 0, 0, 0, 0, 0, 0, 0, ...ascii(header), 0, 0, 128, 63]));
});

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("what is read back is what was written, with the data at a multiple of 8", () => {
  for (let length = 1; length <= 9; length++) {
    const { bytes, dataStart } = encodeSafetensors(tensors, { note: "x".repeat(length) });
    assertEquals(dataStart % 8, 0);
    const read = decodeSafetensors(bytes);
    assertEquals(read.metadata, { note: "x".repeat(length) });
    // Where an empty tensor stands between others its offsets do not tell.
    assertEquals(read.tensors.filter(({ name }) => name !== "empty"), tensors.slice(0, 3));
    assertStrictEquals(read.tensors[0]!.values[1], -0);
  }
});

Deno.test("every NaN is written with the same bits", () => {
  const values = new Float32Array(new Uint32Array([0x7fc00001, 0xffc00000, 0x7f800001]).buffer);
  const { bytes, dataStart } = encodeSafetensors([{ name: "x", shape: [3], values }]);
  assertEquals(toHex(bytes.subarray(dataStart)), "0000c07f".repeat(3));
});

Deno.test("metadata in another order gives the same bytes", () => {
  assertEquals(
    encodeSafetensors(tensors, { a: "1", b: "2" }),
    encodeSafetensors(tensors, { b: "2", a: "1" }),
  );
});

Deno.test("a shape that does not fit its values and a name given twice are refused", () => {
  assertThrows(() => encodeSafetensors([tensor("w", [2, 2], [1])]), RangeError, "as [2, 2]");
  const twice = [tensor("w", [1], [1]), tensor("w", [1], [2])];
  assertThrows(() => encodeSafetensors(twice), RangeError, 'two tensors named "w"');
});

const hostile: [name: string, bytes: Uint8Array, message: string][] = [
  ["no length", new Uint8Array(7), "the file has 7 bytes, fewer than 8"],
  ["a header beyond the file", fileOf("{}").subarray(0, 9), "the header has 2 bytes, the file"],
  ["a huge header", new Uint8Array([255, 255, 255, 255, 0, 0, 0, 0]), `than ${longestHeader}`],
  ["a header past 2³²", new Uint8Array([2, 0, 0, 0, 1, 0, 0, 0, 123, 125]), "is longer than"],
  ["no UTF-8", new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 255, 254]), "is not UTF-8 text"],
  ["no JSON", fileOf("{]"), "the header is not JSON"],
  ["a list", fileOf("[]"), "the header is not an object"],
  ["space before the object", fileOf(" {}"), "the header is not an object"],
  ["metadata that is no object", fileOf('{"__metadata__":[]}'), "metadata is not an object"],
  ["metadata that is no text", fileOf('{"__metadata__":{"a":1}}'), 'metadata "a" is not a text'],
  ["a tensor that is no object", fileOf('{"a":1}'), '"a" is not an object'],
  ["another dtype", fileOf('{"a":{"dtype":"F16"}}'), '"a" has dtype "F16", only "F32" and "F64"'],
  ["no shape", fileOf('{"a":{"dtype":"F32"}}'), '"a" has no valid shape'],
  ["a negative size", fileOf(`{"a":${entry(0, 4, [-1])}}`, 4), '"a" has no valid shape'],
  ["a fraction", fileOf(`{"a":${entry(0, 4, [0.5])}}`, 4), '"a" has no valid shape'],
  [
    "one offset",
    fileOf('{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}'),
    '"a" has no valid data_offsets',
  ],
  ["a wrong size", fileOf(`{"a":${entry(0, 8, [1])}}`, 8), '"a" takes 8 bytes, its shape needs 4'],
  ["an overflow", fileOf(`{"a":${entry(0, 0, [2 ** 40, 2 ** 40])}}`), '"a" takes 0 bytes'],
  ["offsets backwards", fileOf(`{"a":${entry(4, 0, [1])}}`, 4), '"a" takes -4 bytes'],
  ["overlap", fileOf(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), '"b" overlaps'],
  ["a gap", fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), 'a gap before "b"'],
  [
    "too little data",
    fileOf(`{"a":${entry(0, 8)}}`, 4),
    "describes 8 bytes of data, the file has 4",
  ],
  ["too much data", fileOf(`{"a":${entry(0, 4)}}`, 8), "describes 4 bytes of data, the file has 8"],
  ["a name twice", fileOf(`{"a":${entry(0, 4)},"a":${entry(0, 4)}}`, 4), 'has "a" twice'],
  ["a name twice, escaped", fileOf(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, 4), "twice"],
];

for (const [name, bytes, message] of hostile) {
  Deno.test(`a file with ${name} is refused by its name`, () => {
    const read = () => decodeSafetensors(bytes, { file: "models/x.safetensors" });
    const error = assertThrows(read, ExperimentError, message);
    assertEquals(error.file, "models/x.safetensors");
  });
}

Deno.test("double precision is read, rounded to float32", () => {
  const header = '{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}';
  const bytes = fileOf(header, 16);
  const view = new DataView(bytes.buffer, bytes.length - 16);
  view.setFloat64(0, 0.1, true);
  view.setFloat64(8, -1e300, true);
  const { tensors: [a] } = decodeSafetensors(bytes);
  assertEquals(a!.values, Float32Array.of(0.1, -Infinity));
});

Deno.test("names from the header cannot change what objects are", () => {
  const header = `{"__metadata__":{"__proto__":"x"},"__proto__":${entry(0, 4)}}`;
  const { metadata, tensors } = decodeSafetensors(fileOf(header, 4));
  assertEquals(Object.keys(metadata), ["__proto__"]);
  assertEquals(tensors.map(({ name }) => name), ["__proto__"]);
  assertEquals(({} as Record<string, unknown>).x, undefined);
});

Deno.test("a very long name is read without running out of stack", () => {
  const name = "x".repeat(5_000_000);
  const { tensors } = decodeSafetensors(fileOf(`{"${name}":${entry(0, 4)}}`, 4));
  assertEquals(tensors[0]!.name.length, name.length);
});
