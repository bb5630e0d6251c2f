import { cos, sin } from "../numerics/mod.ts";
import { createStream, fillNormal } from "../random/mod.ts";
import { digestData } from "./digest.ts";
import type { GeneratedOptions } from "./generated_options.ts";
import { sharedFloats } from "./shared_arrays.ts";
import { encodeTargets } from "./targets.ts";
import type { LoadedData } from "./types.ts";

/** Where a point is before the noise, and its class. */
interface Point {
  x: number;
  y: number;
  label: number;
}

/** Of a row: which group it is dealt to, its place there, how many the group has, how many groups. */
interface Dealt {
  group: number;
  place: number;
  count: number;
  groups: number;
}

const pi = Math.PI;

const shapes: Record<
  GeneratedOptions["shape"],
  { groups: number; point: (dealt: Dealt) => Point }
> = {
  "two-moons": { groups: 2, point: moon },
  spiral: { groups: 0, point: spiralArm },
  xor: { groups: 4, point: corner },
  blobs: { groups: 0, point: blob },
};

/**
 * Generates points in the plane, in two columns `x` and `y`, rows dealt to classes (for `xor`, to
 * corners) in turn, plus normal noise from the seed's stream `generate`:
 *
 * - `two-moons`: half circles of radius 1, the upper one around (0, 0), the lower around (1, ½);
 * - `spiral`: K arms from the middle out to radius 1, each turning by 4 radians;
 * - `xor`: the corners (0, 0), (0, 1), (1, 0), (1, 1); class 1 where one coordinate is 1;
 * - `blobs`: K centres at equal distances on the circle of radius 1.
 *
 * Coordinates are worked out in double precision and rounded to float32, before and after the
 * noise is added.
 *
 * Source of the moons: scikit-learn, `make_moons`; of the spiral: Stanford CS231n, "Minimal neural
 * network case study", with as many arms as asked for.
 */
export function loadGenerated(options: GeneratedOptions): LoadedData {
  const { shape, rows = 200, noise = 0.1, classes = 2, seed = 1 } = options;
  const { point, groups: fixed } = shapes[shape];
  const groups = fixed === 0 ? classes : fixed;
  const values = sharedFloats(2 * rows);
  fillNormal(values, createStream(seed, "generate"), { c0: 0, c1: 0, deviation: noise });
  const labels = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const group = row % groups;
    const place = (row - group) / groups;
    const count = Math.floor((rows - group - 1) / groups) + 1;
    const { x, y, label } = point({ group, place, count, groups });
    values[2 * row]! += Math.fround(x);
    values[2 * row + 1]! += Math.fround(y);
    labels[row] = label;
  }
  const names = Array.from({ length: classes }, (_, label) => String(label));
  const { targets } = encodeTargets(
    [{ values: labels, columns: 1, whole: true, place: (row) => `row ${row}` }],
    { classes: names },
  );
  const data = {
    parts: { train: { inputs: { values, rows, columns: 2 }, targets: targets[0]! } },
    inputShape: [2],
    features: ["x", "y"],
    encoding: [{ column: "x" }, { column: "y" }],
    classes: names,
  };
  return { ...data, digest: digestData(data) };
}

function moon({ group, place, count }: Dealt): Point {
  const angle = count === 1 ? 0 : pi * place / (count - 1);
  return group === 0
    ? { x: cos(angle), y: sin(angle), label: 0 }
    : { x: 1 - cos(angle), y: 0.5 - sin(angle), label: 1 };
}

function spiralArm({ group, place, count, groups }: Dealt): Point {
  const radius = (place + 1) / count;
  const angle = 2 * pi * group / groups + 4 * radius;
  return { x: radius * sin(angle), y: radius * cos(angle), label: group };
}

function corner({ group }: Dealt): Point {
  const x = group >> 1;
  const y = group & 1;
  return { x, y, label: x ^ y };
}

function blob({ group, groups }: Dealt): Point {
  const angle = 2 * pi * group / groups;
  return { x: cos(angle), y: sin(angle), label: group };
}
