// Kernels that come one after the other and belong together, put into one operation of assembly/fused.ts
// each: a plan of a small network has a third of the operations then. Only for plans of one thread: what
// threads share out they tell apart by kernel.

import type { Step } from "./encode.ts";
import { fusedNumbers, operations } from "./operations.ts";

type Arguments = readonly number[];
type Operation = Extract<Step, { operation: number }>;

/** Where lists of tensors are written down. */
interface TableMemory {
  uint32(length: number): Uint32Array;
}

/** The same steps, to the bit, in fewer operations. */
export function fuseSteps(given: readonly Step[], memory: TableMemory): Step[] {
  const { dropped, starts } = findClears(given);
  const steps = given.filter((step) => !dropped.has(step));
  const fused: Step[] = [];
  for (let k = 0; k < steps.length;) {
    const found = fusions.map((fuse) => fuse(steps, k, { memory, starts })).find((match) => match);
    fused.push(found ? operation(found.name, found.args) : steps[k]!);
    k += found?.length ?? 1;
  }
  return fused;
}

/** That many steps are one operation. */
interface Fusion {
  length: number;
  name: string;
  args: number[];
}

interface Context {
  memory: TableMemory;
  /** Where gradients of a layer start from 0. */
  starts: ReadonlySet<Step>;
}

type Fuse = (steps: readonly Step[], k: number, context: Context) => Fusion | undefined;

const fusions: readonly Fuse[] = [clears, loads, forward, backward, loss, updates];

function operation(name: string, args: number[]): Operation {
  return { operation: fusedNumbers.get(name)!, args };
}

/** The arguments of step k if it is that operation. */
function argumentsOf(step: Step | undefined, name: string): Arguments | undefined {
  if (!step || !("operation" in step)) return undefined;
  return operations[step.operation]!.name === name ? step.args : undefined;
}

/** The arguments of all steps from k on that are that operation. */
function run(steps: readonly Step[], k: number, name: string): Arguments[] {
  const all: Arguments[] = [];
  for (let args; (args = argumentsOf(steps[k + all.length], name));) all.push(args);
  return all;
}

function writeTable(memory: TableMemory, rows: readonly Arguments[]): number {
  const words = rows.flat();
  const table = memory.uint32(words.length);
  table.set(words);
  return table.byteOffset;
}

function clears(steps: readonly Step[], k: number, { memory }: Context): Fusion | undefined {
  const all = run(steps, k, "clear");
  if (all.length < 2) return undefined;
  return { length: all.length, name: "clearAll", args: [writeTable(memory, all), all.length] };
}

function loads(steps: readonly Step[], k: number): Fusion | undefined {
  const found = argumentsOf(steps[k], "findRows");
  const targets = argumentsOf(steps[k + 1], "gatherRows");
  const inputs = argumentsOf(steps[k + 2], "gatherRows");
  if (!found || !targets || !inputs) return undefined;
  const [rows, order, chosen, from, B] = found;
  const [y, allTargets, targetRows, targetCount, targetBytes] = targets;
  const [x, allInputs, inputRows, inputCount, inputBytes] = inputs;
  if (targetRows !== rows || inputRows !== rows) return undefined;
  if (targetCount !== B || inputCount !== B) return undefined;
  return {
    length: 3,
    name: "loadRows",
    args: numbers(
      [rows, order, chosen, from, B],
      [y, allTargets, targetBytes],
      [x, allInputs, inputBytes],
    ),
  };
}

function forward(steps: readonly Step[], k: number): Fusion | undefined {
  const linear = argumentsOf(steps[k], "linearForward");
  const activated = argumentsOf(steps[k + 1], "activationForward");
  if (!linear || !activated) return undefined;
  const [z, zStride, x, w, b, B, I, U] = linear;
  const [a, logits, activation, settings, n] = activated;
  if (logits !== z || zStride !== 4 * U! || n !== B! * U!) return undefined;
  const args = numbers([a, z, x, w, b, activation, settings, B, I, U]);
  return { length: 2, name: "denseForward", args };
}

/** biasGradient and weightGradient of one layer at step k, whose rows have no gaps. */
function gradientsAt(steps: readonly Step[], k: number) {
  const bias = argumentsOf(steps[k], "biasGradient");
  const weight = argumentsOf(steps[k + 1], "weightGradient");
  if (!bias || !weight) return undefined;
  const [gb, d, biasStride, biasRows, biasUnits] = bias;
  const [gw, gStride, dz, dStride, x, xStride, B, I, U] = weight;
  const isDense = gStride === 4 * I! && xStride === 4 * I! && dStride === 4 * U!;
  if (!isDense || dz !== d || biasStride !== dStride) return undefined;
  return biasRows === B && biasUnits === U ? { gb, gw, d, x, B, I, U } : undefined;
}

/** Which clears can be left to the gradients that come next, and the first step of those. */
function findClears(steps: readonly Step[]): { dropped: Set<Step>; starts: Set<Step> } {
  const dropped = new Set<Step>();
  const starts = new Set<Step>();
  for (let k = 0; k < steps.length; k++) {
    const layer = gradientsAt(steps, k);
    if (!layer) continue;
    const { gb, gw, I, U } = layer;
    const ofBias = clearBefore(steps, k, { address: gb!, bytes: 4 * U! });
    const ofWeight = clearBefore(steps, k, { address: gw!, bytes: 4 * I! * U! });
    if (!ofBias || !ofWeight) continue;
    dropped.add(ofBias).add(ofWeight);
    starts.add(steps[k]!);
  }
  return { dropped, starts };
}

/** The clear of a tensor that nothing works on from there to step k. */
export function clearBefore(
  steps: readonly Step[],
  k: number,
  { address, bytes }: { address: number; bytes: number },
): Step | undefined {
  for (let c = k - 1; c >= 0; c--) {
    const step = steps[c]!;
    if (!("operation" in step) || operations[step.operation]!.isFence) return undefined;
    if (!step.args.includes(address)) continue;
    const cleared = argumentsOf(step, "clear");
    return cleared?.[0] === address && cleared[1] === bytes ? step : undefined;
  }
  return undefined;
}

function backward(steps: readonly Step[], k: number, { starts }: Context): Fusion | undefined {
  const layer = gradientsAt(steps, k);
  if (!layer) return undefined;
  const { gb, gw, d, x, B, I, U } = layer;
  const gradients = numbers([gb, gw, d, x, B, I, U, starts.has(steps[k]!) ? 1 : 0]);
  const below = layerBelow(steps, k + 2, { d, B, I, U });
  if (!below) return { length: 2, name: "denseGradients", args: gradients };
  const { dx, w, z, a, activation, settings } = below;
  const args = numbers(gradients, [dx, w, z, a, activation, settings]);
  return { length: 4, name: "denseBackward", args };
}

type Maybe = number | undefined;

function layerBelow(
  steps: readonly Step[],
  k: number,
  { d, B, I, U }: { d: Maybe; B: Maybe; I: Maybe; U: Maybe },
) {
  const input = argumentsOf(steps[k], "inputGradient");
  const activated = argumentsOf(steps[k + 1], "activationBackward");
  if (!input || !activated) return undefined;
  const [dx, dxStride, dz, dStride, w, wStride, rows, columns, units] = input;
  const [out, da, z, a, activation, settings, n] = activated;
  const isDense = dxStride === 4 * I! && wStride === 4 * I! && dStride === 4 * U!;
  if (!isDense || dz !== d || rows !== B || columns !== I || units !== U) return undefined;
  if (out !== dx || da !== dx || n !== B! * I!) return undefined;
  return { dx, w, z, a, activation, settings };
}

function loss(steps: readonly Step[], k: number): Fusion | undefined {
  const value = argumentsOf(steps[k], "lossForward");
  const gradient = argumentsOf(steps[k + 1], "lossBackward");
  if (!value || !gradient) return undefined;
  const [cell, ...of] = value;
  const [dz, z, y, member, settings, activation, activationSettings, scale, n] = gradient;
  const same = [z, y, member, settings, activation, activationSettings, n];
  if (of.some((argument, index) => argument !== same[index])) return undefined;
  const args = numbers([cell, dz, ...same.slice(0, -1), scale, n]);
  return { length: 2, name: "lossStep", args };
}

function updates(steps: readonly Step[], k: number, { memory }: Context): Fusion | undefined {
  const all = run(steps, k, "optimizerUpdate");
  const [first] = all;
  if (!first) return undefined;
  const [, , , , , numbersAt, rule] = first;
  const other = all.findIndex((args) => args[5] !== numbersAt || args[6] !== rule);
  const same = other < 0 ? all : all.slice(0, other);
  if (same.length < 2) return undefined;
  const table = writeTable(memory, same.map((args) => [...args.slice(0, 5), args[7]!]));
  const args = numbers([table, same.length, numbersAt, rule]);
  return { length: same.length, name: "updateAll", args };
}

/** Arguments side by side; all of them are there where their step is. */
function numbers(...parts: Maybe[][]): number[] {
  return parts.flat() as number[];
}
