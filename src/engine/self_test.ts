// Whether kernels have the bits of the reference here and now: a compiler's mistake, or a processor's,
// must not pass for a result.

import {
  activations,
  bindActivation,
  bindRowActivation,
  rowActivations,
} from "./activations/mod.ts";
import { type Arena, createArena } from "./arena.ts";
import type { Backend } from "./backends.ts";
import type { RowLoss, ScalarLoss } from "./kernels/functions.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { reference } from "./kernels/reference.ts";
import { bindLoss, losses } from "./losses/mod.ts";
import { resolveMember } from "./members.ts";
import { optimizers } from "./optimizers/mod.ts";

/** What kernels work on: they write to the first ones. */
interface Memory {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly c: Float32Array;
  readonly d: Float32Array;
  readonly bytes: Uint8Array;
}

interface Check {
  readonly kernel: keyof Kernels;
  /** How many elements of a, b and c can have changed. */
  readonly length: number;
  run(kernels: Kernels, memory: Memory): number | void;
}

const scale = 1 / 255;

/** By B rows, I inputs and U units. */
function forwardCheck(B: number, I: number, U: number): Check {
  return {
    kernel: "linearForward",
    length: B * U,
    run: (kernels, { a, b, c, d }) => kernels.linearForward(a, b, c, d, B, I, U, 0),
  };
}

function forwardBytesCheck(B: number, I: number, U: number): Check {
  return {
    kernel: "linearForwardBytes",
    length: B * U,
    run: (kernels, { a, bytes, c, d }) =>
      kernels.linearForwardBytes(a, bytes, c, d, scale, B, I, U, 0),
  };
}

function backwardChecks(B: number, I: number, U: number): Check[] {
  return [
    {
      kernel: "weightGradient",
      length: U * I,
      run: (kernels, { a, b, c }) => kernels.weightGradient(a, b, c, B, I, U, 0),
    },
    {
      kernel: "weightGradientBytes",
      length: U * I,
      run: (kernels, { a, b, bytes }) =>
        kernels.weightGradientBytes(a, b, bytes, scale, B, I, U, 0),
    },
    {
      kernel: "inputGradient",
      length: B * I,
      run: (kernels, { a, b, c }) => kernels.inputGradient(a, b, c, B, I, U),
    },
  ];
}

const n = 37; // nine full vectors and one element

const [tanh, gelu, logistic] = ["tanh", "gelu", "sigmoid"].map((type) =>
  bindActivation(activations, resolveMember(activations, type))
);
const softmax = bindRowActivation(rowActivations, { type: "softmax" })!;
const entropy = bindLoss(losses, resolveMember(losses, "binary-cross-entropy")) as ScalarLoss;
const rowEntropy = bindLoss(losses, resolveMember(losses, "categorical-cross-entropy")) as RowLoss;

const otherChecks: Check[] = [
  {
    kernel: "activationForward",
    length: n,
    run(kernels, { a, b, c, d }) {
      kernels.activationForward(a, d, tanh!, n);
      kernels.activationForward(b, d, gelu!, n);
      kernels.activationForward(c, d, logistic!, n);
    },
  },
  {
    kernel: "activationBackward",
    length: n,
    run: (kernels, { a, b, c, d }) => kernels.activationBackward(a, b, c, d, tanh!, n),
  },
  {
    kernel: "lossForward",
    length: 0,
    run: (kernels, { b, c }) => kernels.lossForward(b, c, entropy, logistic!, n),
  },
  {
    kernel: "lossBackward",
    length: n,
    run: (kernels, { a, b, c }) => kernels.lossBackward(a, b, c, entropy, logistic!, 0.3, n),
  },
  {
    kernel: "rowActivationForward",
    length: 3 * 7,
    run: (kernels, { a, b }) => kernels.rowActivationForward(a, b, softmax, 3, 7),
  },
  {
    kernel: "rowLossBackward",
    length: 3 * 7,
    run: (kernels, { a, b, c }) => kernels.rowLossBackward(a, b, c, rowEntropy, 0.3, 3, 7),
  },
  {
    kernel: "optimizerUpdate",
    length: n,
    run(kernels, { a, b, c, d }) {
      // No mean square may be below 0: its root is no number, whose bits nobody promises.
      for (let k = 0; k < n; k++) c[k] = Math.abs(c[k]!);
      for (let k = 0; k < 8; k++) d[n + k] = 0.01 * k + 0.1;
      kernels.optimizerUpdate(a, [b, c], d, d.subarray(n, n + 8), optimizers.adam, n);
    },
  },
  {
    kernel: "normalizeRows",
    length: 3 * 7,
    run: (kernels, { a, b, c, d }) => kernels.normalizeRows(a, b, c, d, d, d, 1e-5, 3, 7),
  },
];

// Whole tiles and what is left of them, beyond a block of 64 terms; too few rows for tiles; one unit.
const checks = [
  ...[forwardCheck(5, 66, 17), forwardCheck(3, 18, 5), forwardCheck(9, 66, 1)],
  ...[forwardBytesCheck(5, 18, 17), forwardBytesCheck(3, 66, 2), forwardBytesCheck(9, 66, 1)],
  ...[backwardChecks(5, 17, 5), backwardChecks(3, 17, 5), backwardChecks(9, 18, 1)],
  otherChecks,
].flat();

/** 9 rows of 66 inputs; 17 units of 66 inputs; the arguments of functions. */
const lengths = { a: 594, b: 594, c: 1122, d: 64, bytes: 594 };

function createMemory(arena: Pick<Arena, "float32" | "uint8">): Memory {
  return {
    a: arena.float32(lengths.a),
    b: arena.float32(lengths.b),
    c: arena.float32(lengths.c),
    d: arena.float32(lengths.d),
    bytes: arena.uint8(lengths.bytes),
  };
}

/** Numbers from −2 to 2, and bytes, from a linear congruential generator. */
function fill({ a, b, c, d, bytes }: Memory): void {
  let word = 1;
  const next = () => word = Math.imul(word, 1664525) + 1013904223 | 0;
  for (const floats of [a, b, c, d]) {
    for (let k = 0; k < floats.length; k++) floats[k] = (next() >> 8) / 4194304;
  }
  for (let k = 0; k < bytes.length; k++) bytes[k] = next() >>> 24;
}

function restore(memory: Memory, from: Memory): void {
  for (const key of ["a", "b", "c", "d", "bytes"] as const) memory[key].set(from[key]);
}

/** What the reference makes of the checks: the same in every test, so worked out once. */
interface Expected {
  readonly initial: Memory;
  readonly results: readonly { returned: number | void; outputs: readonly Float32Array[] }[];
}

function outputsOf({ a, b, c }: Memory, length: number): Float32Array[] {
  return [a.subarray(0, length), b.subarray(0, length), c.subarray(0, length)];
}

function expectedResults(): Expected {
  const plain = {
    float32: (length: number) => new Float32Array(length),
    uint8: (length: number) => new Uint8Array(length),
  };
  const [initial, memory] = [createMemory(plain), createMemory(plain)];
  fill(initial);
  const results = checks.map(({ run, length }) => {
    restore(memory, initial);
    const returned = run(reference, memory);
    return { returned, outputs: outputsOf(memory, length).map((values) => values.slice()) };
  });
  return { initial, results };
}

let expected: Expected | undefined;
const prepared = new WeakMap<Backend, { kernels: Kernels; memory: Memory }>();

/**
 * Compares some of a backend's kernels with the reference, bit by bit, on fixed numbers. It takes a few
 * milliseconds the first time, 0.2 ms later. To be repeated: compilers take up code that is used much
 * once more, and then make something else of it.
 *
 * @returns the name of the first kernel whose bits differ.
 *
 * @example
 * ```ts
 * import { selectKernels } from "./backends.ts";
 * import { selfTest } from "./self_test.ts";
 *
 * selfTest(selectKernels("reference")); // undefined
 * ```
 */
export function selfTest(backend: Backend, thread = 0): keyof Kernels | undefined {
  let test = prepared.get(backend);
  if (!test) {
    const arena = createArena({ thread });
    test = { kernels: backend(arena), memory: createMemory(arena) };
    prepared.set(backend, test);
  }
  const { kernels, memory } = test;
  const { initial, results } = expected ??= expectedResults();
  const failed = checks.find(({ run, length }, k) => {
    restore(memory, initial);
    const returned = run(kernels, memory);
    const { returned: expectedReturn, outputs } = results[k]!;
    return !Object.is(returned, expectedReturn) ||
      outputsOf(memory, length).some((values, o) => differ(values, outputs[o]!));
  });
  return failed?.kernel;
}

function differ(values: Float32Array, expected: Float32Array): boolean {
  for (let k = 0; k < expected.length; k++) if (!Object.is(values[k], expected[k])) return true;
  return false;
}
