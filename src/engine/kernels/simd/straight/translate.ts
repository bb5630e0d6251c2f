// The operations of a step as one graph. What an operation does is written here once more, element by
// element: each sum in the order of src/engine/kernels/linear.ts.

import { ActivationNumber } from "../assembly/numbers.ts";
import type { Step } from "../encode.ts";
import { operations } from "../operations.ts";
import { createApproximation } from "./approximate.ts";
import { type Cells, createCells } from "./cells.ts";
import {
  addPair,
  addProducts,
  each,
  limitNorm,
  readFloats,
  readPair,
  type Translation,
  writeFloats,
  writePair,
} from "./elements.ts";
import { createGraph, type Graph, type Node, Variable } from "./graph.ts";
import { activationGraphs, lossGraphs, type Options } from "./members.ts";
import { ruleGraphs, signOf } from "./rules.ts";

/** A step as a graph. */
export interface StraightStep {
  readonly graph: Graph;
  /** Each ends the run before the step where it is not 0: the step is left to others. */
  readonly checks: readonly Node[];
  /** What the step leaves in memory. */
  readonly cells: Pick<Cells, "words" | "doubles">;
  /** Whether no check ends a step that others can take. */
  readonly isExact: boolean;
}

type Arguments = readonly number[];

/** A sum of losses that is smaller is finite for sure; a larger one others look at. */
const largestLoss = 1e300;

export interface TranslationOptions {
  /** How many the graph may have. */
  readonly nodes: number;
  /** Whether it goes on with approximations: see approximate.ts. */
  readonly approximates: boolean;
}

/**
 * The graph of a step, unless an operation has none.
 *
 * @throws {TooLarge} for one of more nodes.
 */
export function translate(
  steps: readonly Step[],
  memory: WebAssembly.Memory,
  options: TranslationOptions,
): StraightStep | undefined {
  const known = steps.every((step) =>
    "check" in step || "operation" in step && Object.hasOwn(translations, nameOf(step.operation))
  );
  return known ? translateKnown(steps, memory, options) : undefined;
}

function nameOf(operation: number): string {
  return operations[operation]!.name;
}

function translateKnown(
  steps: readonly Step[],
  { buffer }: WebAssembly.Memory,
  { nodes, approximates }: TranslationOptions,
): StraightStep | undefined {
  const g = createGraph(nodes);
  const cells = createCells(g);
  const checks: Node[] = [];
  const losses: Node[] = [g.f64(0)];
  const add = (a: Node, b: Node) => g.op("f64.add", a, b);
  const approximation = approximates ? createApproximation(g) : undefined;
  const translation: Translation = {
    g,
    cells,
    losses,
    approximation,
    options: (address, count) => new Float64Array(buffer, address, count),
    table: (address, count) => new Uint32Array(buffer, address, count),
  };
  for (const step of steps) {
    if ("check" in step) {
      const total = losses.map((part) => g.op("f64.abs", part)).reduce(add);
      checks.push(g.op("i32.eqz", g.op("f64.lt", total, g.f64(largestLoss))));
    } else if ("operation" in step) {
      const name = nameOf(step.operation) as keyof typeof translations;
      const done: Done = translations[name](translation, step.args);
      if (done === false) return undefined;
    }
  }
  g.limit = Infinity; // what follows is about what is there
  const doubts = approximation?.doubts ?? [];
  if (doubts.length > 0) {
    checks.push(g.op("v128.any_true", doubts.reduce((a, b) => g.op("v128.or", a, b))));
  }
  return { graph: g, checks, cells, isExact: doubts.length === 0 };
}

function addToCell({ g, cells }: Translation, cell: number, sum: Node): void {
  cells.writeDouble(cell, g.op("f64.add", cells.readDouble(cell), sum));
}

type N = number;

function forward(
  { g, cells }: Translation,
  [z, zStride, , w, b, B, I, U]: number[],
  { input, scale }: { input: (k: number) => Node; scale: Node },
): void {
  for (let r = 0; r < B!; r++) {
    for (let u = 0; u < U!; u++) {
      const row = w! + 4 * u * I!;
      const sum = addProducts(
        g,
        g.f32(0),
        I!,
        (i) => [input(r * I! + i), cells.read(row + 4 * i)],
      );
      const scaled = g.op("f32.mul", sum, scale);
      cells.write(z! + r * zStride! + 4 * u, g.op("f32.add", scaled, cells.read(b! + 4 * u)));
    }
  }
}

function addWeightGradient(
  { g, cells }: Translation,
  { gw, gStride, B, I, U }: { gw: N; gStride: N; B: N; I: N; U: N },
  terms: { d: (r: number, u: number) => Node; x: (r: number, i: number) => Node },
): void {
  for (let u = 0; u < U; u++) {
    for (let i = 0; i < I; i++) {
      const at = gw + u * gStride + 4 * i;
      const products = (r: number) => [terms.d(r, u), terms.x(r, i)] as const;
      cells.write(at, addProducts(g, cells.read(at), B, products));
    }
  }
}

function optionsOf(
  t: Translation,
  { options }: { options: number },
  address: number,
): Options {
  return options > 0 ? t.options(address, options) : new Float64Array();
}

/** Nothing, or false where an operation has no translation. */
type Done = false | void;

/** By the names of operations: what each does; false for what it can't. */
const translations = {
  linearForward(t: Translation, args: Arguments) {
    const x = args[2]!;
    const input = (k: number) => t.cells.read(x + 4 * k);
    forward(t, [...args], { input, scale: t.g.f32(1) });
  },

  linearForwardBytes(t: Translation, args: Arguments) {
    const [z, zStride, x, w, b, scale, B, I, U] = args as number[];
    const input = (k: number) => t.cells.readByte(x! + k);
    forward(t, [z!, zStride!, x!, w!, b!, B!, I!, U!], { input, scale: t.g.f32(scale!) });
  },

  weightGradient(t: Translation, args: Arguments) {
    const [gw, gStride, d, dStride, x, xStride, B, I, U] = args as [N, N, N, N, N, N, N, N, N];
    addWeightGradient(t, { gw, gStride, B, I, U }, {
      d: (r, u) => t.cells.read(d + r * dStride + 4 * u),
      x: (r, i) => t.cells.read(x + r * xStride + 4 * i),
    });
  },

  weightGradientBytes(t: Translation, args: Arguments) {
    const [gw, gStride, d, dStride, x, xStride, scale, B, I, U] = //
      args as [N, N, N, N, N, N, N, N, N, N];
    const factor = t.g.f32(scale);
    addWeightGradient(t, { gw, gStride, B, I, U }, {
      d: (r, u) => t.g.op("f32.mul", t.cells.read(d + r * dStride + 4 * u), factor),
      x: (r, i) => t.cells.readByte(x + r * xStride + i),
    });
  },

  inputGradient({ g, cells }: Translation, args: Arguments) {
    const [dx, dxStride, d, dStride, w, wStride, B, I, U] = args as [N, N, N, N, N, N, N, N, N];
    for (let r = 0; r < B; r++) {
      for (let i = 0; i < I; i++) {
        const sum = addProducts(g, g.f32(0), U, (u) => [
          cells.read(d + r * dStride + 4 * u),
          cells.read(w + u * wStride + 4 * i),
        ]);
        cells.write(dx + r * dxStride + 4 * i, sum);
      }
    }
  },

  biasGradient({ g, cells }: Translation, args: Arguments) {
    const [gb, d, dStride, B, U] = args as [N, N, N, N, N];
    for (let u = 0; u < U; u++) {
      let sum = g.f32(0);
      for (let r = 0; r < B; r++) {
        sum = g.op("f32.add", sum, cells.read(d + r * dStride + 4 * u));
      }
      cells.write(gb + 4 * u, g.op("f32.add", cells.read(gb + 4 * u), sum));
    }
  },

  activationForward(t: Translation, args: Arguments): Done {
    const { g, cells } = t;
    const [a, z, kind, settings, n] = args as [N, N, N, N, N];
    const member = activationGraphs[kind];
    if (!member) return false;
    if (kind === ActivationNumber.linear) return each(n, t, a, (k) => cells.read(z + 4 * k));
    const options = optionsOf(t, member, settings);
    for (let k = 0; k < n; k += 2) {
      if (kind === ActivationNumber.relu) {
        // Rounds nothing, so it needs no doubles.
        const v = readFloats(t, z, k, n);
        writeFloats(t, a, k, n, g.op("v128.andnot", v, g.op("f32x4.le", v, g.floats(0))));
      } else writePair(t, a, k, n, member.forward(g, readPair(t, z, k, n), options));
    }
  },

  activationBackward(t: Translation, args: Arguments): Done {
    const { g, cells } = t;
    const [dz, da, z, a, kind, settings, n] = args as [N, N, N, N, N, N, N];
    const member = activationGraphs[kind];
    if (!member) return false;
    if (kind === ActivationNumber.linear) return each(n, t, dz, (k) => cells.read(da + 4 * k));
    const options = optionsOf(t, member, settings);
    for (let k = 0; k < n; k += 2) {
      if (kind === ActivationNumber.relu) {
        const isPositive = g.op("f32x4.gt", readFloats(t, z, k, n), g.floats(0));
        const slope = g.op("v128.and", isPositive, g.floats(1));
        writeFloats(t, dz, k, n, g.op("f32x4.mul", readFloats(t, da, k, n), slope));
        continue;
      }
      const slope = member.backward(g, readPair(t, z, k, n), readPair(t, a, k, n), options);
      writePair(t, dz, k, n, g.op("f64x2.mul", readPair(t, da, k, n), slope));
    }
  },

  lossForward(t: Translation, args: Arguments): Done {
    const { g } = t;
    const [cell, z, y, kind, settings, activation, activationSettings, n] = //
      args as [N, N, N, N, N, N, N, N];
    const [loss, member] = [lossGraphs[kind], activationGraphs[activation]];
    if (!loss || !member) return false;
    const options = optionsOf(t, loss, settings);
    const own = optionsOf(t, member, activationSettings);
    let sum = g.f64(0);
    for (let k = 0; k < n; k += 2) {
      const logits = readPair(t, z, k, n);
      const p = loss.of === "logits" ? logits : member.forward(g, logits, own);
      const value = loss.value(g, p, readPair(t, y, k, n), options);
      const isPair = k + 1 < n;
      sum = addPair(g, sum, value, isPair);
      const bounded = t.approximation?.bound(value) ?? { value };
      t.losses.push(addPair(g, g.f64(0), bounded.value, isPair));
      if (bounded.error) t.losses.push(addPair(g, g.f64(0), bounded.error, isPair));
    }
    addToCell(t, cell, sum);
  },

  lossBackward(t: Translation, args: Arguments): Done {
    const { g } = t;
    const [dz, z, y, kind, settings, activation, activationSettings, scale, n] = //
      args as [N, N, N, N, N, N, N, N, N];
    const [loss, member] = [lossGraphs[kind], activationGraphs[activation]];
    if (!loss || !member) return false;
    const options = optionsOf(t, loss, settings);
    const own = optionsOf(t, member, activationSettings);
    for (let k = 0; k < n; k += 2) {
      const logits = readPair(t, z, k, n);
      const p = loss.of === "logits" ? logits : member.forward(g, logits, own);
      const gradient = loss.gradient(g, p, readPair(t, y, k, n), options);
      const scaled = g.op("f64x2.mul", g.doubles(scale), gradient);
      const slope = loss.of === "logits" ? g.doubles(1) : member.backward(g, logits, p, own);
      writePair(t, dz, k, n, g.op("f64x2.mul", scaled, slope));
    }
  },

  multiply(t: Translation, args: Arguments) {
    const { g, cells } = t;
    const [out, x, m, n] = args as [N, N, N, N];
    each(n, t, out, (k) => g.op("f32.mul", cells.read(x + 4 * k), cells.read(m + 4 * k)));
  },

  addScaled(t: Translation, args: Arguments) {
    const [out, x, factor, n] = args as [N, N, N, N];
    addScaled(t, { out, x, n, factor: t.g.f32(factor) });
  },

  addScaledBy(t: Translation, args: Arguments) {
    const [out, x, factor, n] = args as [N, N, N, N];
    addScaled(t, { out, x, n, factor: numberAt(t.g, factor) });
  },

  addSign(t: Translation, args: Arguments) {
    const { g, cells } = t;
    const [out, x, factor, n] = args as [N, N, N, N];
    each(n, t, out, (k) => {
      const pull = g.op("f32.mul", g.f32(factor), signOf(g, cells.read(x + 4 * k)));
      return g.op("f32.add", cells.read(out + 4 * k), pull);
    });
  },

  clip(t: Translation, args: Arguments) {
    const { g, cells } = t;
    const [x, limit, n] = args as [N, N, N];
    each(n, t, x, (k) => {
      const low = g.op("f32.min", g.f32(limit), cells.read(x + 4 * k));
      return g.op("f32.max", g.f32(-limit), low);
    });
  },

  clipNorm(t: Translation, args: Arguments) {
    const [table, count, limit] = args as [N, N, N];
    const words = t.table(table, 2 * count);
    const tensors = Array.from(
      { length: count },
      (_, k) => ({ x: words[2 * k]!, n: words[2 * k + 1]! }),
    );
    limitNorm(t, tensors, limit);
  },

  limitNorms(t: Translation, args: Arguments) {
    const [w, limit, U, I] = args as [N, N, N, N];
    for (let u = 0; u < U; u++) limitNorm(t, [{ x: w + 4 * u * I, n: I }], limit);
  },

  scaleInputs(t: Translation, args: Arguments) {
    const { g, cells } = t;
    const [out, x, scale, n] = args as [N, N, N, N];
    each(n, t, out, (k) => g.op("f32.mul", g.f32(scale), cells.read(x + 4 * k)));
  },

  scaleInputBytes(t: Translation, args: Arguments) {
    const { g, cells } = t;
    const [out, x, scale, n] = args as [N, N, N, N];
    each(n, t, out, (k) => g.op("f32.mul", g.f32(scale), cells.readByte(x + k)));
  },

  optimizerUpdate(t: Translation, args: Arguments): Done {
    const { g, cells } = t;
    const [w, s0, s1, s2, gradient, numbersAt, rule, n] = args as [N, N, N, N, N, N, N, N];
    const member = ruleGraphs[rule];
    if (!member) return false;
    const states = [s0, s1, s2].filter((address) => address !== 0);
    const numbers = Array.from(
      { length: member.numbers },
      (_, k) => numberAt(g, numbersAt + 4 * k),
    );
    for (let k = 0; k < 4 * n; k += 4) {
      const state = states.map((address) => cells.read(address + k));
      const before = { w: cells.read(w + k), g: cells.read(gradient + k), state };
      const after = member.step(g, before, numbers);
      cells.write(w + k, after.w);
      states.forEach((address, s) => cells.write(address + k, after.state[s]!));
    }
  },

  clear(t: Translation, args: Arguments) {
    const [out, bytes] = args as [N, N];
    each(bytes / 4, t, out, () => t.g.f32(0));
  },

  copy(t: Translation, args: Arguments) {
    const [out, from, bytes] = args as [N, N, N];
    each(bytes / 4, t, out, (k) => t.cells.read(from + 4 * k));
  },

  findRows({ g, cells }: Translation, args: Arguments) {
    const [rows, order, chosen, from, B] = args as [N, N, N, N, N];
    for (let r = 0; r < B; r++) {
      let row = g.op("i32.add", g.variable(Variable.from), g.i32(from + r));
      for (const table of [order, chosen]) {
        if (table !== 0) row = g.at("i32.load", table, g.op("i32.shl", row, g.i32(2)));
      }
      cells.write(rows + 4 * r, row);
    }
  },

  gatherRows({ g, cells }: Translation, args: Arguments): Done {
    const [out, values, rows, B, bytes] = args as [N, N, N, N, N];
    for (let r = 0; r < B; r++) {
      const row = cells.words.get(rows + 4 * r);
      if (row?.type !== "i32") return false;
      cells.copy(out + r * bytes, bytes, g.op("i32.mul", row, g.i32(bytes)), values);
    }
  },
};

/** One of the optimizer's numbers of this step. */
function numberAt(g: Graph, address: number): Node {
  return g.at("f32.load", address, g.variable(Variable.numbers));
}

function addScaled(
  t: Translation,
  { out, x, n, factor }: { out: number; x: number; n: number; factor: Node },
): void {
  const { g, cells } = t;
  each(n, t, out, (k) => {
    const product = g.op("f32.mul", factor, cells.read(x + 4 * k));
    return g.op("f32.add", cells.read(out + 4 * k), product);
  });
}
