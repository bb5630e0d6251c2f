// Bytes that a layer of few units reads in every step, kept twice more: as each of its directions reads
// them fastest.

import type { Step } from "./encode.ts";
import { clearBefore } from "./fuse_steps.ts";
import type { Numbers } from "./operation.ts";
import { operationNumbers, operations } from "./operations.ts";

/** Inputs of fewer bytes are not worth it. */
const leastBytes = 16 * 1024;

/**
 * What both copies may take. More would not stay in a processor's caches: then it is better to read one copy
 * from memory once for both directions, see weave_inputs.ts.
 */
const mostBytesOfCopies = 16 * 1024 * 1024;

/** Sums side by side; see assembly/turned.ts. */
const group = 8;

/** Units that totals have room for; for more, turning inputs in each step hardly counts. */
const mostUnits = 64;

/** Several units take panels of 16 sums, and their totals are turned back: with less, others are faster. */
const leastRows = 8;
const leastInputs = 512;

interface Size {
  /** Rows. */
  B: number;
  /** Columns. */
  I: number;
}

/** Whether inputs are kept turned, if all passes of a step take so many rows. */
export function areTurned(passes: readonly Size[]): boolean {
  const inputs = passes.reduce((sum, { B, I }) => sum + B * I, 0);
  const copies = passes.reduce((sum, { B, I }) => sum + bytesOfCopy(B, I) + bytesOfCopy(I, B), 0);
  return inputs >= leastBytes && copies <= mostBytesOfCopies;
}

/**
 * How many bytes groups are apart: an odd number of cache lines, so that those which are read side by
 * side have different places in the cache.
 */
function bytesApart(terms: number): number {
  return 64 * (Math.ceil(group * terms / 64) | 1);
}

function bytesOfCopy(sums: number, terms: number): number {
  return Math.ceil(sums / group) * bytesApart(terms);
}

export interface TurnedInputs {
  /** The same steps, to the bit. */
  steps: readonly Step[];
  /** Turns the bytes: once, before the first step. */
  turn(): void;
}

type Turn = (out: number, apart: number, x: number, B: number, I: number) => void;

interface TurnOptions {
  arena: { uint8(length: number): Uint8Array; startOf(address: number): number };
  turnRows: Turn;
  turnColumns: Turn;
}

/**
 * Replaces the kernels of few units on bytes by those on turned bytes in a training, where no step writes
 * its inputs. They must not change later.
 */
export function turnInputs(
  given: readonly Step[],
  { arena, turnRows, turnColumns }: TurnOptions,
): TurnedInputs {
  const unchanged = { steps: given, turn() {} };
  const isTraining = given.some((step) => "check" in step);
  const written = new Set(given.flatMap((step) => outputsOf(step).map(arena.startOf)));
  const passes = given.flatMap((step) => passOf(step) ?? []);
  const stay = passes.every(({ x }) => !written.has(arena.startOf(x)));
  if (!isTraining || !stay || !areTurned(passes)) return unchanged;

  const turns: (() => void)[] = [];
  /** Clears that are left to the gradient that comes next. */
  const dropped = new Set<Step>();

  /** Where x is kept, and how many bytes its groups are apart. */
  function keep(
    turn: Turn,
    { x, B, I, sums, terms }: Size & { x: number; sums: number; terms: number },
  ): [number, number] {
    const apart = bytesApart(terms);
    const { byteOffset: copy } = arena.uint8(bytesOfCopy(sums, terms));
    turns.push(() => turn(copy, apart, x, B, I));
    return [copy, apart];
  }

  function turned(step: Step, k: number): Step {
    const forward = turnable(step, "linearForwardBytes");
    if (forward) {
      const [z, zStride, x, w, b, scale, B, I, U] = forward as Numbers<9>;
      const [copy, apart] = keep(turnRows, { x, B, I, sums: B, terms: I });
      const args = [z, zStride, copy, apart, w, b, scale, B, I];
      if (U === 1) return operation("neuronForwardTurned", args);
      return operation("unitsForwardTurned", [...args, U]);
    }
    const backward = turnable(step, "weightGradientBytes");
    if (!backward) return step;
    const [g, gStride, d, dStride, x, , scale, B, I, U] = backward as Numbers<10>;
    const [copy, apart] = keep(turnColumns, { x, B, I, sums: I, terms: B });
    const clear = clearBefore(given, k, { address: g, bytes: 4 * I * U });
    if (clear) dropped.add(clear);
    const rest = [d, dStride, copy, apart, scale, clear ? 1 : 0, B, I];
    if (U === 1) return operation("neuronGradientTurned", [g, ...rest]);
    return operation("unitsGradientTurned", [g, gStride, ...rest, U]);
  }

  try {
    return {
      steps: given.map(turned).filter((step) => !dropped.has(step)),
      turn: () => turns.splice(0).forEach((turn) => turn()),
    };
  } catch (error) {
    // No room.
    if (error instanceof RangeError) return unchanged;
    throw error;
  }
}

/** What few units read on their way forward. */
function passOf(step: Step): Size & { x: number } | undefined {
  const forward = turnable(step, "linearForwardBytes");
  if (!forward) return undefined;
  const [, , x, , , , B, I] = forward as Numbers<9>;
  return { x, B, I };
}

export function operation(name: string, args: readonly number[]): Step {
  return { operation: operationNumbers.get(name)!, args };
}

/** The arguments of this kernel. */
export function argumentsOf(step: Step | undefined, name: string): readonly number[] | undefined {
  if (!step || !("operation" in step)) return undefined;
  return step.operation === operationNumbers.get(name) ? step.args : undefined;
}

/** The same, if there is a turned one for the last three: rows, inputs and units. */
function turnable(step: Step, name: string): readonly number[] | undefined {
  const args = argumentsOf(step, name);
  if (!args) return undefined;
  const [B, I, U] = args.slice(-3) as Numbers<3>;
  const areUnits = U <= mostUnits && B >= leastRows && I >= leastInputs;
  return U === 1 || areUnits ? args : undefined;
}

/** The addresses that a step writes to. */
export function outputsOf(step: Step): number[] {
  if (!("operation" in step)) return [];
  const { arguments: letters, sums } = operations[step.operation]!;
  const all = (sums ? "w" : "") + letters;
  return step.args.filter((_, k) => all[k] === "w");
}
