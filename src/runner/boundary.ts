import { columnsOf, type LoadedData, prepareData, preprocess } from "../data/mod.ts";
import { classOf, thresholdOf } from "../engine/mod.ts";
import type { Examples } from "../numerics/matrix.ts";
import { bestOf, type Boundary, partNames, rankingColumn, type RunResult } from "../results/mod.ts";
import type { Plan } from "./plan.ts";
import { restoreNetwork } from "./predict.ts";

/** Fields in each direction: a picture shows each with a few pixels. */
const side = 64;

/** Most classes that can be told apart by their colours. */
const mostClasses = 7;

/** Most rows of each part. */
const mostPoints = 250;

/**
 * What the best run's best weights say of every place of the plane, where its data has two inputs and
 * classes; nothing otherwise. The same for runs that were trained before and taken from the journal:
 * it follows from the weights.
 */
export function decisionBoundary(
  { jobs, data }: Pick<Plan, "jobs" | "data">,
  runs: readonly RunResult[],
): Boundary | undefined {
  const best = runs.length === 0 ? undefined : bestOf(runs, rankingColumn(runs));
  const { classes } = best?.preprocessing ?? {};
  if (!best || !classes || classes.length > mostClasses) return undefined;
  if (columnsOf(best.preprocessing) !== 2) return undefined;
  const { name } = best.run;
  const loaded = data.get(jobs.find(({ run }) => run.name === name)!.dataKey)!;
  const points = pointsOf(best, loaded);
  const [x, y] = [rangeOf(points.map((point) => point.x)), rangeOf(points.map((point) => point.y))];
  const features = loaded.features?.length === 2 ? loaded.features : ["input 1", "input 2"];
  return {
    run: name,
    features: [features[0]!, features[1]!],
    classes,
    x,
    y,
    side,
    margins: marginsOn(best, { x, y }),
    points,
  };
}

/** All that a row can be shown as: its inputs before they are scaled. */
function pointsOf({ run }: RunResult, loaded: LoadedData): Boundary["points"] {
  const { split, normalize } = run.settings.data;
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed });
  return partNames.flatMap((part) => {
    const examples = prepared[part];
    if (examples === undefined) return [];
    const { inputs } = loaded.parts[examples.rows ? "train" : part] ?? loaded.parts.train;
    return spreadRows(examples).map((row) => ({
      part,
      x: inputs.values[2 * row]!,
      y: inputs.values[2 * row + 1]!,
      class: classOf(examples.targets.values, {
        from: row * examples.targets.columns,
        columns: examples.targets.columns,
        threshold: 0.5,
      }),
    }));
  }).filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
}

/** Rows at even distances. */
function spreadRows({ rows, inputs }: Examples): number[] {
  const count = rows?.length ?? inputs.rows;
  const shown = Math.min(count, mostPoints);
  return Array.from({ length: shown }, (_, k) => {
    const position = Math.floor(k * count / shown);
    return rows ? rows[position]! : position;
  });
}

/** The range of the values with some room around them. */
function rangeOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [-1, 1];
  const room = low === high ? Math.abs(low) / 2 || 1 : 0.08 * (high - low);
  return [low - room, high + room];
}

function marginsOn(
  { run, preprocessing, weights, bestWeights }: RunResult,
  { x, y }: Pick<Boundary, "x" | "y">,
): Float32Array[] {
  const values = new Float32Array(2 * side * side);
  const middle = ([low, high]: readonly [number, number], k: number) =>
    low + (high - low) * (k + 0.5) / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const at = 2 * (row * side + column);
      values[at] = middle(x, column);
      values[at + 1] = middle(y, row);
    }
  }
  const inputs = { values, rows: side * side, columns: 2 };
  const model = { file: run.name, run, preprocessing, tensors: bestWeights ?? weights };
  const outputs = restoreNetwork(model).outputs(preprocess(inputs, preprocessing));
  const K = outputs.length / inputs.rows;
  if (K === 1) {
    const threshold = thresholdOf(run.settings.loss);
    // From the threshold to a sure answer is half of all that a probability can be.
    return [outputs.map((output) => (output - threshold) * (threshold === 0.5 ? 2 : 1))];
  }
  return Array.from(
    { length: K === 2 ? 1 : K },
    (_, k) => {
      const own = K === 2 ? 1 : k;
      return Float32Array.from(
        { length: inputs.rows },
        (_, row) => outputs[row * K + own]! - bestOther(outputs, { from: row * K, K, own }),
      );
    },
  );
}

function bestOther(
  outputs: Float32Array,
  { from, K, own }: { from: number; K: number; own: number },
): number {
  let best = -Infinity;
  for (let k = 0; k < K; k++) if (k !== own && outputs[from + k]! > best) best = outputs[from + k]!;
  return best;
}
