// The kernels that a plan can be made of: what their arguments are, what they cost, and how threads
// share them out. Sharing splits outputs, never a sum, so it changes no bit.

/** A kernel's arguments in the order of the module's export. */
type Arguments = readonly number[];

/** That many numbers. */
export type Numbers<N extends number, T extends number[] = []> = T["length"] extends N ? T
  : Numbers<N, [...T, number]>;

/** Cuts a kernel into pieces that write different outputs. */
type Share = (args: Arguments, cut: Cut) => number[][];

/** The limits of `n` things in pieces of whole grains: [0, …, n]. */
export type Cut = (n: number, grain: number) => number[];

export interface Operation {
  readonly name: string;
  /**
   * A letter for each argument: `a` an address that is read, `w` one that is written, `i` a whole
   * number, `f` a float32, `d` a double.
   */
  readonly arguments: string;
  /** Returns a double, which is added to a cell. */
  readonly sums?: boolean;
  /** Reads and writes what a table in memory names: waits for everything. */
  readonly isFence?: boolean;
  /** Which argument is another in every step, or every epoch. */
  readonly changes?: { readonly from?: number; readonly epoch?: number; readonly numbers?: number };
  /** Nanoseconds on one thread, roughly. */
  readonly cost?: (args: Arguments) => number;
  readonly share?: Share;
}

/** Multiplications with additions that a thread does in a nanosecond. */
const productsPerNs = 20;
const neuronProductsPerNs = 8;
const turnedProductsPerNs = 16;

/** Sums side by side in turned bytes; see assembly/turned.ts. */
const group = 8;

/** Columns or units that a tile takes; fewer leave it half empty. */
const panel = 16;

/** The pieces between limits, without empty ones. */
function pieces(limits: readonly number[], piece: (from: number, count: number) => number[]) {
  return limits.slice(1).flatMap((to, k) =>
    to > limits[k]! ? [piece(limits[k]!, to - limits[k]!)] : []
  );
}

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

/** The cost of B·I·U products, the last three arguments. */
function costOfProducts(args: Arguments): number {
  const [B, I, U] = args.slice(-3) as Numbers<3>;
  return B * I * U / (U === 1 ? neuronProductsPerNs : productsPerNs);
}

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
  {
    name: "neuronForwardTurned",
    arguments: "wiaiaafii",
    cost: costOfTurned,
    share: shareForwardTurned,
  },
  {
    name: "neuronGradientTurned",
    arguments: "waiaifiii",
    cost: costOfTurned,
    share: shareGradientTurned,
  },
  { name: "weave", arguments: "wai", cost: costOfWeaving, share: shareWeaving },
  { name: "unweave", arguments: "wai", cost: costOfWeaving, share: shareWeaving },
  { name: "neuronSumsWoven", arguments: "waaii", cost: costOfWoven, share: shareSumsWoven },
  { name: "neuronForwardWoven", arguments: "wiaaaafii" },
  {
    name: "neuronGradientWoven",
    arguments: "waiafii",
    cost: costOfWoven,
    share: shareGradientWoven,
  },
  {
    name: "unitsForwardTurned",
    arguments: "wiaiaafiii",
    cost: costOfProducts,
    share: shareForwardTurned,
  },
  {
    name: "unitsGradientTurned",
    arguments: "wiaiaifiiii",
    cost: costOfProducts,
    share: shareUnitsGradientTurned,
  },
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

function costOfTurned(args: Arguments): number {
  const [B, I] = args.slice(-2) as Numbers<2>;
  return B * I / turnedProductsPerNs;
}

/** z, zStride, x, step, w, b, scale, B, I, and U of several units: rows. */
function shareForwardTurned(args: Arguments, cut: Cut): number[][] {
  const [z, zStride, x, step, w, b, scale, B, ...sizes] = args as Numbers<9>;
  return pieces(cut(B, group), (r, rows) => {
    return [z + r * zStride, zStride, x + step * r / group, step, w, b, scale, rows, ...sizes];
  });
}

/** g, d, dStride, x, step, scale, isFirst, B, I: columns. */
function shareGradientTurned(args: Arguments, cut: Cut): number[][] {
  const [g, d, dStride, x, step, scale, isFirst, B, I] = args as Numbers<9>;
  return pieces(cut(I, 64), (i, columns) => {
    return [g + 4 * i, d, dStride, x + step * i / group, step, scale, isFirst, B, columns];
  });
}

/** out, values, n: groups of 512 numbers. */
function costOfWeaving(args: Arguments): number {
  return 512 * args.at(-1)!;
}

/** Groups stand at the same places on both sides. */
function shareWeaving(args: Arguments, cut: Cut): number[][] {
  const [out, values, n] = args as Numbers<3>;
  return pieces(cut(n, 1), (from, groups) => [out + 2048 * from, values + 2048 * from, groups]);
}

/** With rows and groups of 512 columns as the last two arguments. */
function costOfWoven(args: Arguments): number {
  const [B, n] = args.slice(-2) as Numbers<2>;
  return B * 512 * n / turnedProductsPerNs;
}

/** sums, x, w, B, n: groups. */
function shareSumsWoven(args: Arguments, cut: Cut): number[][] {
  const [sums, x, w, B, n] = args as Numbers<5>;
  const rows = 8 * Math.ceil(B / 8);
  return pieces(cut(n, 1), (from, groups) => {
    return [sums + 32 * rows * from, x + 512 * rows * from, w + 2048 * from, B, groups];
  });
}

/** g, d, dStride, x, scale, B, n: groups. */
function shareGradientWoven(args: Arguments, cut: Cut): number[][] {
  const [g, d, dStride, x, scale, B, n] = args as Numbers<7>;
  const rows = 8 * Math.ceil(B / 8);
  return pieces(cut(n, 1), (from, groups) => {
    return [g + 2048 * from, d, dStride, x + 512 * rows * from, scale, B, groups];
  });
}

/** g, gStride, d, dStride, x, step, scale, isFirst, B, I, U: columns. */
function shareUnitsGradientTurned(args: Arguments, cut: Cut): number[][] {
  const [g, gStride, d, dStride, x, step, scale, isFirst, B, I, U] = args as Numbers<11>;
  return pieces(cut(I, 64), (i, columns) => {
    const from = x + step * i / group;
    return [g + 4 * i, gStride, d, dStride, from, step, scale, isFirst, B, columns, U];
  });
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
