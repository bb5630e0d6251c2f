/**
 * A small WebAssembly module, put together here, that does nothing but keep one part of the machine
 * busy: what it reaches is the limit that kernels are measured by.
 */

const opcodes = {
  loop: [0x03, 0x40],
  brIf0: [0x0d, 0],
  end: [0x0b],
  i32Add: [0x6a],
  i32Sub: [0x6b],
  v128Xor: [0xfd, 0x51],
  f32x4Mul: [0xfd, 0xe6, 0x01],
  f32x4Add: [0xfd, 0xe4, 0x01],
  f32x4Lane0: [0xfd, 0x1f, 0],
  i32x4Lane0: [0xfd, 0x1b, 0],
};
const i32 = 0x7f;
const f32 = 0x7d;
const v128 = 0x7b;

/** Independent sums: as many as registers allow, to hide how long one takes. */
const chains = 12;
/** Vectors that a turn of a loop over memory moves. */
const unrolled = 8;

/** What the module has. */
export interface Loops {
  /** Multiplies and adds in 12 vectors of 4 numbers, `turns` times. */
  multiplyAdd(turns: number): number;
  /** Reads `bytes`, a multiple of 128, from an address on. */
  read(from: number, bytes: number): number;
  /** Copies `bytes`, a multiple of 128. */
  copy(to: number, from: number, bytes: number): void;
}

/** Floating-point operations of a turn of `multiplyAdd`. */
export const flopsPerTurn = chains * 2 * 4;

/** Compiles the loops for a shared memory. */
export function createLoops(memory: WebAssembly.Memory): Loops {
  const module = new WebAssembly.Module(moduleBytes());
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return exports as unknown as Loops;
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      functionType([i32], [f32]),
      functionType([i32, i32], [i32]),
      functionType([i32, i32, i32], []),
    ]),
    ...section(2, [[...name("env"), ...name("memory"), 2, 3, ...unsigned(1), ...unsigned(65536)]]),
    ...section(3, [[0], [1], [2]]),
    ...section(7, [
      [...name("multiplyAdd"), 0, 0],
      [...name("read"), 0, 1],
      [...name("copy"), 0, 2],
    ]),
    ...section(10, [multiplyAddBody(), readBody(), copyBody()]),
  ]);
}

function multiplyAddBody(): number[] {
  const [turns, factor, summand, first] = [0, 1, 2, 3];
  const sums = Array.from({ length: chains }, (_, k) => first + k);
  return body([[2 + chains, v128]], [
    ...[...splat(0.5), ...set(factor), ...splat(1), ...set(summand)],
    ...sums.flatMap((sum, k) => [...splat(k), ...set(sum)]),
    ...opcodes.loop,
    ...sums.flatMap((sum) => [
      ...get(sum),
      ...get(factor),
      ...opcodes.f32x4Mul,
      ...get(summand),
      ...opcodes.f32x4Add,
      ...set(sum),
    ]),
    ...countDown(turns, 1),
    ...opcodes.end,
    ...sums.flatMap((sum, k) => [...get(sum), ...(k > 0 ? opcodes.f32x4Add : [])]),
    ...opcodes.f32x4Lane0,
  ]);
}

function readBody(): number[] {
  const [from, bytes, first] = [0, 1, 2];
  const sums = Array.from({ length: 4 }, (_, k) => first + k);
  return body([[sums.length, v128]], [
    ...opcodes.loop,
    ...Array.from({ length: unrolled }, (_, k) => [
      ...get(sums[k % sums.length]!),
      ...get(from),
      ...load(16 * k),
      ...opcodes.v128Xor,
      ...set(sums[k % sums.length]!),
    ]).flat(),
    ...advance(from),
    ...countDown(bytes, 16 * unrolled),
    ...opcodes.end,
    ...sums.flatMap((sum, k) => [...get(sum), ...(k > 0 ? opcodes.v128Xor : [])]),
    ...opcodes.i32x4Lane0,
  ]);
}

function copyBody(): number[] {
  const [to, from, bytes] = [0, 1, 2];
  return body([], [
    ...opcodes.loop,
    ...Array.from(
      { length: unrolled },
      (_, k) => [...get(to), ...get(from), ...load(16 * k), ...store(16 * k)],
    ).flat(),
    ...advance(to),
    ...advance(from),
    ...countDown(bytes, 16 * unrolled),
    ...opcodes.end,
  ]);
}

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (value: number) => [0x41, ...signed(value)];
const load = (offset: number) => [0xfd, 0x00, 4, ...unsigned(offset)];
const store = (offset: number) => [0xfd, 0x0b, 4, ...unsigned(offset)];

function advance(local: number): number[] {
  return [...get(local), ...constant(16 * unrolled), ...opcodes.i32Add, ...set(local)];
}

/** Once more while something is left. */
function countDown(local: number, by: number): number[] {
  return [...get(local), ...constant(by), ...opcodes.i32Sub, ...tee(local), ...opcodes.brIf0];
}

/** A vector of four times the same number. */
function splat(value: number): number[] {
  const bytes = [...new Uint8Array(Float32Array.of(value).buffer)];
  return [0xfd, 0x0c, ...bytes, ...bytes, ...bytes, ...bytes];
}

function body(locals: number[][], code: number[]): number[] {
  const bytes = [...vector(locals), ...code, ...opcodes.end];
  return [...unsigned(bytes.length), ...bytes];
}

function functionType(parameters: number[], results: number[]): number[] {
  const list = (types: number[]) => vector(types.map((type) => [type]));
  return [0x60, ...list(parameters), ...list(results)];
}

function section(id: number, entries: number[][]): number[] {
  const bytes = vector(entries);
  return [id, ...unsigned(bytes.length), ...bytes];
}

function vector(entries: number[][]): number[] {
  return [...unsigned(entries.length), ...entries.flat()];
}

function name(text: string): number[] {
  return vector([...new TextEncoder().encode(text)].map((byte) => [byte]));
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [value % 128 + 128, ...unsigned(Math.floor(value / 128))];
}

/** LEB128 with a sign, of a number that is not negative. */
function signed(value: number): number[] {
  return value < 64 ? [value] : [value % 128 + 128, ...signed(Math.floor(value / 128))];
}
