import { assertEquals, assertThrows } from "@std/assert";
import { newCsvRows, newTypedRows } from "../../src/data/new_tables.ts";
import type { Preprocessing } from "../../src/data/types.ts";
import { ExperimentError } from "../../src/errors.ts";

const named: Preprocessing = {
  inputShape: [4],
  bytes: false,
  normalize: "none",
  mean: [10, 0.25, 0.5, 0.25],
  encoding: [{ column: "age" }, { column: "wind", words: ["N", "S", "W"] }],
};
const unnamed: Preprocessing = { inputShape: [2], bytes: false, normalize: "none" };

function csv(text: string, preprocessing = named, options = {}) {
  const bytes = new TextEncoder().encode(text);
  return newCsvRows(bytes, { file: "new.csv", preprocessing, csv: options });
}

Deno.test("columns are found by name in any order, words become columns, others are passed over", () => {
  const { names, inputs } = csv("id,wind,age\n1,S,30\n\n2,W,4.5\n");
  assertEquals([...inputs.values], [30, 0, 1, 0, 4.5, 0, 0, 1]);
  assertEquals([inputs.rows, inputs.columns], [2, 4]);
  assertEquals(names, ["new.csv:2", "new.csv:4"]);
});

Deno.test("rows as typed are in the order of the columns", () => {
  const { names, inputs } = newTypedRows("30, N ;-4.5,W;", { preprocessing: named });
  assertEquals([...inputs.values], [30, 1, 0, 0, -4.5, 0, 0, 1]);
  assertEquals(names, ["30,N", "-4.5,W"]);
});

Deno.test("without names of columns a file may have a header or none", () => {
  for (const text of ["1,2\n3,4\n", "a,b\n1,2\n3,4\n"]) {
    assertEquals([...csv(text, unnamed).inputs.values], [1, 2, 3, 4]);
  }
});

Deno.test("bytes stay bytes", () => {
  const { inputs } = csv("0,255\n", { ...unnamed, bytes: true });
  assertEquals(inputs.values, Uint8Array.of(0, 255));
  assertThrows(() => csv("0,256\n", { ...unnamed, bytes: true }), ExperimentError, "use 256");
  assertThrows(() => csv("0,0.5\n", { ...unnamed, bytes: true }), ExperimentError, "use 0.5");
});

Deno.test("a missing value is read where the training data could have some, and refused elsewhere", () => {
  const { inputs } = csv("age,wind\n,S\n3,NA\n", named, { missing: "mean" });
  assertEquals([...inputs.values], [NaN, 0, 1, 0, 3, NaN, NaN, NaN]);
  const error = assertThrows(() => csv("age,wind\n3,N\n,S\n"), ExperimentError, "without a value");
  assertEquals(error.place, 'line 3, column "age"');
});

Deno.test("rows with gaps are left out and named where training dropped them, unless none is whole", () => {
  const { names, inputs, dropped } = csv("age,wind\n3,N\n,S\n4,W\n", named, { missing: "drop" });
  assertEquals([...inputs.values], [3, 1, 0, 0, 4, 0, 0, 1]);
  assertEquals([names, dropped], [["new.csv:2", "new.csv:4"], ["new.csv:3"]]);
  const none = () => csv("age,wind\n,N\n", named, { missing: "drop" });
  assertThrows(none, ExperimentError, "without a value");
});

const wrong: [text: string, message: string, preprocessing?: Preprocessing][] = [
  ["age,id\n1,2\n", 'Cannot find column "wind"'],
  ["agee,wind\n1,N\n", 'Cannot find column "age": did you mean "agee"?'],
  ["a,b\n1,N\n", 'Cannot find columns "age", "wind"'],
  ["age,wind\n1,E\n", 'Unknown word in column "wind" "E"'],
  ["age,wind\nold,N\n", 'Cannot read "old" as a number'],
  ["age,wind\n1e39,N\n", "Cannot use 1e39"],
  ["1,2,3\n", "Cannot use 3 columns: the network takes 2 columns", unnamed],
];

for (const [text, message, preprocessing] of wrong) {
  Deno.test(`${JSON.stringify(text)} is refused: ${message}`, () => {
    const error = assertThrows(() => csv(text, preprocessing), ExperimentError, message);
    assertEquals(error.file, "new.csv");
  });
}

Deno.test("a typed row of another length is refused with the columns there are", () => {
  assertThrows(
    () => newTypedRows("1,N;2", { preprocessing: named }),
    ExperimentError,
    "Cannot read a row of 1 field: the network takes 2 columns: age, wind",
  );
});
