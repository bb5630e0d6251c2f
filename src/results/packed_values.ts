/** Keeps plain values in little memory: their numbers stand in slabs, beside those of others. */
export interface Packer {
  /**
   * @returns What the value is found by again; `undefined` where it is too large, or the packer full, or
   * it is of one shape too many.
   */
  pack(value: unknown): number | undefined;
  /** The value anew, with every bit of the one that was packed. */
  unpack(place: number): unknown;
}

/** Numbers of a slab. */
const slabNumbers = 0x2_0000;

/** Most numbers of one value: it must fit into a slab. */
const mostNumbers = 0x4000;

/** Most shapes: curves of so many lengths, say. */
const mostShapes = 256;

/**
 * Packs lists, objects, texts, numbers and Float32Arrays. What is no number is the same for most values
 * of a kind, whose first one stands for all of that shape.
 *
 * @param limit Bytes of numbers that are kept.
 */
export function createPacker(limit: number): Packer {
  const shapes: unknown[] = [];
  const slabs: Float64Array[] = [];
  const scratch: number[] = [];
  let [end, left, last] = [0, Math.floor(limit / 8), 0];

  function hasShape(value: unknown, place: number): boolean {
    scratch.length = 0;
    return collect(value, shapes[place], scratch);
  }

  /** The place of a value's shape; its numbers are in `scratch` then. */
  function shapeOf(value: unknown): number {
    // The one that was right last is likely the next one, too.
    if (last < shapes.length && hasShape(value, last)) return last;
    const known = shapes.findIndex((_, place) => hasShape(value, place));
    if (known !== -1 || shapes.length >= mostShapes) return known;
    scratch.length = 0;
    return collect(value, value, scratch) ? shapes.push(value) - 1 : -1;
  }

  return {
    pack(value) {
      const shape = shapeOf(value);
      const { length } = scratch;
      if (shape === -1 || length > mostNumbers || length > left) return undefined;
      last = shape;
      const room = slabs.length * slabNumbers - end;
      if (length > room) {
        end += room;
        slabs.push(new Float64Array(slabNumbers));
      }
      const start = end;
      slabs.at(-1)?.set(scratch, start % slabNumbers);
      end += length;
      left -= length;
      return start * mostShapes + shape;
    },
    unpack(place) {
      const start = Math.floor(place / mostShapes);
      const numbers = slabs[Math.floor(start / slabNumbers)] ?? new Float64Array();
      return restore(shapes[place % mostShapes], { numbers, at: start % slabNumbers });
    },
  };
}

/** Whether a value has a shape, whose numbers are then all in `numbers`, in order. */
function collect(value: unknown, shape: unknown, numbers: number[]): boolean {
  if (typeof value === "number") return typeof shape === "number" && numbers.push(value) > 0;
  if (typeof value !== "object" || value === null) return value === shape;
  if (typeof shape !== "object" || shape === null) return false;
  if (value instanceof Float32Array) {
    if (!(shape instanceof Float32Array) || shape.length !== value.length) return false;
    for (const number of value) numbers.push(number);
    return true;
  }
  if (Array.isArray(value)) {
    if (!Array.isArray(shape) || shape.length !== value.length) return false;
    return value.every((entry, index) => collect(entry, shape[index], numbers));
  }
  if (ArrayBuffer.isView(value) || Array.isArray(shape) || ArrayBuffer.isView(shape)) return false;
  const keys = Object.keys(value);
  const others = Object.keys(shape);
  return keys.length === others.length &&
    keys.every((key, index) =>
      key === others[index] && key !== "__proto__" &&
      collect((value as Plain)[key], (shape as Plain)[key], numbers)
    );
}

type Plain = Record<string, unknown>;

function restore(shape: unknown, from: { numbers: Float64Array; at: number }): unknown {
  if (typeof shape === "number") return from.numbers[from.at++];
  if (typeof shape !== "object" || shape === null) return shape;
  if (shape instanceof Float32Array) {
    const values = from.numbers.subarray(from.at, from.at + shape.length);
    from.at += shape.length;
    return Float32Array.from(values);
  }
  if (Array.isArray(shape)) return shape.map((entry) => restore(entry, from));
  const value: Plain = {};
  for (const key of Object.keys(shape)) value[key] = restore((shape as Plain)[key], from);
  return value;
}
