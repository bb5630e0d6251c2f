// The kernels that a plan can be made of: what their arguments are, what they cost, and how threads
// share them out. Sharing splits outputs, never a sum, so it changes no bit.

import { keptOperations } from "./kept_operations.ts";
import {
  type Arguments,
  costOfProducts,
  type Cut,
  type Numbers,
  type Operation,
  pieces,
  type Share,
} from "./operation.ts";

/** Columns or units that a tile takes; fewer leave it half empty. */
const panel = 16;

/** Elements side by side: arguments of `letters` advance by `bytes` each, the last one counts them. */
function shareElements(bytes: { readonly [argument: number]: number }): Share {
  return (args, cut) =>
    pieces(
      cut(args.at(-1)!, 64),
      (from, count) => [
        ...args.slice(0, -1).map((value, k) => value + from * (bytes[k] ?? 0)),
        count,
      ],
    );
}

/** Rows of U numbers: B is at one place, U at another. */
function shareRows(
  places: { B: number; U: number; rows: readonly number[]; perRow?: readonly number[] },
): Share {
  return (args, cut) =>
    pieces(cut(args[places.B]!, 4), (from, count) =>
      args.map((value, k) => {
        if (k === places.B) return count;
        if (places.rows.includes(k)) return value + 4 * from * args[places.U]!;
        return places.perRow?.includes(k) ? value + 4 * from : value;
      }));
}

/** z, zStride, x, w, b, [scale,] B, I, U: rows for one unit, else units or rows, whatever is more. */
function shareForward(bytesPerInput: number): Share {
  return (args, cut) => {
    const [z, zStride, x, w, b] = args as Numbers<5>;
    const scale = args.slice(5, -3);
    const [B, I, U] = args.slice(-3) as Numbers<3>;
    if (U > B) {
      return pieces(
        cut(U, panel),
        (u, units) => [z + 4 * u, zStride, x, w + 4 * u * I, b + 4 * u, ...scale, B, I, units],
      );
    }
    const grain = U === 1 ? 8 : 4;
    return pieces(cut(B, grain), (r, rows) => {
      const from = x + bytesPerInput * r * I;
      return [z + r * zStride, zStride, from, w, b, ...scale, rows, I, U];
    });
  };
}

/** g, gStride, d, dStride, x, xStride, [scale,] B, I, U: columns, or units where there are more. */
function shareWeightGradient(bytesPerInput: number): Share {
  return (args, cut) => {
    const [g, gStride, d, dStride, x, xStride] = args as Numbers<6>;
    const scale = args.slice(6, -3);
    const [B, I, U] = args.slice(-3) as Numbers<3>;
    if (U > I) {
      return pieces(cut(U, 4), (u, units) => {
        return [g + u * gStride, gStride, d + 4 * u, dStride, x, xStride, ...scale, B, I, units];
      });
    }
    return pieces(cut(I, 64), (i, columns) => {
      const from = x + bytesPerInput * i;
      return [g + 4 * i, gStride, d, dStride, from, xStride, ...scale, B, columns, U];
    });
  };
}

/** dx, dxStride, d, dStride, w, wStride, B, I, U: columns of w and dx. */
const shareInputGradient: Share = (args, cut) => {
  const [dx, dxStride, d, dStride, w, wStride, B, I, U] = args as Numbers<9>;
  return pieces(
    cut(I, panel),
    (i, columns) => [dx + 4 * i, dxStride, d, dStride, w + 4 * i, wStride, B, columns, U],
  );
};

function costOfElements(nsPerElement: number): (args: Arguments) => number {
  return (args) => args.at(-1)! * nsPerElement;
}

/** Rows with their lengths as the last two arguments. */
function costOfRows(nsPerElement: number): (args: Arguments) => number {
  return (args) => args.at(-2)! * args.at(-1)! * nsPerElement;
}

/** Number k is operation k of a plan. */
export const operations: readonly Operation[] = [
  {
    name: "linearForward",
    arguments: "wiaaaiii",
    cost: costOfProducts,
    share: shareForward(4),
  },
  {
    name: "linearForwardBytes",
    arguments: "wiaaafiii",
    cost: costOfProducts,
    share: shareForward(1),
  },
  {
    name: "weightGradient",
    arguments: "wiaiaiiii",
    cost: costOfProducts,
    share: shareWeightGradient(4),
  },
  {
    name: "weightGradientBytes",
    arguments: "wiaiaifiii",
    cost: costOfProducts,
    share: shareWeightGradient(1),
  },
  {
    name: "inputGradient",
    arguments: "wiaiaiiii",
    cost: costOfProducts,
    share: shareInputGradient,
  },
  { name: "biasGradient", arguments: "waiii" },
  {
    name: "activationForward",
    arguments: "waiai",
    cost: costOfElements(3),
    share: shareElements({ 0: 4, 1: 4 }),
  },
  {
    name: "activationBackward",
    arguments: "waaaiai",
    cost: costOfElements(1),
    share: shareElements({ 0: 4, 1: 4, 2: 4, 3: 4 }),
  },
  { name: "lossForward", arguments: "aaiaiai", sums: true, cost: costOfElements(10) },
  {
    name: "lossBackward",
    arguments: "waaiaiadi",
    cost: costOfElements(6),
    share: shareElements({ 0: 4, 1: 4, 2: 4 }),
  },
  {
    name: "rowActivationForward",
    arguments: "waiaii",
    cost: costOfRows(8),
    share: shareRows({ B: 4, U: 5, rows: [0, 1] }),
  },
  { name: "rowLossForward", arguments: "aaiaii", sums: true, cost: costOfRows(10) },
  {
    name: "rowLossBackward",
    arguments: "waaiadii",
    cost: costOfRows(10),
    share: shareRows({ B: 6, U: 7, rows: [0, 1, 2] }),
  },
  {
    name: "multiply",
    arguments: "waai",
    cost: costOfElements(0.3),
    share: shareElements({ 0: 4, 1: 4, 2: 4 }),
  },
  {
    name: "addScaled",
    arguments: "wafi",
    cost: costOfElements(0.3),
    share: shareElements({ 0: 4, 1: 4 }),
  },
  {
    name: "addScaledBy",
    arguments: "waai",
    changes: { numbers: 2 },
    cost: costOfElements(0.3),
    share: shareElements({ 0: 4, 1: 4 }),
  },
  {
    name: "addSign",
    arguments: "wafi",
    cost: costOfElements(0.3),
    share: shareElements({ 0: 4, 1: 4 }),
  },
  { name: "clip", arguments: "wfi", cost: costOfElements(0.3), share: shareElements({ 0: 4 }) },
  { name: "clipNorm", arguments: "aid", isFence: true },
  { name: "limitNorms", arguments: "wdii" },
  {
    name: "dropInputs",
    arguments: "waafi",
    cost: costOfElements(0.4),
    share: shareElements({ 0: 4, 1: 4, 2: 4 }),
  },
  {
    name: "dropInputBytes",
    arguments: "waafi",
    cost: costOfElements(0.5),
    share: shareElements({ 0: 4, 1: 1, 2: 4 }),
  },
  {
    name: "scaleInputs",
    arguments: "wafi",
    cost: costOfElements(0.3),
    share: shareElements({ 0: 4, 1: 4 }),
  },
  {
    name: "scaleInputBytes",
    arguments: "wafi",
    cost: costOfElements(0.4),
    share: shareElements({ 0: 4, 1: 1 }),
  },
  {
    name: "dropoutMask",
    arguments: "waiiiiiidfii",
    changes: { epoch: 6 },
    cost: costOfRows(1.5),
    share: shareRows({ B: 10, U: 11, rows: [0], perRow: [1] }),
  },
  { name: "columnSums", arguments: "waiii" },
  { name: "columnSquares", arguments: "waaiii" },
  { name: "columnProducts", arguments: "waaiii" },
  { name: "gainGradient", arguments: "waaiii" },
  { name: "batchMeans", arguments: "wwwwddi" },
  { name: "batchInverses", arguments: "wwwdddi" },
  { name: "batchGradients", arguments: "wwwdi" },
  { name: "runningStatistics", arguments: "wwaadi" },
  { name: "normalizeColumns", arguments: "wwaaaaaiii" },
  { name: "columnsInputGradient", arguments: "waaaaaaiii" },
  {
    name: "normalizeRows",
    arguments: "wwwaaadii",
    cost: costOfRows(1.5),
    share: shareRows({ B: 7, U: 8, rows: [0, 1, 3], perRow: [2] }),
  },
  {
    name: "rowsInputGradient",
    arguments: "waaaaii",
    cost: costOfRows(1.5),
    share: shareRows({ B: 5, U: 6, rows: [0, 1, 2], perRow: [3] }),
  },
  {
    name: "optimizerUpdate",
    arguments: "wwwwaaii",
    changes: { numbers: 5 },
    cost: costOfElements(1),
    share: shareStates,
  },
  { name: "clear", arguments: "wi", cost: (args) => args[1]! / 30, share: shareElements({ 0: 1 }) },
  { name: "copy", arguments: "wai" },
  { name: "findRows", arguments: "waaii", changes: { from: 3 } },
  { name: "gatherRows", arguments: "waaii", cost: costOfRows(0.1), share: shareGathering },
  ...keptOperations,
];

/**
 * Several of the above in one, numbered behind them: see fuse_steps.ts. Nothing is recorded as one of
 * these, and threads don't share them out.
 */
export const fusedOperations: readonly Operation[] = [
  { name: "clearAll", arguments: "ii" },
  { name: "loadRows", arguments: "iiiiiiiiiii", changes: { from: 3 } },
  { name: "denseForward", arguments: "iiiiiiiiii" },
  { name: "denseGradients", arguments: "iiiiiiii" },
  { name: "denseBackward", arguments: "iiiiiiiiiiiiii" },
  { name: "lossStep", arguments: "iiiiiiiidi" },
  { name: "updateAll", arguments: "iiii", changes: { numbers: 2 } },
];

/** w, three states, g, numbers, rule, n: a state that a rule does not have is 0 for every piece. */
function shareStates(args: Arguments, cut: Cut): number[][] {
  return pieces(
    cut(args[7]!, 64),
    (from, count) => [
      ...args.slice(0, 5).map((address) => address === 0 ? 0 : address + 4 * from),
      args[5]!,
      args[6]!,
      count,
    ],
  );
}

/** out, values, rows, B, bytes */
function shareGathering(args: Arguments, cut: Cut): number[][] {
  const [out, values, rows, B, bytes] = args as Numbers<5>;
  return pieces(
    cut(B, 4),
    (r, count) => [out + r * bytes, values, rows + 4 * r, count, bytes],
  );
}

/** Operations by the names of their kernels. */
export const operationNumbers: ReadonlyMap<string, number> = numbersByName(operations, 0);

/** Fused operations by name. */
export const fusedNumbers: ReadonlyMap<string, number> = numbersByName(
  fusedOperations,
  operations.length,
);

function numbersByName(list: readonly Operation[], first: number): Map<string, number> {
  return new Map(list.map(({ name }, k) => [name, first + k]));
}
