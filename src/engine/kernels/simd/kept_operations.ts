// The kernels that read bytes which stay from the copies that are made of them: see turn_inputs.ts and
// weave_inputs.ts.

import {
  type Arguments,
  costOfProducts,
  type Cut,
  type Numbers,
  type Operation,
  pieces,
} from "./operation.ts";

/** Multiplications with additions that a thread does in a nanosecond. */
const productsPerNs = 16;

/** Sums side by side in turned bytes; see assembly/turned.ts. */
const group = 8;

/** They come last among all operations. */
export const keptOperations: readonly Operation[] = [
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

function costOfTurned(args: Arguments): number {
  const [B, I] = args.slice(-2) as Numbers<2>;
  return B * I / productsPerNs;
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
  return B * 512 * n / productsPerNs;
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
