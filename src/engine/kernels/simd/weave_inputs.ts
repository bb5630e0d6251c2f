// Bytes that one unit reads in every step, too many to be kept turned, kept once more in an order that
// suits both directions; see assembly/woven.ts.

import type { Step } from "./encode.ts";
import type { Numbers } from "./operation.ts";
import { argumentsOf, operation, outputsOf } from "./turn_inputs.ts";

/** Columns of a group. */
const group = 512;

/** Fewer rows are not worth weaving weights and gradients in every step. */
const leastRows = 256;

/** What a memory may hold with the copy, half of what it can: others may need the rest. */
const mostBytes = 2 * 1024 * 1024 * 1024;

export interface WovenInputs {
  /** The same steps, to the bit. */
  steps: readonly Step[];
  /** Weaves the bytes: once, before the first step. */
  weave(): void;
}

interface WeaveOptions {
  arena: {
    readonly memory: WebAssembly.Memory;
    uint8(length: number): Uint8Array;
    float32(length: number): Float32Array;
    startOf(address: number): number;
  };
  weaveInputs(out: number, x: number, B: number, I: number): void;
  /** What the memory may hold then. */
  mostBytes?: number | undefined;
}

/** Rows that go through the unit together, and the steps that take them forward and back. */
interface Pass {
  forward: Step;
  backward: Step;
  B: number;
}

/**
 * Replaces the kernels of one unit on bytes by those on woven bytes in a training, where no step writes
 * its inputs. They must not change later.
 */
export function weaveInputs(given: readonly Step[], options: WeaveOptions): WovenInputs {
  const { arena, weaveInputs, mostBytes: most = mostBytes } = options;
  const unchanged = { steps: given, weave() {} };
  const unit = findUnit(given, arena.startOf);
  if (!unit) return unchanged;
  const { passes, w, g, I } = unit;
  const n = Math.floor(I / group);
  const woven = n * group;
  const sizes = passes.map(({ B }) => wholeRows(B) * woven);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (arena.memory.buffer.byteLength + bytes > most) return unchanged;
  const weaves: (() => void)[] = [];
  try {
    const weights = arena.float32(woven).byteOffset;
    const gradient = arena.float32(woven).byteOffset;
    const rows = Math.max(...passes.map(({ B }) => wholeRows(B)));
    const sums = arena.float32(rows * woven / 64).byteOffset;
    let copy = arena.uint8(bytes).byteOffset;
    const replaced = new Map<Step, Step[]>();
    passes.forEach(({ forward, backward, B }, k) => {
      const [z, zStride, x, w, b, scale] = argumentsOf(forward, "linearForwardBytes") as Numbers<9>;
      const [g, gStride, d, dStride, , xStride] = argumentsOf(
        backward,
        "weightGradientBytes",
      ) as Numbers<10>;
      const from = copy;
      weaves.push(() => weaveInputs(from, x, B, I));
      replaced.set(forward, [
        operation("neuronSumsWoven", [sums, from, weights, B, n]),
        operation("neuronForwardWoven", [z, zStride, sums, x, w, b, scale, B, I]),
      ]);
      const gradients = [
        operation("neuronGradientWoven", [gradient, d, dStride, from, scale, B, n]),
      ];
      if (woven < I) {
        const rest = [
          g + 4 * woven,
          gStride,
          d,
          dStride,
          x + woven,
          xStride,
          scale,
          B,
          I - woven,
          1,
        ];
        gradients.push(operation("weightGradientBytes", rest));
      }
      replaced.set(backward, gradients);
      copy += sizes[k]!;
    });
    replaced.get(passes[0]!.forward)!.unshift(operation("weave", [weights, w, n]));
    // Whatever stands in the gradient, zeros mostly, comes first in its sums.
    replaced.get(passes[0]!.backward)!.unshift(operation("weave", [gradient, g, n]));
    replaced.get(passes.at(-1)!.backward)!.push(operation("unweave", [g, gradient, n]));
    return {
      steps: given.flatMap((step) => replaced.get(step) ?? [step]),
      weave: () => weaves.splice(0).forEach((weave) => weave()),
    };
  } catch (error) {
    // No room.
    if (error instanceof RangeError) return unchanged;
    throw error;
  }
}

/** One unit that a training takes so many rows of bytes through that weaving them pays. */
function findUnit(steps: readonly Step[], startOf: (address: number) => number) {
  const ofOneUnit = (name: string) => steps.filter((step) => argumentsOf(step, name)?.at(-1) === 1);
  const [forwards, backwards] = [ofOneUnit("linearForwardBytes"), ofOneUnit("weightGradientBytes")];
  const isTraining = steps.some((step) => "check" in step);
  if (!isTraining || forwards.length === 0 || forwards.length !== backwards.length) {
    return undefined;
  }
  const written = new Set(steps.flatMap((step) => outputsOf(step).map(startOf)));
  const passes: Pass[] = [];
  const [, , , w, , , , I] = argumentsOf(forwards[0], "linearForwardBytes") as Numbers<9>;
  const [g] = argumentsOf(backwards[0], "weightGradientBytes") as Numbers<10>;
  for (const [k, forward] of forwards.entries()) {
    const backward = backwards[k]!;
    const [, , x, weights, , , B] = argumentsOf(forward, "linearForwardBytes") as Numbers<9>;
    const [gradient, , , , inputs] = argumentsOf(backward, "weightGradientBytes") as Numbers<10>;
    if (weights !== w || gradient !== g || inputs !== x) return undefined;
    // Rows that do not stand side by side are gathered anew for their pass.
    if (written.has(startOf(x))) return undefined;
    passes.push({ forward, backward, B });
  }
  const rows = passes.reduce((sum, { B }) => sum + B, 0);
  if (I < group || rows < leastRows) return undefined;
  return { passes, w, g, I };
}

/** Rows are kept in eights. */
function wholeRows(B: number): number {
  return 8 * Math.ceil(B / 8);
}
