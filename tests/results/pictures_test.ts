import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { confusionSpecification } from "../../src/results/confusion_svg.ts";
import { gapSpecification } from "../../src/results/gap_svg.ts";
import { gridSpecification } from "../../src/results/grid_svg.ts";
import { contourLines } from "../../src/results/picture_contour.ts";
import {
  amountColors,
  amountInks,
  inks,
  otherColor,
  variantColors,
} from "../../src/results/picture_style.ts";
import { shareAxis, sizeAxis } from "../../src/results/picture_axes.ts";
import { drawPictures } from "../../src/results/pictures.ts";
import { renderSvg } from "../../src/results/render_svg.ts";
import type { AnswerRecord, Boundary, RunResult, SweepResult } from "../../src/results/types.ts";
import type { LoadedData } from "../../src/data/types.ts";
import { granted } from "../permissions.ts";
import { makeRun, makeSweep, moment } from "./_sweep.ts";
import { layersCsv } from "./_tables.ts";

/** Draws all pictures and fails on any warning of the library. */
async function draw(sweep: SweepResult): Promise<Map<string, string>> {
  const warn = (message: string) => assert(false, message);
  return await drawPictures(sweep, (specification) => renderSvg(specification, { warn }));
}

function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text!);
}

/** Above the diagonal class 1, on a plane of 8 × 8 fields. */
const side = 8;
const boundary: Boundary = {
  run: "he-seed1",
  features: ["weight", "height"],
  classes: ["no", "yes"],
  x: [0, 8],
  y: [0, 8],
  side,
  margins: [
    Float32Array.from({ length: side * side }, (_, k) => (Math.floor(k / side) - k % side) / 8),
  ],
  points: [
    { part: "train", x: 1, y: 2, class: 1 },
    { part: "test", x: 2, y: 1, class: 0 },
  ],
};

const confusion = {
  run: "he-seed1",
  part: "test" as const,
  classes: ["no", "yes"],
  counts: [[7, 1], [0, 4]],
};

const answers: AnswerRecord = {
  part: confusion.part,
  source: confusion.part,
  task: "binary",
  rows: 12,
  confusion: confusion.counts,
  mistakes: [],
};

/** What the best run, the first of equals, was given. */
function answered(runs: RunResult[], classes = confusion.classes): Partial<SweepResult> {
  runs[0]!.answers = answers;
  return { loaded: new Map([[runs[0]!.run.name, { classes } as LoadedData]]) };
}

function everything(name = "he"): SweepResult {
  const runs = [name, "zeros"].flatMap((variant) =>
    [1, 2].map((seed) => makeRun(variant, seed, { layers: [moment(0, 3), moment(2, 3)] }))
  );
  return makeSweep(runs, { boundary, ...answered(runs) });
}

/** Rates times sizes, each with two seeds. */
function gridOf(rates: readonly number[], sizes: readonly number[]): SweepResult {
  const runs: RunResult[] = [];
  rates.forEach((rate, r) =>
    sizes.forEach((size, s) => {
      for (const seed of [1, 2]) {
        const accuracy = 0.5 + (r + s) / 20;
        const run = makeRun(`r${rate}-s${size}`, seed, {
          final: { train: { loss: 1, accuracy }, test: { loss: 1, accuracy } },
        });
        run.run.settings.optimizer.learningRate = rate;
        (run.run.settings as { batchSize: unknown }).batchSize = size;
        runs.push(run);
      }
    })
  );
  const sweep = makeSweep(runs);
  sweep.experiment.differing = [
    ...(rates.length > 1 ? ["optimizer.learningRate"] : []),
    ...(sizes.length > 1 ? ["batchSize"] : []),
  ];
  return sweep;
}

Deno.test("a picture is drawn where there is something to show", async () => {
  assertEquals([...(await draw(everything())).keys()], [
    "curves.svg",
    "final.svg",
    "gap.svg",
    "layers.svg",
    "boundary.svg",
    "confusion.svg",
  ]);
  const { final: { train } } = makeRun("he", 1);
  const curve = makeRun("he", 1).curve.map(({ test: _, ...row }) => row);
  const plain = await draw(makeSweep([makeRun("he", 1, { curve, final: { train } })]));
  assertEquals([...plain.keys()], ["curves.svg", "final.svg"]);
});

Deno.test("every picture has the same bytes again, a description, and colours that turn dark", async () => {
  const sweeps = [everything(), gridOf([0.1, 0.2, 0.3], [8, 16]), gridOf([0.1, 0.2, 0.3], [8])];
  const known: string[] = [
    ...Object.values(inks),
    ...variantColors,
    otherColor,
    ...amountColors.map(([light]) => light),
    "none",
    "transparent",
  ];
  for (const sweep of sweeps) {
    const pictures = await draw(sweep);
    assertEquals(await draw(sweep), pictures);
    for (const [name, svg] of pictures) {
      const used = new Set([...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, one]) => one!));
      assertEquals([...used].filter((color) => !known.includes(color)), [], name);
      assert(/^<svg [^>]* role="img" aria-label="[^"]+">/.test(svg), name);
    }
  }
});

Deno.test("names with markup, quotes and signs of expressions are texts in every picture", async () => {
  for (const name of ['<script>"&', "a'] + alert(1) + ['", "\u2028\\u0022", "\ud83d\ude00\u0000"]) {
    const sweep = everything(name);
    Object.assign(sweep, answered(sweep.runs, [name, "b"]));
    sweep.boundary = { ...boundary, classes: [name, "b"], features: [name, "y"], run: name };
    for (const [file, svg] of await draw(sweep)) {
      assertEquals(/<(script|image|a|foreignObject)\b/.test(svg), false, file);
      // deno-lint-ignore no-control-regex
      assertEquals(/[\x00-\x08\u2028]/.test(svg), false, file);
      if (file === "final.svg" && name.includes("alert")) {
        assert(textsOf(svg).some((text) => text.includes("alert(1)")), textsOf(svg).join());
      }
    }
  }
});

Deno.test("with very many runs pictures stay bounded and say what they leave out", async () => {
  const runs = Array.from(
    { length: 60 },
    (_, v) =>
      Array.from({ length: 70 }, (_, seed) =>
        makeRun(`v${v}`, seed, {
          layers: [moment(0, 3), moment(2, 3)],
          final: { train: { loss: 60 - v, accuracy: v / 60 } },
        })),
  ).flat();
  const pictures = await draw(makeSweep(runs));
  for (const [name, svg] of pictures) assert(svg.length < 400_000, `${name}: ${svg.length}`);
  const subtitle = (name: string) => textsOf(pictures.get(name)!).join("\n");
  assert(subtitle("final.svg").includes("the first 30 of 70 seeds"));
  assert(subtitle("final.svg").includes("the 24 best of 60 variants"));
  assert(subtitle("curves.svg").includes("the 30 best of 60 variants"));
  assert(subtitle("layers.svg").includes("the 30 best of 60 variants"));
});

Deno.test("the final picture has a point for each seed and names from best to worst", async () => {
  const runs = [1, 2, 3].flatMap((seed) => [
    makeRun("worse", seed, { final: { train: { loss: 1, accuracy: 0.5 } } }),
    makeRun("better", seed, { final: { train: { loss: 0.5, accuracy: 0.9 + seed / 100 } } }),
  ]);
  const svg = (await draw(makeSweep(runs))).get("final.svg")!;
  const names = textsOf(svg).filter((text) => text === "worse" || text === "better");
  assertEquals(names, ["better", "worse", "better", "worse"]);
  assertEquals([...svg.matchAll(/<path [^>]*A[^>]*fill="#(0072b2|d55e00)"/g)].length, 12);
});

Deno.test("the gap is how much worse the unseen rows are, seed by seed", () => {
  const specification = gapSpecification(makeSweep([
    makeRun("he", 1, { curve: [], final: scoresOf(1, 1.5, 0.9, 0.7) }),
    makeRun("he", 2, { curve: [], final: scoresOf(2, 2.25, 0.8, 0.9) }),
  ]));
  const [loss, accuracy] = (specification!.concat as { data: { values: Drawn[] } }[])
    .map(({ data }) => data.values.at(-1)!);
  assertEquals([loss!.low, loss!.mean, loss!.high], [0.25, 0.375, 0.5]);
  assertAlmostEquals(accuracy!.low, -0.1, 1e-12);
  assertAlmostEquals(accuracy!.high, 0.2, 1e-12);
});

interface Drawn {
  low: number;
  mean: number;
  high: number;
}

function scoresOf(train: number, test: number, trained: number, tested: number) {
  return { train: { loss: train, accuracy: trained }, test: { loss: test, accuracy: tested } };
}

Deno.test("two settings are a heat map, one of numbers a line, others no grid", async () => {
  const map = (await draw(gridOf([0.1, 0.01, 1], [8, 16]))).get("grid.svg")!;
  const texts = textsOf(map);
  for (const text of ["0.01", "0.1", "1", "8", "16", "50.0 %", "± 0.0", "65.0 %"]) {
    assert(texts.includes(text), `${text} of ${texts}`);
  }
  // In the order of the numbers, not of the variants.
  assertEquals(texts.filter((text) => ["0.01", "0.1", "1"].includes(text)), ["0.01", "0.1", "1"]);
  const line = (await draw(gridOf([0.001, 0.01, 0.1, 1], [8]))).get("grid.svg")!;
  assert(textsOf(line).includes("optimizer.learningRate, log scale"));
  assertEquals(gridSpecification(gridOf([0.1, 0.2], [8])), undefined);
  const gappy = gridOf([0.1, 0.2], [8, 16]);
  gappy.experiment.canonical.variants.pop();
  assertEquals(gridSpecification(gappy), undefined);
  assertEquals(gridSpecification(makeSweep([makeRun("a", 1), makeRun("b", 1)])), undefined);
});

Deno.test("the confusion matrix counts rows, and tells their share of the class", async () => {
  const runs = [makeRun("he", 1)];
  const svg = (await draw(makeSweep(runs, answered(runs)))).get("confusion.svg")!;
  const texts = textsOf(svg);
  assert(texts.includes("12 test rows, 11 of them right (on the diagonal)"));
  for (const text of ["7", "88 %", "13 %", "4", "100 %", "actual class", "predicted class"]) {
    assert(texts.includes(text), text);
  }
  const classes = Array.from({ length: 31 }, (_, k) => `c${k}`);
  const counts = classes.map(() => classes.map(() => 1));
  assertEquals(confusionSpecification({ ...confusion, classes, counts }), undefined);
  const empty = { ...confusion, counts: [[0, 0], [0, 0]] };
  assert(textsOf(await renderSvg(confusionSpecification(empty)!)).includes("0 %"));
});

Deno.test("text stands on every colour of an amount, on light and on dark pages", () => {
  const dark: Record<string, string> = { [inks.text]: "#e6edf3", [inks.background]: "#0d1117" };
  amountColors.forEach(([onLight, onDark], step) => {
    const { fill, text } = amountInks((step + 0.5) / amountColors.length);
    assertEquals(fill, onLight);
    assert(contrast(onLight, text) >= 4.5, onLight);
    assert(contrast(onDark, dark[text]!) >= 4.5, onDark);
  });
  assertEquals([amountInks(0).fill, amountInks(1).fill], [amountColors[0]![0], "#00315c"]);
});

/** The contrast of two colours, from 1 to 21: WCAG 2.1. */
function contrast(a: string, b: string): number {
  const [dim, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

Deno.test("a contour goes where values turn, as one line", () => {
  // column − 1.25 over 4 × 4 places: upright at column 1.25.
  const plane = Float32Array.from({ length: 16 }, (_, k) => k % 4 - 1.25);
  assertEquals(contourLines(plane, 4), [[[1.25, 3], [1.25, 2], [1.25, 1], [1.25, 0]]]);
  assertEquals(contourLines(new Float32Array(16).fill(1), 4), []);
  // One place above 0: a ring that ends where it began.
  const peak = new Float32Array(25).fill(-1);
  peak[12] = 1;
  const [ring, ...others] = contourLines(peak, 5);
  assertEquals(others, []);
  assertEquals([ring!.length, ring!.at(-1)], [5, ring![0]!]);
  assertEquals(
    ring!.slice(1).map((place) => place.join()).sort(),
    ["1.5,2", "2,1.5", "2,2.5", "2.5,2"],
  );
  // A saddle: which two sides meet is for the mean to say.
  assertEquals(contourLines(Float32Array.of(1, -3, -3, 1), 2).length, 2);
});

Deno.test("an axis for sizes has a place for 0 below the powers of ten", () => {
  const axis = sizeAxis([0, 1e-12, 10]);
  const labels = axis.ticks.map(({ label }) => label);
  assertEquals(labels, ["0", "1e-12", "1e-10", "1e-8", "1e-6", "0.0001", "0.01", "1", "100"]);
  assertEquals([axis.zeroAt, axis.domain], [-14, [-14, 2]]);
  assertEquals(sizeAxis([0, 3]).logarithmic, false);
  assertEquals(shareAxis([1, 1], 5).ticks.at(-1)!.label, "100 %");
  assertEquals(shareAxis([0, 0], 5).ticks[0]!.label, "0 %");
});

Deno.test("layers.csv has a row per run, moment and layer, and nothing where nothing applies", () => {
  const { flatShare: _, deadShare: __, ...bare } = moment(2).layers[0]!;
  const layers = [moment(0), {
    epochs: 2,
    layers: [{ ...bare, activationMean: NaN, weightRms: -0 }],
  }];
  assertEquals(
    layersCsv([makeRun("=1+1", 1, { layers })]),
    "run,variant,seed,epochs_trained,layer,type,activation,units,activation_mean," +
      "activation_deviation,zero_share,flat_share,dead_share,gradient_rms,weight_rms\n" +
      "'=1+1-seed1,'=1+1,1,0,1,dense,relu,4,0.5,0.25,0.125,0.125,0,0.01,1.5\n" +
      "'=1+1-seed1,'=1+1,1,2,1,dense,relu,4,NaN,0.25,0.125,,,0.01,-0\n",
  );
});

Deno.test({
  name: "first-layer weights of pictures are shown as pictures, of many units some",
  ignore: !granted("read", "env"),
  async fn() {
    const weightsOf = (units: number, inputs: number) => [{
      name: "layers.0.weight",
      shape: [units, inputs],
      values: Float32Array.from(
        { length: units * inputs },
        (_, k) => Math.floor(k / inputs) + k % 2,
      ),
    }];
    const pictured = (inputShape: number[], units: number) => {
      const run = makeRun("he", 1, {
        weights: weightsOf(units, inputShape.reduce((product, n) => product * n, 1)),
      });
      run.preprocessing = { ...run.preprocessing, inputShape };
      return draw(makeSweep([run]));
    };
    const svg = (await pictured([4, 6, 1], 3)).get("weights.svg")!;
    assertEquals(textsOf(svg).filter((text) => text.startsWith("unit ")), [
      "unit 1",
      "unit 2",
      "unit 3",
    ]);
    const images = [...svg.matchAll(/<image [^>]*"data:image\/png;base64,([^"]*)"[^>]*>/g)];
    assertEquals(images.length, 3);
    assert(images[0]![0].includes('width="96" height="64"'), images[0]![0]);
    // The size stands in the PNG's first chunk.
    const header = new DataView(Uint8Array.fromBase64(images[0]![1]!).buffer, 16);
    assertEquals([header.getUint32(0), header.getUint32(4)], [6, 4]);

    const many = (await pictured([64, 64, 3], 40)).get("weights.svg")!;
    const units = textsOf(many).filter((text) => /^unit \d/.test(text));
    assertEquals([units.length, units[0], units.at(-1)], [16, "unit 25", "unit 40"]);
    assert(many.length < 150_000, `${many.length}`);
    assertEquals((await pictured([24], 3)).has("weights.svg"), false);
  },
});
