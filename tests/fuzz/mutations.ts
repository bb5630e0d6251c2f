import type { Draws } from "./draws.ts";

/** Another file from a valid one; `other` is a valid file of the same format. */
export type Mutation = (bytes: Uint8Array, draws: Draws, other: Uint8Array) => Uint8Array;

/** What length fields, counts and offsets are likely not to be prepared for. */
const edges = [
  0n,
  1n,
  2n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x10000n,
  100_000n,
  0x7fffffffn,
  0x80000000n,
  0xfffffffen,
  0xffffffffn,
  0x100000000n,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
];

/** The same for formats of text. */
const tokens = [
  "0",
  "-0",
  "-1",
  "1e999",
  "-1e999",
  "1e-999",
  "NaN",
  "Infinity",
  "null",
  "true",
  "[]",
  "{}",
  '""',
  '"',
  "'",
  ",",
  ":",
  "\n",
  "\r",
  "\0",
  "\\",
  "\ufeff",
  "\ud7ff",
  "(",
  ")",
  "__proto__",
  "constructor",
  "toString",
  "length",
  "0.5",
  "4294967296",
  "9007199254740993",
  "18446744073709551616",
  "1".repeat(400),
  "[".repeat(5000),
  '{"a":'.repeat(5000),
  "a".repeat(70_000),
  ",".repeat(3000),
];

/** Mutations for every format. */
export const plainMutations: readonly Mutation[] = [
  flipBits,
  setBytes,
  setInteger,
  setInteger,
  truncate,
  insertBytes,
  removeBytes,
  repeatBytes,
  moveBytes,
  splice,
];

/** Mutations for formats made of text. */
export const textMutations: readonly Mutation[] = [
  insertToken,
  replaceNumber,
  replaceNumber,
  replaceText,
  repeatLine,
  swapLines,
];

function flipBits(bytes: Uint8Array, draws: Draws): Uint8Array {
  const out = bytes.slice();
  if (out.length === 0) return out;
  for (let i = 1 + draws.below(4); i > 0; i--) out[draws.below(out.length)]! ^= 1 << draws.below(8);
  return out;
}

function setBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  const out = bytes.slice();
  const [start, end] = range(out, draws, 32);
  const value = draws.of([0, 0xff, 0x20, draws.below(256)]);
  return out.fill(value, start, end);
}

/** An integer of 1 to 8 bytes in either byte order, mostly near the start, where headers are. */
function setInteger(bytes: Uint8Array, draws: Draws): Uint8Array {
  const out = bytes.slice();
  const size = draws.of([1, 2, 4, 8]);
  if (out.length < size) return out;
  const places = out.length - size + 1;
  const place = draws.below(draws.onceIn(2) ? Math.min(places, 128) : places);
  const value = draws.of(edges);
  const little = draws.onceIn(2);
  for (let i = 0; i < size; i++) {
    const byte = Number((value >> BigInt(8 * i)) & 0xffn);
    out[place + (little ? i : size - 1 - i)] = byte;
  }
  return out;
}

function truncate(bytes: Uint8Array, draws: Draws): Uint8Array {
  return bytes.slice(0, draws.below(bytes.length + 1));
}

function insertBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  const place = draws.below(bytes.length + 1);
  const added = Uint8Array.from({ length: 1 + draws.below(16) }, () => draws.below(256));
  return joined(bytes.subarray(0, place), added, bytes.subarray(place));
}

function removeBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  const [start, end] = range(bytes, draws, 64);
  return joined(bytes.subarray(0, start), bytes.subarray(end));
}

function repeatBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  const [start, end] = range(bytes, draws, 64);
  const run = bytes.subarray(start, end);
  const copies = Array.from({ length: 1 + draws.below(8) }, () => run);
  return joined(bytes.subarray(0, end), ...copies, bytes.subarray(end));
}

function moveBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  const out = bytes.slice();
  const [start, end] = range(out, draws, 64);
  out.copyWithin(draws.below(out.length + 1), start, end);
  return out;
}

function splice(bytes: Uint8Array, draws: Draws, other: Uint8Array): Uint8Array {
  return joined(
    bytes.subarray(0, draws.below(bytes.length + 1)),
    other.subarray(draws.below(other.length + 1)),
  );
}

function insertToken(bytes: Uint8Array, draws: Draws): Uint8Array {
  const place = draws.below(bytes.length + 1);
  return joined(bytes.subarray(0, place), encode(draws.of(tokens)), bytes.subarray(place));
}

function replaceNumber(bytes: Uint8Array, draws: Draws): Uint8Array {
  return replaceMatch(bytes, draws, /-?\d+(\.\d+)?(e[+-]?\d+)?/g);
}

function replaceText(bytes: Uint8Array, draws: Draws): Uint8Array {
  return replaceMatch(bytes, draws, /"[^"\n]*"|\[[^[\]]*\]|\{[^{}]*\}|[a-zA-Z_]+/g);
}

function replaceMatch(bytes: Uint8Array, draws: Draws, pattern: RegExp): Uint8Array {
  const text = latin1(bytes);
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return bytes.slice();
  const { index, 0: found } = draws.of(matches);
  const token = draws.onceIn(4) ? latin1Bytes(draws.of(matches)[0]) : encode(draws.of(tokens));
  return joined(bytes.subarray(0, index), token, bytes.subarray(index + found.length));
}

function repeatLine(bytes: Uint8Array, draws: Draws): Uint8Array {
  const lines = latin1(bytes).split("\n");
  const place = draws.below(lines.length);
  lines.splice(draws.below(lines.length + 1), 0, ...Array(1 + draws.below(3)).fill(lines[place]!));
  return latin1Bytes(lines.join("\n"));
}

function swapLines(bytes: Uint8Array, draws: Draws): Uint8Array {
  const lines = latin1(bytes).split("\n");
  const [a, b] = [draws.below(lines.length), draws.below(lines.length)];
  [lines[a], lines[b]] = [lines[b]!, lines[a]!];
  return latin1Bytes(lines.join("\n"));
}

function range(bytes: Uint8Array, draws: Draws, longest: number): [start: number, end: number] {
  const start = draws.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + 1 + draws.below(longest))];
}

/** A character for each byte. */
export function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes).replace(
    /[^\0-\xff]/g,
    (letter) => String.fromCharCode(windows1252.get(letter)!),
  );
}

/** The decoder called latin1 has other characters at 0x80 to 0x9f. */
const windows1252 = new Map(
  Array.from({ length: 32 }, (_, i) => {
    const byte = 0x80 + i;
    return [new TextDecoder("latin1").decode(Uint8Array.of(byte)), byte];
  }),
);

function latin1Bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The pieces as one. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let place = 0;
  for (const piece of pieces) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole;
}
