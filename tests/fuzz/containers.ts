import { canonicalDigest } from "../../src/experiment/mod.ts";
import { crc32, deflateRawSync, deflateSync, inflateRawSync, inflateSync } from "node:zlib";
import type { Draws } from "./draws.ts";
import { seal, unseal } from "../../src/results/sealed.ts";
import { joined, type Mutation } from "./mutations.ts";

/**
 * Mutations of what lies behind checksums and compression: a mutant whose checksums are right gets
 * further into a reader than one that is refused at its first byte.
 */

interface Chunk {
  type: string;
  data: Uint8Array;
}

const signature = 8;

/** Chunks of a PNG as far as they can be told apart. */
function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = viewOf(bytes);
  const chunks: Chunk[] = [];
  for (let place = signature; place + 12 <= bytes.length;) {
    const end = place + 12 + view.getUint32(place);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
    chunks.push({ type, data: bytes.slice(place + 8, end - 4) });
    place = end;
  }
  return chunks;
}

function pngOf(start: Uint8Array, chunks: readonly Chunk[]): Uint8Array {
  const pieces = chunks.map(({ type, data }) => {
    const piece = new Uint8Array(12 + data.length);
    const view = viewOf(piece);
    view.setUint32(0, data.length);
    for (let i = 0; i < 4; i++) piece[4 + i] = type.charCodeAt(i);
    piece.set(data, 8);
    view.setUint32(8 + data.length, crc32(piece.subarray(4, 8 + data.length)));
    return piece;
  });
  return joined(start.subarray(0, signature), ...pieces);
}

/** Mutations of PNG files with the chunks' checksums put right. */
export function pngMutations(plain: readonly Mutation[]): Mutation[] {
  const inChunk: Mutation = (bytes, draws, other) => {
    const chunks = chunksOf(bytes);
    if (chunks.length === 0) return bytes;
    const chunk = draws.of(chunks);
    chunk.data = draws.of(plain)(chunk.data, draws, other);
    return pngOf(bytes, chunks);
  };
  const inPixels: Mutation = (bytes, draws, other) => {
    const chunks = chunksOf(bytes);
    const first = chunks.findIndex(({ type }) => type === "IDAT");
    if (first === -1) return bytes;
    const packed = joined(...chunks.filter(({ type }) => type === "IDAT").map(({ data }) => data));
    const pixels = unpackedOr(() => inflateSync(packed, { maxOutputLength: 1 << 20 }));
    const data = deflateSync(draws.of(plain)(pixels, draws, other));
    const rest = chunks.filter(({ type }) => type !== "IDAT");
    return pngOf(bytes, rest.toSpliced(first, 0, { type: "IDAT", data }));
  };
  const reorder: Mutation = (bytes, draws, other) => {
    const chunks = chunksOf(bytes);
    if (chunks.length === 0) return bytes;
    const source = draws.onceIn(2) ? chunks : chunksOf(other);
    const moved = source[draws.below(Math.max(1, source.length))] ?? chunks[0]!;
    const kept = draws.onceIn(3) ? chunks : chunks.toSpliced(draws.below(chunks.length), 1);
    return pngOf(bytes, kept.toSpliced(draws.below(kept.length + 1), 0, moved));
  };
  return [inChunk, inChunk, inPixels, reorder];
}

interface Entry {
  name: Uint8Array;
  content: Uint8Array;
}

/** Mutations of zip archives' contents and directories with the checksums put right. */
export function zipMutations(inner: readonly Mutation[]): Mutation[] {
  const inEntry: Mutation = (bytes, draws, other) => {
    const entries = entriesOf(bytes);
    if (entries.length === 0) return bytes;
    const entry = draws.of(entries);
    entry.content = draws.of(inner)(entry.content, draws, other);
    return zipOf(entries, draws);
  };
  const ofEntries: Mutation = (bytes, draws, other) => {
    const entries = [...entriesOf(bytes), ...entriesOf(other)];
    if (entries.length === 0) return bytes;
    const chosen = Array.from({ length: draws.below(6) }, () => draws.of(entries));
    return zipOf(chosen, draws);
  };
  return [inEntry, inEntry, inEntry, ofEntries];
}

function entriesOf(bytes: Uint8Array): Entry[] {
  const view = viewOf(bytes);
  const entries: Entry[] = [];
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) !== 0x02014b50) continue;
    const [packedBytes, local] = [view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    if (local + 30 > bytes.length) continue;
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(start, start + packedBytes);
    const content = view.getUint16(at + 10, true) === 0
      ? packed.slice()
      : unpackedOr(() => inflateRawSync(packed, { maxOutputLength: 1 << 20 }));
    const name = bytes.slice(at + 46, at + 46 + view.getUint16(at + 28, true));
    entries.push({ name, content });
  }
  return entries;
}

/** An archive that may lie about one of its numbers. */
function zipOf(entries: readonly Entry[], draws: Draws): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content } of entries) {
    const stored = draws.onceIn(3);
    const packed = stored ? content : new Uint8Array(deflateRawSync(content));
    const local = new Uint8Array(30);
    const central = new Uint8Array(46);
    viewOf(local).setUint32(0, 0x04034b50, true);
    viewOf(central).setUint32(0, 0x02014b50, true);
    for (const [piece, at] of [[local, 8], [central, 10]] as const) {
      const view = viewOf(piece);
      view.setUint16(at, stored ? 0 : 8, true);
      view.setUint32(at + 6, crc32(content), true);
      view.setUint32(at + 10, packed.length, true);
      view.setUint32(at + 14, content.length, true);
      view.setUint16(at + 18, name.length, true);
    }
    viewOf(central).setUint32(42, offset, true);
    locals.push(local, name, packed);
    directory.push(central, name);
    offset += 30 + name.length + packed.length;
  }
  const end = new Uint8Array(22);
  const view = viewOf(end);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, directory.reduce((sum, piece) => sum + piece.length, 0), true);
  view.setUint32(16, offset, true);
  return joined(...locals, ...directory, end);
}

function unpackedOr(unpack: () => Uint8Array): Uint8Array {
  try {
    return new Uint8Array(unpack());
  } catch {
    return new Uint8Array(64);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Mutations of what is sealed in a run's file, with the digest put right. */
export function sealedMutations(inner: readonly Mutation[]): Mutation[] {
  return [
    (bytes, draws, other) =>
      seal(draws.of(inner)(unseal(bytes) ?? bytes, draws, unseal(other) ?? other)),
  ];
}

/** Mutations of manifest.json, with its digests put right where it is still JSON. */
export function signedMutations(inner: readonly Mutation[]): Mutation[] {
  return [
    (bytes, draws, other) => {
      const mutant = draws.of(inner)(bytes, draws, other);
      const experimentToo = draws.onceIn(2);
      try {
        const { manifestDigest: _, ...rest } = JSON.parse(new TextDecoder().decode(mutant));
        if (experimentToo) rest.experimentDigest = canonicalDigest(rest.experiment);
        const manifest = { ...rest, manifestDigest: canonicalDigest(rest) };
        return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
      } catch {
        return mutant;
      }
    },
  ];
}
