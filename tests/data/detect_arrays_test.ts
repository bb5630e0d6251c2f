import { assertEquals, assertThrows } from "@std/assert";
import { detectArrays } from "../../src/data/detect_arrays.ts";
import { ExperimentError } from "../../src/errors.ts";

const file = "a.npz";

Deno.test("Words in names tell inputs from labels and parts from each other", () => {
  for (
    const [names, inputs, labels] of [
      [["X", "y"], "X", "y"],
      [["list_classes", "train_set_x", "train_set_y"], "train_set_x", "train_set_y"],
      [["data/images", "data/labels"], "data/images", "data/labels"],
      [["xylophone", "features", "targets"], "features", "targets"],
    ] as const
  ) {
    assertEquals(detectArrays(names, { file }), { train: { inputs, labels } });
  }
  const names = ["X_train", "X_valid", "test_x", "test_y", "y_train", "y_valid"];
  assertEquals(detectArrays(names, { file }), {
    train: { inputs: "X_train", labels: "y_train" },
    validation: { inputs: "X_valid", labels: "y_valid" },
    test: { inputs: "test_x", labels: "test_y" },
  });
});

Deno.test("In a file that is one part, words for parts do not matter", () => {
  assertEquals(detectArrays(["train_x", "y"], { file, part: "test" }), {
    test: { inputs: "train_x", labels: "y" },
  });
});

Deno.test("Two candidates, or labels without inputs, are refused", () => {
  assertThrows(
    () => detectArrays(["x", "x_train", "y"], { file }),
    ExperimentError,
    "Cannot tell which array holds the inputs: x or x_train",
  );
  assertThrows(
    () => detectArrays(["x_train", "y_train", "x_test"], { file }),
    ExperimentError,
    "Cannot find the labels in a.npz: it has the arrays x_train, y_train, x_test",
  );
  assertThrows(() => detectArrays([], { file }), ExperimentError, "it has no arrays");
});
