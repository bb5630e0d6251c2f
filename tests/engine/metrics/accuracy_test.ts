import { assertEquals } from "@std/assert";
import { measure } from "./helpers.ts";

Deno.test("one output is class 1 from the threshold on: 0.5, after a hinge loss 0", () => {
  const of = (threshold: number, outputs: number[]) =>
    measure("accuracy", { task: "binary", outputs, targets: [1, 1, 0, 0], threshold });
  assertEquals(of(0.5, [0.5, 0.49999997, 0.9, 0.1]), [0.5]);
  assertEquals(of(0, [0, 0.1, -0.1, -3]), [1]);
  assertEquals(of(0, [-0.1, 0.1, 0.4, -3]), [0.5]);
});

Deno.test("of several outputs the largest is the class, of equals the first", () => {
  const outputs = [0.2, 0.5, 0.3, /**/ 0.4, 0.4, 0.1, /**/ 0, 0, 0];
  const of = (targets: number[]) =>
    measure("accuracy", { task: "multi-class", outputs, targets, columns: 3 });
  assertEquals(of([0, 1, 0, 1, 0, 0, 1, 0, 0]), [1]);
  assertEquals(of([0, 1, 0, 0, 1, 0, 0, 0, 1]), [1 / 3]);
});

Deno.test("of labels every answer counts by itself", () => {
  const outputs = [0.9, 0.1, 0.2, 0.6];
  const of = (targets: number[]) =>
    measure("accuracy", { task: "multi-label", outputs, targets, columns: 2 });
  assertEquals(of([1, 0, 0, 1]), [1]);
  assertEquals(of([1, 1, 0, 1]), [0.75]);
});

Deno.test("outputs belong to the examples' rows, not to the first rows of the targets", () => {
  const of = (rows: number[]) =>
    measure("accuracy", { task: "binary", outputs: [0.9, 0.8], targets: [0, 1, 0, 1], rows });
  assertEquals(of([1, 3]), [1]);
  assertEquals(of([0, 3]), [0.5]);
});

Deno.test("the accuracy without rows is NaN and a NaN output is class 0", () => {
  assertEquals(measure("accuracy", { task: "binary", outputs: [], targets: [] }), [NaN]);
  assertEquals(measure("accuracy", { task: "binary", outputs: [NaN], targets: [1] }), [0]);
});
