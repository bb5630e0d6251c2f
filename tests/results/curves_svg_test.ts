import { assert, assertEquals, assertMatch } from "@std/assert";
import { curvesSpecification, curvesSvg } from "../../src/results/curves_svg.ts";
import { linearAxis, logAxis, spansDecades } from "../../src/results/picture_axes.ts";
import { fitLabels } from "../../src/results/picture_labels.ts";
import { log10, variantSeries } from "../../src/results/picture_series.ts";
import {
  darkStyle,
  inks,
  otherColor,
  textWidth,
  variantColors,
} from "../../src/results/picture_style.ts";
import { renderSvg } from "../../src/results/render_svg.ts";
import type { PartScores, RunResult } from "../../src/results/types.ts";
import { groupVariants } from "../../src/results/variants.ts";
import { catSweep, makeRun, makeSweep, point } from "./_sweep.ts";

function ticks(axis: { ticks: { at: number; label: string }[] }): string[] {
  return axis.ticks.map(({ label }) => label);
}

/** Draws and fails on any warning of the library. */
function draw(runs: RunResult[]): Promise<string> {
  return curvesSvg(makeSweep(runs), { warn: (message) => assert(false, message) });
}

function trainLoss({ train }: PartScores): number {
  return train.loss;
}

function runWithLosses(variant: string, seed: number, losses: number[]): RunResult {
  const curve = losses.slice(0, -1).map((loss, index) => point(index + 1, { loss }));
  const epochs = losses.length - 1;
  return makeRun(variant, seed, { curve, epochs, final: { train: { loss: losses.at(-1)! } } });
}

Deno.test("a second drawing in the same process has the same bytes", async () => {
  const first = await curvesSvg(catSweep(), { warn: (message) => assert(false, message) });
  await draw([runWithLosses("other", 1, [3, 2, 1])]);
  assertEquals(await curvesSvg(catSweep()), first);
});

Deno.test("identifiers in a picture start anew each time", async () => {
  const clipped = {
    data: { values: [{ x: 1, y: 2 }, { x: 2, y: 3 }] },
    mark: { type: "line", clip: true },
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "y", type: "quantitative" },
    },
  };
  const first = await renderSvg(clipped);
  assertMatch(first, /clip-path="url\(#clip/);
  assertEquals(await renderSvg(clipped), first);
});

Deno.test("no coordinate has more than two digits after the point", async () => {
  const svg = await curvesSvg(catSweep());
  const geometry = [...svg.matchAll(/ (?:d|transform|x|y|x2|y2|width|height|viewBox)="([^"]*)"/g)];
  assert(geometry.length > 100);
  for (const [, value] of geometry) assertEquals(/\.\d{3}|e-/.test(value!), false, value);
});

Deno.test("every colour of a picture is one that the style knows how to turn dark", async () => {
  const svg = await curvesSvg(catSweep());
  const known: string[] = [
    ...Object.values(inks),
    ...variantColors,
    otherColor,
    "none",
    "transparent",
  ];
  const used = new Set([...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, color]) => color!));
  assertEquals([...used].filter((color) => !known.includes(color)), []);
  assert(svg.includes(darkStyle()));
});

Deno.test("a picture has a panel for each metric and part, and a legend from best to worst", async () => {
  const svg = await curvesSvg(catSweep());
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
  for (const title of ["training loss", "test loss", "training accuracy", "test accuracy"]) {
    assert(texts.includes(title), title);
  }
  const legend = texts.filter((text) => ["zeros", "random", "he", "xavier"].includes(text));
  assertEquals(legend, ["random", "xavier", "he", "zeros"]);
});

Deno.test("names with markup are text in the picture", async () => {
  const svg = await draw([runWithLosses('<script>"&', 1, [2, 1])]);
  assert(svg.includes("&lt;script&gt;"));
  assertEquals(svg.includes("<script"), false);
});

Deno.test("one epoch, one run, a run that diverged at once and losses of 0 can be drawn", async () => {
  const nothing = makeRun("b", 1, {
    status: "diverged",
    epochs: 0,
    curve: [point(1, { loss: NaN })],
    final: { train: { loss: NaN } },
  });
  for (
    const runs of [
      [runWithLosses("a", 1, [1, 0.5])],
      [runWithLosses("a", 1, [0, 0])],
      [nothing],
      [nothing, runWithLosses("a", 1, [1e30, 1e-30])],
    ]
  ) assertMatch(await draw(runs), /^<svg .*<\/svg>\n$/s);
});

Deno.test("beyond the colours there are, the worst variants share a grey", async () => {
  const runs = Array.from({ length: 12 }, (_, i) => runWithLosses(`v${i}`, 1, [9, i + 1]));
  const svg = await draw(runs);
  assert(svg.includes(">6 others<"));
  assert(svg.includes(`stroke="${otherColor}"`));
  assertEquals(svg.includes(">v6<"), false);
  assert(svg.includes(">v5<"));
});

Deno.test("the loss has a logarithmic axis where it is positive and spans over two decades", () => {
  const titles = (runs: RunResult[]) => JSON.stringify(curvesSpecification(makeSweep(runs)));
  assert(titles([runWithLosses("a", 1, [1, 0.009])]).includes("training loss (log scale)"));
  assert(!titles([runWithLosses("a", 1, [1, 0.02])]).includes("log scale"));
  assert(!titles([runWithLosses("a", 1, [1, 0])]).includes("log scale"));
  assertEquals([spansDecades([1, 101]), spansDecades([1, 100]), spansDecades([-1, 500])], [
    true,
    false,
    false,
  ]);
});

Deno.test("a series is the mean over the seeds within their range, with the final score last", () => {
  const [variant] = groupVariants([
    runWithLosses("a", 1, [4, 2, 1]),
    runWithLosses("a", 2, [6, 3, 0]),
  ]);
  assertEquals(variantSeries(variant!, trainLoss), [
    { trained: 0, mean: 5, low: 4, high: 6 },
    { trained: 1, mean: 2.5, low: 2, high: 3 },
    { trained: 2, mean: 0.5, low: 0, high: 1 },
  ]);
});

Deno.test("a diverged run is drawn only where no run of its variant finished", () => {
  const bad = { ...runWithLosses("a", 2, [6, Infinity, NaN]), status: "diverged" as const };
  const [mixed] = groupVariants([runWithLosses("a", 1, [4, 2]), bad]);
  assertEquals(variantSeries(mixed!, trainLoss).map(({ mean }) => mean), [4, 2]);
  const [only] = groupVariants([bad]);
  assertEquals(variantSeries(only!, trainLoss).map(({ mean }) => mean), [6]);
});

Deno.test("axes have round ticks", () => {
  assertEquals(ticks(linearAxis([0.013, 0.69], { count: 5, nice: true })), [
    "0.0",
    "0.2",
    "0.4",
    "0.6",
    "0.8",
  ]);
  assertEquals(linearAxis([0, 1000], { count: 5, nice: false, whole: true }).domain, [0, 1000]);
  assertEquals(ticks(linearAxis([0, 3], { count: 5, nice: false, whole: true })), [
    "0",
    "1",
    "2",
    "3",
  ]);
  assertEquals(ticks(linearAxis([-2, 7e9], { count: 5, nice: true })).at(-1), "8e+9");
  assertEquals(ticks(logAxis([0.0005, 3])), ["0.0001", "0.001", "0.01", "0.1", "1", "10"]);
  assert(ticks(logAxis([1e-30, 1e30])).length <= 8);
});

Deno.test("the logarithm of powers of ten is exact", () => {
  for (let exponent = -300; exponent <= 300; exponent++) {
    assertEquals(log10(Number(`1e${exponent}`)), exponent === 0 ? 0 : exponent);
  }
});

/** A variant of which no run finished, beside one that did. */
function withDiverged(losses: number[]): RunResult[] {
  const far = { ...runWithLosses("far", 1, losses), status: "diverged" as const };
  return [runWithLosses("a", 1, [4, 2, 1]), far];
}

Deno.test("a variant whose every run diverged is cut where it leaves the axes of the others", async () => {
  const specification = (runs: RunResult[]) => JSON.stringify(curvesSpecification(makeSweep(runs)));
  const cut = specification(withDiverged([4, 1e63, 1e70, NaN]));
  assert(cut.includes('"domain":[1,4]'), cut);
  assert(cut.includes('"clip":true'));
  assert(cut.includes("lines of others are cut where they leave them"));
  const inside = specification(withDiverged([4, 2, NaN]));
  assert(!inside.includes("clip") && !inside.includes("are cut"));
  const svg = await draw(withDiverged([4, 1e63, 1e70, NaN]));
  assertMatch(svg, /clip-path="url\(#clip/);
  assertEquals(/\de\+/.test(svg), false);
  // On a logarithmic axis a loss of 0 has no place; it is below every other.
  await draw([...withDiverged([4, 0, NaN]), runWithLosses("b", 1, [4, 2, 0.001])]);
});

Deno.test("where every run of every variant diverged the axes are theirs", () => {
  const [, far] = withDiverged([4, 8, NaN]);
  const text = JSON.stringify(curvesSpecification(makeSweep([far!])));
  assert(text.includes('"domain":[4,8]') && !text.includes("clip"));
});

Deno.test("a value beyond the axis by a rounding only is not called cut", () => {
  const text = JSON.stringify(
    curvesSpecification(makeSweep([runWithLosses("a", 1, [4, 4 + 1e-12, 1])])),
  );
  assert(text.includes('"domain":[1,4]') && !text.includes("clip"), text);
});

Deno.test("long names in the legend lose their middle and stay distinct", async () => {
  const start = "optimizer=gradient-descent-with-momentum, learningRate=";
  const runs = ["0.1", "0.01", "0.001"].map((rate) => runWithLosses(start + rate, 1, [2, 1]));
  const svg = await draw(runs);
  for (const rate of ["0.1", "0.01", "0.001"]) {
    assertMatch(svg, new RegExp(`>optimizer=[^<]*…[^<]*=${rate}<`));
  }
});

Deno.test("labels keep short names, fit, and are never the same for two names", () => {
  const room = { width: 100, fontSize: 12 };
  const middle = (text: string) => `${"a".repeat(60)}${text}${"z".repeat(60)}`;
  const names = ["he", middle("1"), middle("2"), `x${middle("1")}`, `${middle("1")}x`];
  const labels = fitLabels(names, room);
  assertEquals(labels[0], "he");
  assertEquals(new Set(labels).size, names.length);
  for (const label of labels) assert(textWidth(label, 12) <= 100, label);
});
