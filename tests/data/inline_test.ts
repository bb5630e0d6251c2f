import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { loadInline } from "../../src/data/inline.ts";
import type { InlineOptions } from "../../src/data/inline_options.ts";
import { ExperimentError } from "../../src/errors.ts";

const and: InlineOptions = {
  type: "inline",
  inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
  targets: [0, 0, 0, 1],
};

function refused(options: Partial<InlineOptions>, message: string, place: string) {
  const error = assertThrows(() => loadInline({ ...and, ...options }), ExperimentError, message);
  assertEquals(error.place, place);
}

Deno.test("Rows in the experiment are a table of floats with targets", () => {
  const { parts, inputShape, classes, features } = loadInline(and);
  assertEquals(inputShape, [2]);
  assertEquals(classes, ["0", "1"]);
  assertEquals(features, undefined);
  assertEquals(parts.train.inputs.values, new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]));
  assertEquals([...parts.train.targets.values], [0, 0, 0, 1]);
});

Deno.test("Parts, names of features and names of classes may be given", () => {
  const test = { inputs: [[2, 2]], targets: [1] };
  const data = loadInline({ ...and, test, features: ["a", "b"], classes: ["no", "yes"] });
  assertEquals(data.features, ["a", "b"]);
  assertEquals(data.classes, ["no", "yes"]);
  assertEquals([...data.parts.test!.targets.values], [1]);
  assertNotEquals(data.digest, loadInline({ ...and, test, classes: ["no", "yes"] }).digest);
});

Deno.test("Targets may be rows of numbers", () => {
  const { parts, classes } = loadInline({ ...and, targets: [[1, 2], [3, 4], [5, 6], [7, 8]] });
  assertEquals(classes, undefined);
  assertEquals(parts.train.targets.columns, 2);
  assertEquals([...parts.train.targets.values], [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("Ragged rows, other numbers of targets and of features are refused", () => {
  refused({ inputs: [[0, 0], [1], [2, 2], [3, 3]] }, "row 1 of 1 numbers", "data.inputs.1");
  refused({ targets: [1, 0] }, "Cannot pair 4 rows of inputs with 2 targets", "data.targets");
  refused({ targets: [[1], [0], [1, 2], [3]] }, "row 2 of 2 numbers", "data.targets.2");
  refused({ features: ["a"] }, "Cannot name 2 input columns with 1 features", "data.features");
  const test = { inputs: [[1, 2]], targets: [1, 2] };
  refused({ test }, "Cannot pair 1 rows of inputs with 2 targets", "data.test.targets");
});
