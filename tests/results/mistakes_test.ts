import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { LoadedData } from "../../src/data/types.ts";
import { decodePng } from "../../src/data/images/png.ts";
import { mistakesSvg } from "../../src/results/mistakes_svg.ts";
import type { AnswerRecord, SweepResult } from "../../src/results/types.ts";
import { makeRun, makeSweep } from "./_sweep.ts";
import { confusionCsv, mistakesCsv } from "./_tables.ts";

const answers: AnswerRecord = {
  part: "test",
  source: "test",
  task: "binary",
  rows: 4,
  wrong: 2,
  classesAnswered: 2,
  confusion: [[1, 1], [1, 1]],
  mistakes: [
    { row: 3, actual: 1, answered: 0, probability: 0.75 },
    { row: 0, actual: 0, answered: 1, probability: 0.5 },
  ],
};

/** Four rows of a test part, and what they are called. */
function loadedOf(
  overrides: Partial<LoadedData>,
  part: Partial<LoadedData["parts"]["train"]> = {},
) {
  const inputs = { values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), rows: 4, columns: 2 };
  const targets = { values: Float32Array.of(0, 0, 1, 1), rows: 4, columns: 1 };
  const test = { inputs, targets, ...part };
  return { parts: { train: test, test }, inputShape: [2], digest: "", ...overrides } as LoadedData;
}

function sweepOf(record: AnswerRecord, loaded?: LoadedData): SweepResult {
  const runs = [makeRun("he", 1, { answers: record }), makeRun("zeros", 1)];
  return makeSweep(runs, loaded ? { loaded: new Map([["he-seed1", loaded]]) } : {});
}

Deno.test("confusion.csv and mistakes.csv have the names of classes and rows", () => {
  const loaded = loadedOf({ classes: ["=no", "yes"] }, { names: ["a", "b", "c", "+d.png"] });
  const sweep = sweepOf(answers, loaded);
  assertEquals(
    confusionCsv(sweep),
    `run,variant,seed,part,actual,answered,rows
he-seed1,he,1,test,'=no,'=no,1
he-seed1,he,1,test,'=no,yes,1
he-seed1,he,1,test,yes,'=no,1
he-seed1,he,1,test,yes,yes,1
`,
  );
  assertEquals(
    mistakesCsv(sweep),
    `run,variant,seed,part,row,actual,answered,name,probability
he-seed1,he,1,test,3,yes,'=no,'+d.png,0.75
he-seed1,he,1,test,0,'=no,yes,a,0.5
`,
  );
});

Deno.test("rows of tables are told by their lines; numbers have an error, labels a place", () => {
  const lines = Uint32Array.of(2, 3, 5, 6);
  const regression: AnswerRecord = {
    part: "test",
    source: "test",
    task: "regression",
    rows: 4,
    mistakes: [{ row: 2, actual: 1.5, answered: -2 }],
  };
  const numbers = sweepOf(regression, loadedOf({}, { lines }));
  assertEquals(confusionCsv(numbers), undefined);
  assertEquals(
    mistakesCsv(numbers),
    `run,variant,seed,part,row,actual,answered,name,error
he-seed1,he,1,test,2,1.5,-2,line 5,-3.5
`,
  );
  const labels = sweepOf({
    ...answers,
    task: "multi-label",
    labels: [[[2, 0], [1, 1]]],
    confusion: undefined,
    mistakes: [{ row: 1, output: 0, actual: 1, answered: 0, probability: 0.5 }],
  } as unknown as AnswerRecord, loadedOf({}));
  assertEquals(
    confusionCsv(labels),
    `run,variant,seed,part,label,actual,answered,rows
he-seed1,he,1,test,0,0,0,2
he-seed1,he,1,test,0,0,1,0
he-seed1,he,1,test,0,1,0,1
he-seed1,he,1,test,0,1,1,1
`,
  );
  assertStringIncludes(mistakesCsv(labels)!, "he-seed1,he,1,test,1,1,0,row 1,0,0.5\n");
});

Deno.test("without mistakes there is no mistakes.csv, without counts no confusion.csv", () => {
  const { confusion: _, ...rest } = answers;
  const sweep = sweepOf({ ...rest, mistakes: [] });
  assertEquals([confusionCsv(sweep), mistakesCsv(sweep)], [undefined, undefined]);
});

/** The pictures inside of an SVG. */
async function picturesIn(svg: string) {
  const found = [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)];
  return await Promise.all(found.map(([, png]) => decodePng(Uint8Array.fromBase64(png!))));
}

Deno.test("mistakes.svg shows the pictures as they were loaded, with both classes", async () => {
  const pixels = Uint8Array.from({ length: 4 * 12 }, (_, k) => 5 * k);
  const loaded = loadedOf(
    { inputShape: [2, 2, 3], classes: ["<no>", "yes & more"] },
    { inputs: { values: pixels, rows: 4, columns: 12 } },
  );
  const svg = (await mistakesSvg(sweepOf(answers, loaded)))!;
  const pictures = await picturesIn(svg);
  assertEquals(pictures.map(({ data }) => [...data]), [
    [...pixels.subarray(36, 48)],
    [...pixels.subarray(0, 12)],
  ]);
  assertStringIncludes(svg, ">1. is yes &amp; more</text>");
  assertStringIncludes(svg, ">answered &lt;no&gt;, 75.0 %</text>");
  assertEquals(svg, await mistakesSvg(sweepOf(answers, loaded)), "the same bytes again");
});

Deno.test("grey pictures and such of numbers are shown too, large ones smaller", async () => {
  const loaded = loadedOf(
    { inputShape: [2, 1] as number[], classes: ["no", "yes"] },
  );
  // One column wide is no picture.
  assertEquals(await mistakesSvg(sweepOf(answers, loaded)), undefined);
  assertEquals(await mistakesSvg(sweepOf(answers, loadedOf({}))), undefined);
  const shares = Float32Array.of(0, 0.5, 1, 0, ...new Array(8).fill(0), -1, 3, 0, 1);
  const grey = loadedOf({ inputShape: [2, 2] }, {
    inputs: { values: shares, rows: 4, columns: 4 },
  });
  const [third, first] = await picturesIn((await mistakesSvg(sweepOf(answers, grey)))!);
  assertEquals([...first!.data].filter((_, k) => k % 3 === 0), [0, 128, 255, 0]);
  assertEquals([...third!.data].filter((_, k) => k % 3 === 0), [0, 255, 64, 128]);
  const large = loadedOf({ inputShape: [200, 100] }, {
    inputs: { values: new Uint8Array(4 * 20000).fill(9), rows: 4, columns: 20000 },
  });
  const [picture] = await picturesIn((await mistakesSvg(sweepOf(answers, large)))!);
  assertEquals([picture!.height, picture!.width], [64, 32]);
  assert(picture!.data.every((value) => value === 9));
});
