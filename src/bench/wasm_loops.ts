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
  i32x4Lane0: [0xfd, 0x1b, 0],
};
const i32 = 0x7f;
const v128 = 0x7b;

/** Independent sums: as many as registers allow, to hide how long one takes. */
const chainsOf = ({ wide }: LoopOptions) => wide ? 26 : 12;
/** Where they stand, then factor and summand: only at constant addresses V8 makes two vectors one. */
const sumsAt = 32768;
/** Vectors that a turn of a loop over memory moves. */
const unrolled = 8;

/** What the module is compiled for. */
export interface LoopOptions {
  /** Whether V8 was told to make two vectors of 128 bits one of 256. */
  wide: boolean;
}

/** What the module has. */
export interface Loops {
  /** Floating-point operations of a turn of `multiplyAdd`. */
  readonly flopsPerTurn: number;
  /** x ← x/2 + 1 in all lanes of the vectors k = 0, 1, …, from x = k on, `turns` times: the sum of x. */
  multiplyAdd(turns: number): number;
  /** Reads `bytes`, a multiple of 128, from an address on. */
  read(from: number, bytes: number): number;
  /** Copies `bytes`, a multiple of 128. */
  copy(to: number, from: number, bytes: number): void;
}

/** Compiles the loops for a shared memory, of which `multiplyAdd` overwrites some after 32 KiB. */
export function createLoops(memory: WebAssembly.Memory, options: LoopOptions): Loops {
  const chains = chainsOf(options);
  const module = new WebAssembly.Module(moduleBytes(chains));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { read, copy, multiplyAdd } = exports as unknown as Loops;
  const sums = new Float32Array(memory.buffer, sumsAt, 4 * chains);
  const [factor, summand] = [0.5, 1];
  return {
    flopsPerTurn: chains * 2 * 4,
    read,
    copy,
    multiplyAdd(turns) {
      for (let k = 0; k < sums.length; k++) sums[k] = Math.floor(k / 4);
      new Float32Array(memory.buffer, sumsAt + sums.byteLength, 2).set([factor, summand]);
      multiplyAdd(turns);
      return sums.reduce((sum, x) => sum + x, 0);
    },
  };
}

function moduleBytes(chains: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [
      functionType([i32], []),
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
    ...section(10, [multiplyAddBody(chains), readBody(), copyBody()]),
  ]);
}

function multiplyAddBody(chains: number): number[] {
  const [turns, factor, summand, first] = [0, 1, 2, 3];
  const sums = Array.from({ length: chains }, (_, k) => first + k);
  const zero = constant(0);
  const after = sumsAt + 16 * chains;
  return body([[2 + chains, v128]], [
    ...[...zero, ...loadSplat(after), ...set(factor)],
    ...[...zero, ...loadSplat(after + 4), ...set(summand)],
    ...sums.flatMap((sum, k) => [...zero, ...load(sumsAt + 16 * k), ...set(sum)]),
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
    ...sums.flatMap((sum, k) => [...zero, ...get(sum), ...store(sumsAt + 16 * k)]),
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
const loadSplat = (offset: number) => [0xfd, 0x09, 2, ...unsigned(offset)];
const store = (offset: number) => [0xfd, 0x0b, 4, ...unsigned(offset)];

function advance(local: number): number[] {
  return [...get(local), ...constant(16 * unrolled), ...opcodes.i32Add, ...set(local)];
}

/** Once more while something is left. */
function countDown(local: number, by: number): number[] {
  return [...get(local), ...constant(by), ...opcodes.i32Sub, ...tee(local), ...opcodes.brIf0];
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
