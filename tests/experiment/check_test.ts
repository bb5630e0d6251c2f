import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { checkAgainstData, type DataShape } from "../../src/experiment/check_data.ts";
import { expanded } from "./_experiments.ts";

function settingsWith(units: number, activation = "sigmoid") {
  return expanded({ architecture: [{ units: 5 }, { units, activation }] }).runs[0]!.settings;
}

function refused(units: number, shape: DataShape): string[] {
  const error = assertThrows(() => checkAgainstData(settingsWith(units), shape), ExperimentError);
  return [error.message, error.remedy ?? "", error.place ?? ""];
}

Deno.test("a last layer with a unit for each target column fits", () => {
  checkAgainstData(settingsWith(1), { targetColumns: 1, classes: ["dog", "cat"] });
  checkAgainstData(settingsWith(3), { targetColumns: 3, classes: ["a", "b", "c"] });
  checkAgainstData(settingsWith(2, "linear"), { targetColumns: 2, targetRange: [-5, 5] });
});

Deno.test("units that don't fit the classes are refused with both numbers and the remedy", () => {
  assertEquals(refused(1, { targetColumns: 3, classes: ["a", "b", "c"] }), [
    "Cannot read architecture.1.units as 1: the data has 3 classes: a, b, c",
    "Give the last layer 3 units, one per class",
    "architecture.1.units",
  ]);
  assertEquals(refused(2, { targetColumns: 1, classes: ["non-cat", "cat"] }), [
    "Cannot read architecture.1.units as 2: the data has 2 classes: non-cat, cat",
    "Give the last layer 1 unit: the probability of cat",
    "architecture.1.units",
  ]);
});

Deno.test("units that don't fit the target columns are refused", () => {
  assertEquals(refused(2, { targetColumns: 1 }), [
    "Cannot read architecture.1.units as 2: the data has 1 target column",
    "Give the last layer 1 unit",
    "architecture.1.units",
  ]);
  assertEquals(
    refused(1, { targetColumns: 4 })[1],
    "Give the last layer 4 units, one per column",
  );
});

Deno.test("of many classes nine are named", () => {
  const classes = Array.from({ length: 100 }, (_, index) => `c${index}`);
  assertEquals(
    refused(1, { targetColumns: 100, classes })[0],
    "Cannot read architecture.1.units as 1: the data has 100 classes: " +
      "c0, c1, c2, c3, c4, c5, c6, c7, c8, and 91 more",
  );
});

Deno.test("cross-entropy is refused for targets outside 0 to 1, squared error is not", () => {
  assertEquals(refused(1, { targetColumns: 1, targetRange: [-3, 12.5] }).slice(0, 2), [
    'Cannot read loss as "binary-cross-entropy": the targets go from -3 to 12.5, and must lie ' +
    "between 0 and 1",
    'Choose loss "squared-error", and a "linear" last layer',
  ]);
  checkAgainstData(settingsWith(1), { targetColumns: 1, targetRange: [0, 1] });
  checkAgainstData(settingsWith(1, "linear"), { targetColumns: 1, targetRange: [-3, 12.5] });
});
