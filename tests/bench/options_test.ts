import { assertEquals, assertThrows } from "@std/assert";
import { isWanted, readBenchOptions } from "../../src/bench/options.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";

Deno.test({
  name: "results are written by whole measurements alone, unless a folder is named",
  ignore: !granted("read"),
  fn() {
    assertEquals(readBenchOptions([]).out?.endsWith("results"), true);
    assertEquals(readBenchOptions(["--quick"]).out, undefined);
    assertEquals(readBenchOptions(["--only", "tiny"]).out, undefined);
    assertEquals(readBenchOptions(["--only", "tiny", "--out", "/x/y"]).out?.endsWith("y"), true);
  },
});

Deno.test("thread counts to try are 1 and the one given, once each", () => {
  const threads = (n: string) => readBenchOptions(["--quick", "--threads", n]).threads;
  assertEquals([threads("4"), threads("1")], [[1, 4], [1]]);
});

Deno.test("unknown benchmarks and bad numbers are refused", () => {
  assertThrows(() => readBenchOptions(["--only", "tinny"]), ExperimentError, 'mean "tiny"');
  assertThrows(() => readBenchOptions(["--rounds", "0"]), ExperimentError, "--rounds");
  assertThrows(() => readBenchOptions(["--threads", "two"]), ExperimentError, "--threads");
  assertThrows(() => readBenchOptions(["--fast"]), ExperimentError, "--fast");
});

Deno.test("everything is wanted unless some are named; in a hurry not the largest", () => {
  assertEquals(isWanted("neuron-20000", { only: [], quick: false }), true);
  assertEquals(isWanted("neuron-20000", { only: [], quick: true }), false);
  assertEquals(isWanted("tiny", { only: ["growth"], quick: false }), false);
  assertEquals(isWanted("growth", { only: ["growth"], quick: true }), true);
});
