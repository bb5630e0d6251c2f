import { type PeerProcess, startPeer } from "./peer_process.ts";
import { sameseed } from "./peers.ts";
import { type Contender, measureRounds, type RoundOptions } from "./rounds.ts";
import { median } from "./statistics.ts";
import { withFolder } from "./temporary.ts";
import { batchesOf, countParameters, type Workload } from "./workloads.ts";
import { generateData, writeData } from "./workload_data.ts";

/** What is made larger. */
export type Growing = "rows" | "parameters";

/** What an epoch cost at one size. */
export interface GrowthPoint {
  growing: Growing;
  rows: number;
  parameters: number;
  epochMs: number;
  /** Per row and parameter. */
  ns: number;
  /** The largest resident memory of the process. */
  peakBytes: number;
  /** Bytes of inputs and targets, weights and gradients. */
  keptBytes: number;
}

/** Six sizes each, over three decades. */
const manyRows = [0, 1, 2, 3, 4, 5].map((step) => 128 * 4 ** step);
const manyInputs = [0, 1, 2, 3, 4, 5].map((step) => 16 * 5 ** step);

/** A network with one hidden layer of 32, with more and more rows, then with more and more inputs. */
export function growthWorkloads(): { growing: Growing; workload: Workload }[] {
  return [
    ...manyRows.map((rows) => ({
      growing: "rows" as const,
      workload: growthWorkload(256, rows),
    })),
    ...manyInputs.map((inputs) => ({
      growing: "parameters" as const,
      workload: growthWorkload(inputs, 512),
    })),
  ];
}

function growthWorkload(inputs: number, rows: number): Workload {
  return {
    name: `growth-${inputs}-${rows}`,
    title: `${inputs}-32-10, ${rows} rows, batch 128`,
    sizes: [inputs, 32, 10],
    rows,
    batchRows: 128,
    inputs: "bytes",
    hidden: "relu",
    loss: "categorical-cross-entropy",
    optimizer: { type: "gradient-descent", learningRate: 0.001 },
    tolerance: 0,
    goals: {},
  };
}

/** Times an epoch at each size, each in a process of its own, and all sizes in turn. */
export async function measureGrowth(
  options: RoundOptions & { say: (line: string) => void },
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const growing of ["rows", "parameters"] as const) {
    options.say(`  ${growing}`);
    const own = growthWorkloads().filter((one) => one.growing === growing);
    points.push(...await measureSizes(own.map(({ workload }) => workload), growing, options));
  }
  return points;
}

interface Size {
  workload: Workload;
  process: PeerProcess;
}

async function measureSizes(
  workloads: readonly Workload[],
  growing: Growing,
  options: RoundOptions,
): Promise<GrowthPoint[]> {
  const sizes: Size[] = [];
  try {
    for (const workload of workloads) sizes.push(await startSize(workload));
    const timings = await measureRounds(sizes.map(contenderOf), options);
    return await Promise.all(
      sizes.map((size, index) => pointOf(size, growing, median(timings[index]!.stepMs))),
    );
  } finally {
    await Promise.all(sizes.map(({ process }) => process.close()));
  }
}

function startSize(workload: Workload): Promise<Size> {
  return withFolder(async (folder) => {
    await writeData(folder, generateData(workload));
    const process = startPeer(sameseed().program(1, folder));
    await process.ask({ do: "prepare", workload, folder, threads: 1 });
    return { workload, process };
  });
}

function contenderOf({ workload, process }: Size): Contender {
  const stepsPerEpoch = batchesOf(workload).length;
  return {
    peer: workload.name,
    setting: "",
    run: async (epochs) =>
      (await process.ask({ do: "run", steps: epochs * stepsPerEpoch }) as { ms: number }).ms,
  };
}

async function pointOf(
  { workload, process }: Size,
  growing: Growing,
  epochMs: number,
): Promise<GrowthPoint> {
  const { bytes } = await process.ask({ do: "memory" }) as { bytes: number };
  const { rows, sizes } = workload;
  const parameters = countParameters(workload);
  return {
    growing,
    rows,
    parameters,
    epochMs,
    ns: 1e6 * epochMs / (rows * parameters),
    peakBytes: bytes,
    // Bytes of pictures, numbers of targets; weights and their gradients.
    keptBytes: rows * (sizes[0]! + 4 * sizes.at(-1)!) + 2 * 4 * parameters,
  };
}

/** How evenly a cost grows. */
export interface Linearity {
  /** Milliseconds of an epoch of nothing, and of each row or parameter. */
  line: Line;
  /** The largest distance of a time from the straight line, relative to the time. */
  deviation: number;
  /** Bytes of memory per byte that has to be kept, from the smallest size to the largest. */
  bytesPerByte: number;
}

/** How evenly the points of one row of sizes grow. */
export function linearityOf(points: readonly GrowthPoint[]): Linearity {
  const line = fitLine(points.map((point) => [point[point.growing], point.epochMs]));
  const distances = points.map((point) =>
    Math.abs((line.start + line.slope * point[point.growing]) / point.epochMs - 1)
  );
  const [first, last] = [points[0]!, points.at(-1)!];
  return {
    line,
    deviation: Math.max(...distances),
    bytesPerByte: (last.peakBytes - first.peakBytes) / (last.keptBytes - first.keptBytes),
  };
}

/** start + slope·x */
export interface Line {
  start: number;
  slope: number;
}

/**
 * The straight line with the least Σ((start + slope·x)/y − 1)²: small values count as much as large
 * ones. It does not start below 0: nothing costs less than nothing.
 */
export function fitLine(points: readonly (readonly [x: number, y: number])[]): Line {
  // With u = 1/y and v = x/y, the least Σ(start·u + slope·v − 1)².
  let [uu, uv, vv, u, v] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const [inverse, share] = [1 / y, x / y];
    uu += inverse * inverse;
    uv += inverse * share;
    vv += share * share;
    u += inverse;
    v += share;
  }
  const start = (u * vv - v * uv) / (uu * vv - uv * uv);
  if (!(start > 0)) return { start: 0, slope: v / vv };
  return { start, slope: (v - start * uv) / vv };
}
