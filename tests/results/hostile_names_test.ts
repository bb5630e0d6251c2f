import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { comparedFiles } from "../../src/results/paths.ts";
import { curvesSvg } from "../../src/results/curves_svg.ts";
import { summaryMarkdown } from "../../src/results/summary.ts";
import { timingCsv } from "../../src/results/timing_csv.ts";
import { writeResults } from "../../src/results/write_results.ts";
import { memoryFiles } from "./_memory_files.ts";
import { makeRun, makeSweep } from "./_sweep.ts";
import { curvesCsv, runsCsv } from "./_tables.ts";

/** What no file may take for more than a text, whoever let it get so far. */
const hostile = [
  "=cmd|' /C calc'!A0",
  "@SUM(A1)",
  "a;=1+1",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "[a](javascript:alert(1))",
  "![a](https://example.com/a.png)",
  "a|b\n\n# c",
  "a\x1b[2J\x9b2J\u202e",
  "&lt;b&gt;",
];

function sweepOf(name: string) {
  const run = makeRun("he", 1);
  const named = { ...run, run: { ...run.run, name, variant: name } };
  const sweep = makeSweep([named]);
  return {
    ...sweep,
    experiment: { ...sweep.experiment, question: name },
    source: `experiments/${name}`,
    data: sweep.data.map((record) => ({ ...record, classes: [name, "b"] })),
  };
}

// deno-lint-ignore no-control-regex
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]/;

/** Cells of CSV text that a spreadsheet would compute, split at commas and semicolons alike. */
function formulas(csv: string): string[] {
  return csv.split(/[,;\n]/).map((cell) => cell.replace(/^"/, ""))
    .filter((cell) => /^[=+@\t]/.test(cell));
}

for (const name of hostile) {
  const title = JSON.stringify(name);

  Deno.test(`in CSV ${title} is a text`, () => {
    const sweep = sweepOf(name);
    const { runs } = sweep;
    for (const csv of [runsCsv(sweep, new Map()), curvesCsv(runs), timingCsv(runs)]) {
      assertEquals(formulas(csv), []);
      assertEquals(controls.test(csv), false);
    }
  });

  Deno.test(`in markdown ${title} is a text`, () => {
    const text = summaryMarkdown(sweepOf(name));
    const outsideCode = text.replaceAll(/(`+)[^`][^]*?\1/g, "").replaceAll(/^ {4}.*$/gm, "");
    assertEquals(/<\/?[a-z]/i.test(outsideCode), false);
    assertEquals(controls.test(text), false);
    const links = [...outsideCode.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, link]) => link);
    const own: (string | undefined)[] = [...comparedFiles, "#warnings"];
    assertEquals(links.filter((link) => !own.includes(link)), []);
    // Rows of a table have as many cells as its head.
    for (const table of text.split("\n\n").filter((block) => block.startsWith("|"))) {
      const widths = table.split("\n").map((row) => row.split(/(?<!\\)\|/).length);
      assertEquals(new Set(widths).size, 1, table);
    }
  });

  Deno.test(`in the picture ${title} is a text`, async () => {
    const svg = await curvesSvg(sweepOf(name));
    assertEquals(controls.test(svg), false);
    assertEquals(/<(script|img|a|foreignObject|image|iframe)\b/i.test(svg), false);
    const attributes = [...svg.matchAll(/<[^<>]*>/g)].map(([tag]) =>
      tag.replaceAll(/"[^"]*"/g, '""')
    );
    assertEquals(attributes.filter((tag) => /\son\w+=|href/i.test(tag)), []);
    const elements = new Set([...svg.matchAll(/<\/?([A-Za-z]+)/g)].map(([, element]) => element));
    assertEquals([...elements].filter((one) => !known.includes(one!)), []);
  });
}

const known = ["svg", "style", "rect", "g", "path", "text", "line", "defs", "clipPath", "tspan"];

Deno.test("a file whose name leads out of the results folder is not written", async () => {
  for (const name of ["../escaped", "a/../../escaped", "/tmp/escaped", "a\\b", "a\nb"]) {
    const files = memoryFiles();
    const error = await assertRejects(
      () => writeResults("/results/small", sweepOf(name), { files }),
      RangeError,
    );
    assertStringIncludes(error.message, "no result is called that");
  }
});
