import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { SplitOptions } from "../../src/data/preparation.ts";
import { splitRows } from "../../src/data/split.ts";
import type { LoadedData } from "../../src/data/types.ts";
import { ExperimentError } from "../../src/errors.ts";

/** Rows with these labels out of `classes` classes. */
function labelled(labels: number[], classes = 2): Omit<LoadedData, "digest"> {
  const rows = labels.length;
  const columns = classes === 2 ? 1 : classes;
  const values = new Float32Array(rows * columns);
  labels.forEach((label, row) => {
    if (columns === 1) values[row] = label;
    else values[row * columns + label] = 1;
  });
  return {
    parts: {
      train: {
        inputs: { values: new Float32Array(rows), rows, columns: 1 },
        targets: { values, rows, columns },
      },
    },
    inputShape: [1],
    classes: Array.from({ length: classes }, (_, i) => String(i)),
  };
}

const rowsOf = (count: number) => labelled(Array.from({ length: count }, (_, i) => i % 2));

function sizes(count: number, split: SplitOptions) {
  const { train, validation, test } = splitRows(rowsOf(count), { split, seed: 1 });
  return [train.length, validation?.length, test?.length];
}

function refused(data: Omit<LoadedData, "digest">, split: SplitOptions, message: string) {
  return assertThrows(() => splitRows(data, { split, seed: 1 }), ExperimentError, message);
}

Deno.test("Without fractions all rows are for training", () => {
  assertEquals(splitRows(rowsOf(3), { seed: 1 }), { train: Uint32Array.of(0, 1, 2) });
});

Deno.test("A part has its fraction of the rows, rounded, halves up", () => {
  assertEquals(sizes(10, { test: 0.2 }), [8, undefined, 2]);
  assertEquals(sizes(10, { test: 0.25, validation: 0.25 }), [4, 3, 3]);
  assertEquals(sizes(9, { test: 0.25, validation: 0.5 }), [2, 5, 2]);
});

Deno.test("Parts are disjoint, exhaustive and ascending, stratified or not", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(3), { minLength: 12, maxLength: 200 }),
    fc.double({ min: 0.1, max: 0.4, noNaN: true }),
    fc.double({ min: 0.1, max: 0.4, noNaN: true }),
    fc.boolean(),
    fc.nat(0xffffffff),
    (labels, test, validation, stratify, seed) => {
      const split = { test, validation, stratify };
      const parts = splitRows(labelled(labels, 4), { split, seed });
      const all = [parts.train, parts.validation!, parts.test!];
      for (const rows of all) assertEquals(rows, rows.toSorted());
      const together = all.flatMap((rows) => [...rows]).sort((a, b) => a - b);
      assertEquals(together, labels.map((_, row) => row));
      assertEquals(parts.test!.length, Math.floor(test * labels.length + 0.5));
      assertEquals(parts.validation!.length, Math.floor(validation * labels.length + 0.5));
    },
  ));
});

Deno.test("A stratified part has each class within one row of its share", () => {
  fc.assert(fc.property(
    fc.array(fc.nat(2), { minLength: 20, maxLength: 200 }),
    fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    fc.nat(1000),
    (labels, test, seed) => {
      const split = { test, stratify: true };
      const parts = splitRows(labelled(labels, 3), { split, seed });
      for (const label of [0, 1, 2]) {
        const all = labels.filter((other) => other === label).length;
        const taken = [...parts.test!].filter((row) => labels[row] === label).length;
        assert(Math.abs(taken - test * all) < 1, `${taken} of ${all} at ${test}`);
      }
    },
  ));
});

Deno.test("What is missing to a part's size goes to the classes with the largest remainders", () => {
  // Quotas 0.3 × (5, 3, 2) = 1.5, 0.9, 0.6: floors 1, 0, 0; two more of the three go to 0.9, 0.6.
  const labels = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2];
  const split = { test: 0.3, stratify: true };
  const { test } = splitRows(labelled(labels, 3), { split, seed: 5 });
  assertEquals([...test!].map((row) => labels[row]), [0, 1, 2]);
});

Deno.test("A class whose rows are all in the test part gives none to the validation part", () => {
  const split = { test: 0.4, validation: 0.4, stratify: true };
  const parts = splitRows(labelled([0, 1, 2, 3, 4], 5), { split, seed: 1 });
  assertEquals(parts.test, Uint32Array.of(0, 1));
  assertEquals(parts.validation, Uint32Array.of(2, 3));
});

Deno.test("The split belongs to the seed, and the test part not to the validation fraction", () => {
  const data = rowsOf(40);
  const first = splitRows(data, { split: { test: 0.5 }, seed: 1 });
  assertEquals(splitRows(data, { split: { test: 0.5 }, seed: 1 }), first);
  assertEquals(
    splitRows(data, { split: { test: 0.5, validation: 0.2 }, seed: 1 }).test,
    first.test,
  );
  assertNotEquals(splitRows(data, { split: { test: 0.5 }, seed: 2 }), first);
});

Deno.test("The rows of a seed are these, in every version", () => {
  const split = { test: 0.25, validation: 0.25 };
  assertEquals(splitRows(rowsOf(12), { split, seed: 1 }), {
    train: Uint32Array.of(1, 2, 3, 5, 6, 11),
    validation: Uint32Array.of(0, 8, 9),
    test: Uint32Array.of(4, 7, 10),
  });
});

Deno.test("A part that is given cannot be split off too", () => {
  const data = rowsOf(10);
  data.parts.test = data.parts.train;
  const error = refused(data, { test: 0.2 }, "the data has a test part already");
  assertEquals(error.place, "data.split.test");
  assertEquals(splitRows(data, { split: { validation: 0.2 }, seed: 1 }).test, undefined);
});

Deno.test("Parts without rows are refused", () => {
  refused(
    rowsOf(4),
    { test: 0.1 },
    "Cannot split off a test part of 0.1: of 4 rows it would get none",
  );
  refused(rowsOf(4), { validation: 0.1 }, "Cannot split off a validation part of 0.1");
  refused(rowsOf(1), { test: 0.5 }, "none would be left for training");
});

Deno.test("Numbers cannot be stratified", () => {
  const { classes: _, ...data } = rowsOf(10);
  refused(data, { test: 0.5, stratify: true }, "Cannot stratify: the targets are numbers");
});
