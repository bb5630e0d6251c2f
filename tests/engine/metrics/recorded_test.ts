import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Metric, metrics, type Task } from "../../../src/engine/mod.ts";
import recorded from "../../fixtures/engine/metrics.json" with { type: "json" };
import { measure } from "./helpers.ts";

for (const [place, given] of recorded.entries()) {
  const { outputs, targets, columns, threshold, values } = given;
  const task = given.task as Task;
  for (const [name, expected] of Object.entries(values)) {
    const type = name === "top-2" ? { type: "top-k", k: 2 } : name;
    Deno.test(`${name} for ${task} is NumPy's, in any order of rows: case ${place}`, () => {
      const got = measure(type, { task, outputs, targets, columns, threshold });
      assertEquals(got.length, expected.length);
      got.forEach((value, k) => assertAlmostEquals(value, expected[k]!, 1e-12));
      // The outputs of the rows in reverse, which are then said to be those rows.
      const rows = Array.from({ length: targets.length / columns }, (_, r) => r).reverse();
      const reversed = rows.flatMap((r) => outputs.slice(r * columns, (r + 1) * columns));
      const again = measure(type, { task, outputs: reversed, targets, columns, threshold, rows });
      again.forEach((value, k) => assertAlmostEquals(value, expected[k]!, 1e-12));
    });
  }
}

for (const [name, metric] of Object.entries(metrics) as [string, Metric][]) {
  Deno.test(`the metric ${name} has its own name and recorded values for each of its tasks`, () => {
    assertEquals(metric.name, name);
    const key = name === "top-k" ? "top-2" : name;
    const tasks = recorded.filter(({ values }) => Object.hasOwn(values, key)).map(({ task }) =>
      task
    );
    assertEquals([...new Set(tasks)].sort(), [...metric.tasks].sort());
  });
}
