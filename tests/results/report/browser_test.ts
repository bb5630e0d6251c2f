import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { writeReport } from "../../../src/results/report/write_report.ts";
import type { SweepResult } from "../../../src/results/types.ts";
import { resultFiles } from "../../../src/results/write_results.ts";
import { catSweep, makeRun, makeSweep } from "../_sweep.ts";
import { browserTest, usePages } from "./_chromium.ts";
import type { Seen } from "./_use_pages.ts";

/** Names that would run, load or break something wherever they are not escaped. */
const hostileNames = [
  "</script><script>window.x=1</script>",
  '"><img src=https://example.com/x onerror=window.x=1>',
  "' onmouseover='window.x=1",
  "</title></style><svg onload=window.x=1>",
  "<!--<script>",
  "javascript:window.x=1",
  "![a](https://example.com/a.png) [b](javascript:window.x=1)",
  "&lt;b&gt; ${window.x=1} {{x}} \u2028 __proto__",
];

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0"/></svg>';

async function pageOf(folder: string, sweep: SweepResult): Promise<string> {
  // A run would refuse such names: they are put there as somebody else's program might.
  const files = await resultFiles(sweep, { draw: () => Promise.resolve(picture) });
  await Deno.mkdir(folder);
  for (const [name, bytes] of files) {
    if (!name.startsWith("models/")) await Deno.writeFile(join(folder, name), bytes);
  }
  return (await writeReport(folder)).path;
}

function hostileSweep(): SweepResult {
  const runs = hostileNames.flatMap((name) => [1, 2].map((seed) => makeRun(name, seed)));
  const sweep = makeSweep(runs, {
    source: `experiments/${hostileNames[0]}.ts`,
    command: `deno task run ${hostileNames[1]}`,
  });
  const { experiment, data } = sweep;
  const name = hostileNames.join(" ");
  return {
    ...sweep,
    experiment: { ...experiment, name, question: name },
    data: data.map((record) => ({ ...record, classes: [...hostileNames] })),
  };
}

/** 80 runs: more than a page of the table, more variants than colours. */
function largeSweep(): SweepResult {
  const names = ["he", ..."abcdefghijklmnopqrstuvwxyzABCDE"].map((name) => name);
  return makeSweep(names.flatMap((name, index) =>
    [1, 2, 3].map((seed) => {
      const loss = (index * 3 + seed) / 100;
      return makeRun(name, seed, {
        final: { train: { loss, accuracy: 1 - loss / 2 }, test: { loss, accuracy: 1 - loss } },
      });
    })
  ));
}

let seen: Promise<Seen> | undefined;

/** Each page is opened once, and used for all tests of this file. */
function look(): Promise<Seen> {
  return seen ??= (async () => {
    const folder = await Deno.makeTempDir({ prefix: "sameseed-" });
    try {
      return await usePages([
        await pageOf(join(folder, "normal"), catSweep()),
        await pageOf(join(folder, "hostile"), hostileSweep()),
        await pageOf(join(folder, "large"), largeSweep()),
      ]) as Seen;
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  })();
}

browserTest("a page asks for nothing, and nothing goes wrong on it", async () => {
  const { everyday, many, hostility } = await look();
  const nothing = { console: [], errors: [], requests: [], dialogs: [] };
  assertEquals(everyday.incidents, nothing);
  assertEquals(many.incidents, nothing);
  assertEquals(hostility.incidents, nothing);
});

browserTest(
  "tables are sorted by a click, by Enter and by the space bar, and say how",
  async () => {
    const { sorting: { before, rising, falling, byName } } = (await look()).everyday;
    assertEquals(before.length, 4);
    assertEquals(rising.said, "ascending");
    assertEquals(falling, { order: rising.order.toReversed(), said: "descending" });
    // The accuracies fall where the training losses rise, but for the variants' own noise.
    assertEquals(rising.order.at(-1), "zeros");
    assertEquals(byName, { order: [...before].sort(), left: null });
  },
);

browserTest("variants and metrics of the curves are switched on and off", async () => {
  const { before, without, fewer, none, again } = (await look()).everyday.toggling;
  assertEquals([before.lines, before.panels, before.rows.length], [4, 4, 4]);
  assertEquals(without.lines, 3);
  assertEquals(without.rows, before.rows.slice(1));
  assertEquals([fewer, none, again], [3, 0, 4]);
});

browserTest("values at the pointer are those of the moment under it", async () => {
  const { atPointer, table, afterEscape } = (await look()).everyday.hovering;
  // catSweep records every fifth epoch of a thousand.
  assertStringIncludes(atPointer, "after 500 epochs");
  const { runs } = catSweep();
  const losses = runs.filter(({ run }) => run.variant === "he")
    .map(({ curve }) => curve.find(({ epoch }) => epoch === 501)!.train.loss);
  const mean = (losses[0]! + losses[1]! + losses[2]!) / 3;
  assertMatch(atPointer.replaceAll("\n", " "), new RegExp(`\\bhe ${mean.toFixed(4)}`));
  assertStringIncludes(table, mean.toFixed(4));
  assertEquals(afterEscape, 0);
});

browserTest("the slider reaches every moment by keyboard, and says its values", async () => {
  const { there, before, said, home } = (await look()).everyday.hovering;
  assertEquals([there, before, home], ["after 500 epochs", "after 495 epochs", "after 0 epochs"]);
  assertMatch(said!, /^after 495 epochs, \w+ 0\.\d{4}, /);
});

browserTest("a page is dark where the system is, and where the switch says so", async () => {
  const { inLight, inDark, switched, pressed, back, still } = (await look()).everyday.darkness;
  assertEquals([inLight, back], ["rgb(254, 254, 254)", "rgb(254, 254, 254)"]);
  assertEquals([inDark, switched], ["rgb(13, 17, 23)", "rgb(13, 17, 23)"]);
  assertEquals(pressed, "true");
  assertEquals(still, "auto", "nothing glides for who wants it still");
});

browserTest("axe finds nothing against WCAG in light, in dark and on a narrow screen", async () => {
  const { everyday } = await look();
  assertEquals(everyday.darkness.violations, []);
  assertEquals(everyday.narrow, { over: 0, violations: [] });
  assertEquals([everyday.landmarks, everyday.unscoped], [4, 0]);
  assertEquals(everyday.captions, everyday.tables);
  assertEquals(everyday.statistics, 1, "one metric at a time");
});

browserTest("names that are code are texts on the page", async () => {
  const { hostility } = await look();
  assertEquals(hostility.set, "undefinedundefined");
  const name = hostileNames.join(" ").replace("\u2028", " ");
  assertEquals(hostility.heading, name);
  assertEquals(hostility.title, `${name.replaceAll(/\s+/g, " ")}: results`);
  assertEquals(hostility.switches.length, hostileNames.length);
  // Two of data and one of code; a link to an empty icon; six that describe the page.
  assertEquals(hostility.elements, 3 + 1 + 6);
  assertEquals([hostility.pictures, hostility.addresses, hostility.handlers], [0, 0, 0]);
});

browserTest("all runs are paged, sorted as a whole and searched", async () => {
  const { runs, switches } = (await look()).many;
  assertEquals(runs.start, { place: "Runs 1 to 25 of 96", rows: 25, first: "he-seed1" });
  assertEquals(runs.second, { place: "Runs 26 to 50 of 96", first: "h-seed2" });
  assertEquals(runs.sorted, { place: "Runs 1 to 25 of 96", first: "E-seed3" });
  assertEquals(runs.found, { place: "Runs 1 to 1 of 1 found among 96", rows: 1 });
  assertEquals(runs.none, "No run is called so");
  assertEquals(switches, 24, "the best variants are drawn");
});

browserTest(
  "without scripts the tables and the picture are there, and no dead button",
  async () => {
    const { pictures, tables, buttons, runs } = (await look()).withoutScripts;
    assertEquals([pictures > 0, buttons, runs], [true, 0, 12]);
    assertEquals(tables >= 7, true, `${tables} tables`);
  },
);
