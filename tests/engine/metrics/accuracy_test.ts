import { assertEquals } from "@std/assert";
import { accuracy } from "../../../src/engine/mod.ts";

function targetsOf(values: number[], columns: number) {
  return { values: Float32Array.from(values), rows: values.length / columns, columns };
}

Deno.test("one output is class 1 from 0.5 on", () => {
  const outputs = Float32Array.of(0.5, 0.49999997, 0.9, 0.1);
  assertEquals(accuracy(outputs, { targets: targetsOf([1, 1, 0, 0], 1) }), 0.5);
});

Deno.test("of several outputs the largest is the class, of equals the first", () => {
  const outputs = Float32Array.of(0.2, 0.5, 0.3, /**/ 0.4, 0.4, 0.1, /**/ 0, 0, 0);
  assertEquals(accuracy(outputs, { targets: targetsOf([0, 1, 0, 1, 0, 0, 1, 0, 0], 3) }), 1);
  assertEquals(accuracy(outputs, { targets: targetsOf([0, 1, 0, 0, 1, 0, 0, 0, 1], 3) }), 1 / 3);
});

Deno.test("outputs belong to the examples' rows, not to the first rows of the targets", () => {
  const targets = targetsOf([0, 1, 0, 1], 1);
  const outputs = Float32Array.of(0.9, 0.8);
  assertEquals(accuracy(outputs, { targets, rows: Uint32Array.of(1, 3) }), 1);
  assertEquals(accuracy(outputs, { targets, rows: Uint32Array.of(0, 3) }), 0.5);
});

Deno.test("the accuracy without rows is NaN and a NaN output is class 0", () => {
  assertEquals(accuracy(new Float32Array(0), { targets: targetsOf([], 1) }), NaN);
  assertEquals(accuracy(Float32Array.of(NaN), { targets: targetsOf([1], 1) }), 0);
});
