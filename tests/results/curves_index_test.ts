import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { compareCurves, compareTables } from "../../src/results/compare_files.ts";
import { parseTable } from "../../src/results/csv_table.ts";
import { indexCurves } from "../../src/results/curves_index.ts";
import { curvesOf } from "../../src/results/open_results.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const header = "run,variant,seed,epoch,train_loss\n";

const files = {
  plain: `${header}a-1,a,1,1,0.5\na-1,a,1,2,0.25\na-2,a,2,1,0.75\n`,
  "one cell": `${header}a-1,a,1,1,0.5\na-1,a,1,2,0.2\na-2,a,2,1,0.75\n`,
  "another order": `${header}a-2,a,2,1,0.75\na-1,a,1,1,0.5\na-1,a,1,2,0.25\n`,
  "runs apart": `${header}a-1,a,1,1,0.5\na-2,a,2,1,0.75\na-1,a,1,2,0.25\n`,
  "fewer rows": `${header}a-1,a,1,2,0.25\na-2,a,2,1,0.75\n`,
  "another run": `${header}a-1,a,1,1,0.5\na-3,a,3,1,0.75\na-3,a,3,2,0.5\n`,
  "another column": `run,variant,seed,epoch,lr,train_loss\na-1,a,1,1,1,0.5\na-1,a,1,2,1,0.25\n`,
  "quoted names": `${header}"a, ""1""\nb",a,1,1,0.5\n"a, ""1""\nb",a,1,2,0.25\na-2,a,2,1,0.75\n`,
  "a prefix": `${header}a,a,1,1,0.5\na-1,a,1,1,0.5\na-1,a,1,2,0.25\n`,
  "no end": `${header}a-1,a,1,1,0.5\na-1,a,1,2,0.25`,
  "column elsewhere": `variant,run,seed,epoch,train_loss\na,a-1,1,1,0.5\na,a-1,1,2,0.25\n`,
};

Deno.test("curves read run by run differ in just what whole tables differ in", () => {
  for (const [nameA, a] of Object.entries(files)) {
    for (const [nameB, b] of Object.entries(files)) {
      const whole = compareTables(parseTable(encode(a), "a"), parseTable(encode(b), "b"));
      const byRun = compareCurves(curvesOf(encode(a), "a"), curvesOf(encode(b), "b"));
      assertEquals(byRun.differingCells, whole.differingCells, `${nameA}, ${nameB}`);
      // Runs that are not side by side come in the order of the runs.
      for (const { unmatched: { rows } } of [byRun, whole]) rows.a.sort();
      for (const { unmatched: { rows } } of [byRun, whole]) rows.b.sort();
      assertEquals(byRun.unmatched, whole.unmatched, `${nameA}, ${nameB}`);
      if (nameA !== "runs apart") assertEquals(byRun.first, whole.first, `${nameA}, ${nameB}`);
    }
  }
});

Deno.test("runs are found by their first field, whatever is in it", () => {
  const runs = (name: keyof typeof files) => indexCurves(encode(files[name]), "x")?.runs;
  assertEquals([...runs("quoted names")!.keys()], ['a, "1"\nb', "a-2"]);
  assertEquals([...runs("a prefix")!.keys()], ["a", "a-1"]);
  assertEquals(runs("runs apart"), undefined);
  assertEquals(runs("column elsewhere"), undefined);
});

Deno.test("a row of another length, or twice, is refused when its run is read", () => {
  const index = (text: string) => indexCurves(encode(header + text), "curves.csv")!;
  assertThrows(
    () => index("a,a,1,1\n").rowsOf("a"),
    ExperimentError,
    "a row of a has 4 fields, not 5",
  );
  assertThrows(() => index("a,a,1,1,2\na,a,1,1,3\n").rowsOf("a"), ExperimentError, "two rows a");
});
