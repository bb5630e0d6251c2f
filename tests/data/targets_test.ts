import { assertEquals, assertThrows } from "@std/assert";
import { encodeTargets, type Labels } from "../../src/data/targets.ts";
import { ExperimentError } from "../../src/errors.ts";

function labels(values: number[] | string[], columns = 1, whole = false): Labels {
  const numbers = values.every((value) => typeof value === "number");
  return {
    values: numbers ? Float64Array.from(values as number[]) : values as string[],
    columns,
    whole,
    file: "a.npy",
    place: (row) => `row ${row}`,
  };
}

function encode(part: Labels, options: Parameters<typeof encodeTargets>[1] = {}) {
  const { targets, classes } = encodeTargets([part], options);
  const [{ values, rows, columns }] = targets as [(typeof targets)[0]];
  return { values: [...values], rows, columns, classes };
}

function refused(
  part: Labels,
  message: string,
  { place, ...options }: Parameters<typeof encodeTargets>[1] & { place?: string } = {},
) {
  const error = assertThrows(() => encode(part, options), ExperimentError, message);
  if (place !== undefined) assertEquals(error.place, place);
}

Deno.test("Words are classes in code-unit order: one column for two, else one-hot", () => {
  assertEquals(encode(labels(["b", "a", "B"])), {
    values: [0, 0, 1, 0, 1, 0, 1, 0, 0],
    rows: 3,
    columns: 3,
    classes: ["B", "a", "b"],
  });
  assertEquals(encode(labels(["b", "a", "b"])).values, [1, 0, 1]);
});

Deno.test("Two different numbers are classes in numerical order", () => {
  assertEquals(encode(labels([10, -1, 10])), {
    values: [1, 0, 1],
    rows: 3,
    columns: 1,
    classes: ["-1", "10"],
  });
});

Deno.test("Whole numbers from 0 without a gap are classes, others are not", () => {
  assertEquals(encode(labels([2, 0, 1], 1, true)).classes, ["0", "1", "2"]);
  assertEquals(encode(labels([2, 0, 1], 1, false)).classes, undefined);
  assertEquals(encode(labels([3, 0, 1], 1, true)).classes, undefined);
  assertEquals(encode(labels([3, 0, 1], 1, true), { task: "classification" }).classes, [
    "0",
    "1",
    "3",
  ]);
});

Deno.test("Numbers stay as they are in a regression, in any number of columns", () => {
  assertEquals(encode(labels([0, 1, 1]), { task: "regression" }).classes, undefined);
  assertEquals(encode(labels([0.5, 1, 2, 3], 2)), {
    values: [0.5, 1, 2, 3],
    rows: 2,
    columns: 2,
    classes: undefined,
  });
});

Deno.test("With named classes, numbers are places in the list and words are names", () => {
  assertEquals(encode(labels([1, 0, 0]), { classes: ["non-cat", "cat"] }).values, [1, 0, 0]);
  const words = encode(labels(["cat", "non-cat"]), { classes: ["non-cat", "cat"] });
  assertEquals(words.values, [1, 0]);
  refused(labels([0, 1, 2]), "must be a whole number from 0 to 1", {
    classes: ["a", "b"],
    place: "row 2",
  });
  refused(labels([0, 0.5]), "Cannot use 0.5 as the label of one of 2 classes", {
    classes: ["a", "b"],
    place: "row 1",
  });
  refused(labels(["cat", "cta"]), 'Unknown class "cta": did you mean "cat"?', {
    classes: ["cat", "dog"],
    place: "row 1",
  });
  refused(labels([0, 1]), 'Cannot name two classes "a"', { classes: ["a", "a"] });
});

Deno.test("One-hot rows are classes on request only", () => {
  const rows = labels([0, 1, 0, 1, 0, 0], 3);
  assertEquals(encode(rows).classes, undefined);
  assertEquals(encode(rows, { task: "classification" }).classes, ["0", "1", "2"]);
  assertEquals(encode(rows, { classes: ["a", "b", "c"] }).values, [0, 1, 0, 1, 0, 0]);
  assertEquals(encode(labels([0, 1, 1, 0], 2), { classes: ["a", "b"] }).values, [1, 0]);
  const classes = ["a", "b"];
  refused(labels([0, 1, 1, 1], 2), "Cannot use [1, 1] as a class", { classes, place: "row 1" });
  refused(labels([0, 1, 0, 0], 2), "Cannot use [0, 0] as a class", { classes, place: "row 1" });
  refused(labels([0, 2, 0, 1], 2), "Cannot use [0, 2] as a class", { classes, place: "row 0" });
  refused(labels([0, 1, 0], 3), "Cannot name 3 columns of one-hot labels with 2 classes", {
    classes,
  });
});

Deno.test("All parts share their classes, and must share their form", () => {
  const { targets, classes } = encodeTargets([labels(["b", "a"]), labels(["c"])], {});
  assertEquals(classes, ["a", "b", "c"]);
  assertEquals([...targets[1]!.values], [0, 0, 1]);
  assertThrows(
    () => encodeTargets([labels([1, 2]), labels([1, 2], 2)], {}),
    ExperimentError,
    "Cannot use 2 labels a row: the training rows have 1",
  );
});

Deno.test("A single class, words in a regression and numbers beyond float32 are refused", () => {
  refused(labels(["a", "a"]), 'Cannot classify: every label is "a"');
  refused(labels([1, 1]), 'Cannot classify: every label is "1"', { task: "classification" });
  refused(labels(["a", "b"]), 'Cannot use the label "a" as a number', {
    task: "regression",
    place: "row 0",
  });
  refused(labels([1, NaN, 3]), "Cannot use NaN as a target", { place: "row 1" });
  refused(labels([1, 2, 1e39]), "Cannot use 1e+39 as a target", { place: "row 2" });
});
