import { canonicalJson } from "../experiment/canonical.ts";
import type { Tensor } from "./types.ts";

/** The bytes of a safetensors file, and where its data section starts. */
export interface EncodedTensors {
  bytes: Uint8Array<ArrayBuffer>;
  /** Offset in `bytes`; a multiple of 8. */
  dataStart: number;
}

/**
 * Tensors as a safetensors file: the header's length as 8 little-endian bytes, a JSON header padded
 * with spaces to a multiple of 8, then the float32 values of all tensors, little-endian, in order
 * and without gaps. The header has `__metadata__` (keys sorted) first, then the tensors in the
 * order given, so equal input gives equal bytes. Every NaN is written as 0x7fc00000, since its other
 * bits depend on the machine.
 *
 * @param tensors `shape` multiplies to `values.length`; names differ.
 * @param metadata Texts, shown by readers as the file's metadata.
 * @throws {RangeError} A shape that does not fit its values, or a name that cannot be used.
 *
 * Source: https://huggingface.co/docs/safetensors, "Format".
 *
 * @example
 * ```ts
 * import { encodeSafetensors } from "./safetensors.ts";
 *
 * const bias = { name: "layers.0.bias", shape: [2], values: new Float32Array([0, 1]) };
 * const { bytes, dataStart } = encodeSafetensors([bias], { seed: "1" });
 * bytes.length - dataStart; // 8
 * ```
 */
export function encodeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>> = {},
): EncodedTensors {
  const header = new TextEncoder().encode(headerText(tensors, metadata));
  const dataStart = 8 + 8 * Math.ceil(header.length / 8);
  const last = tensors.reduce((sum, tensor) => sum + 4 * tensor.values.length, 0);
  const bytes = new Uint8Array(dataStart + last);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, dataStart - 8, true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, dataStart);
  let offset = dataStart;
  for (const { values } of tensors) {
    for (let i = 0; i < values.length; i++, offset += 4) {
      const value = values[i]!;
      if (value !== value) view.setUint32(offset, 0x7fc00000, true);
      else view.setFloat32(offset, value, true);
    }
  }
  return { bytes, dataStart };
}

function headerText(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): string {
  // Written by hand: an object would move names that look like numbers to the front.
  const entries = [`"__metadata__":${canonicalJson(metadata)}`];
  const names = new Set(["__metadata__"]);
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    if (names.has(name)) throw new RangeError(`Cannot save two tensors named "${name}"`);
    names.add(name);
    if (shape.reduce((product, size) => product * size, 1) !== values.length) {
      throw new RangeError(
        `Cannot save ${name} as [${shape.join(", ")}]: it has ${values.length} values`,
      );
    }
    const end = offset + 4 * values.length;
    const entry = { dtype: "F32", shape, data_offsets: [offset, end] };
    entries.push(`${JSON.stringify(name)}:${JSON.stringify(entry)}`);
    offset = end;
  }
  return `{${entries.join(",")}}`;
}
