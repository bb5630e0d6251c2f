import { encodePng } from "../data/mod.ts";
import { bestOf } from "./best_run.ts";
import { frame, type Specification } from "./picture_frame.ts";
import { inks } from "./picture_style.ts";
import type { RunResult, SweepResult, Tensor } from "./types.ts";
import { rankingColumn } from "./variants.ts";

/** Most units that are shown, and in a row. */
const mostUnits = 16;
const across = 8;

/** Most pixels in each direction: of larger pictures, the mean of some is one. */
const mostPixels = 32;

/** Of a unit's picture on the page, and between two, in pixels. */
const tile = 96;
const gap = 14;

/** Room for a unit's number. */
const captionHeight = 16;

/** Of weights below 0, of 0, and above 0, where inputs have a single channel. */
const [negative, zero, positive] = [[0, 114, 178], [246, 246, 246], [213, 94, 0]] as const;

/**
 * The picture of the first layer's weights of the best run, a small picture for each unit; nothing where
 * inputs are no pictures. Each unit is scaled to its own largest weight. Weights of red, green and blue
 * are those colours on grey, which is 0.
 */
export async function weightsSpecification(
  { runs, experiment }: SweepResult,
): Promise<Specification | undefined> {
  const best = bestOf(runs, rankingColumn(runs));
  const [height = 0, width = 0, channels = 0] = best?.preprocessing.inputShape ?? [];
  if (best?.preprocessing.inputShape.length !== 3 || ![1, 3].includes(channels)) return undefined;
  const size = { height, width, channels };
  const layer = firstLayer(best, height * width * channels);
  if (layer === undefined) return undefined;
  const chosen = chooseUnits(layer);
  const tiles = await Promise.all(chosen.map(async (unit, index) => ({
    x: (index % across) * (tile + gap),
    y: Math.floor(index / across) * (tile + gap + captionHeight),
    url: await pictureOf(unitOf(layer, unit), size),
    caption: `unit ${unit + 1}`,
  })));
  const rows = Math.ceil(tiles.length / across);
  const columns = Math.min(across, tiles.length);
  const page = {
    width: columns * (tile + gap) - gap,
    height: rows * (tile + gap + captionHeight) - gap,
  };
  const units = layer.shape[0]!;
  const ratio = tile / Math.max(height, width);
  return frame({
    title: `${experiment.name}: first-layer weights of ${best.run.name}`,
    subtitle: [
      channels === 3
        ? "red, green, blue: weights above 0 brighter than grey, below 0 darker"
        : "blue: weights below 0 · orange: above 0 · white: 0",
      [
        "each unit scaled to its own largest weight",
        ...(units > mostUnits
          ? [`the ${mostUnits} of ${units} units with the largest weights`]
          : []),
        ...(poolOf(size) > 1
          ? [`each field the mean of ${poolOf(size)} × ${poolOf(size)} pixels`]
          : []),
      ].join(" · "),
    ],
    description: `First-layer weights of ${best.run.name} as pictures`,
    columns: 1,
    panels: [{
      ...page,
      data: { values: tiles },
      layer: [
        {
          mark: {
            type: "image",
            width: Math.round(width * ratio),
            height: Math.round(height * ratio),
            align: "left",
            baseline: "top",
            aspect: false,
            smooth: false,
          },
          encoding: {
            x: at("x", page.width),
            y: at("y", page.height),
            url: { field: "url", type: "nominal" },
          },
        },
        {
          mark: {
            type: "text",
            align: "left",
            baseline: "top",
            dy: tile + 4,
            fontSize: 11,
            color: inks.text,
          },
          encoding: {
            x: at("x", page.width),
            y: at("y", page.height),
            text: { field: "caption", type: "nominal" },
          },
        },
      ],
    }],
  });
}

function at(field: string, length: number): Specification {
  return {
    field,
    type: "quantitative",
    axis: null,
    scale: { domain: [0, length], range: [0, length], nice: false, zero: false },
  };
}

/** The weights of the first layer that takes the picture as it is. */
function firstLayer(
  { weights, bestWeights }: RunResult,
  inputs: number,
): Tensor | undefined {
  const first = (bestWeights ?? weights).find(({ shape }) => shape.length === 2);
  return first?.shape[1] === inputs ? first : undefined;
}

function unitOf({ values, shape: [, inputs = 0] }: Tensor, unit: number): Float32Array {
  return values.subarray(unit * inputs, (unit + 1) * inputs);
}

/** All units, or those with the largest weights, in their order. */
function chooseUnits(layer: Tensor): number[] {
  const units = Array.from({ length: layer.shape[0]! }, (_, unit) => {
    let squares = 0;
    for (const weight of unitOf(layer, unit)) squares += weight * weight;
    return { unit, squares };
  });
  return units.sort((a, b) => b.squares - a.squares || a.unit - b.unit).slice(0, mostUnits)
    .map(({ unit }) => unit).sort((a, b) => a - b);
}

interface Size {
  height: number;
  width: number;
  channels: number;
}

/** How many pixels in each direction are one. */
function poolOf({ height, width }: Size): number {
  return Math.ceil(Math.max(height, width) / mostPixels);
}

/** A unit's weights as a PNG file in a URL. */
async function pictureOf(weights: Float32Array, size: Size): Promise<string> {
  const { values, height, width } = pooled(weights, size);
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  const bytes = new Uint8Array(3 * height * width);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let c = 0; c < 3; c++) {
      const value = values[pixel * size.channels + (size.channels === 3 ? c : 0)]!;
      const share = largest === 0 ? 0 : value / largest;
      bytes[3 * pixel + c] = Math.round(
        size.channels === 3
          ? 127.5 + 127.5 * share
          : zero[c]! + (share < 0 ? negative : positive)[c]! * Math.abs(share) -
            zero[c]! * Math.abs(share),
      );
    }
  }
  const png = await encodePng(bytes, { width, height, channels: 3 });
  return `data:image/png;base64,${png.toBase64()}`;
}

function pooled(weights: Float32Array, size: Size) {
  const pool = poolOf(size);
  const [height, width] = [Math.ceil(size.height / pool), Math.ceil(size.width / pool)];
  const values = new Float64Array(height * width * size.channels);
  const counts = new Float64Array(height * width);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const to = Math.floor(y / pool) * width + Math.floor(x / pool);
      counts[to]!++;
      for (let c = 0; c < size.channels; c++) {
        values[to * size.channels + c]! += weights[(y * size.width + x) * size.channels + c]!;
      }
    }
  }
  for (let k = 0; k < values.length; k++) values[k]! /= counts[Math.floor(k / size.channels)]!;
  return { values, height, width };
}
