import { assertEquals } from "@std/assert";
import { canonicalDataPaths } from "../../src/experiment/data_paths.ts";

const file = "/project/experiments/cat.ts";

function pathOf(path: string): unknown {
  return canonicalDataPaths({ type: "csv", path }, file).path;
}

Deno.test({
  name: "paths become relative to the experiment file",
  ignore: Deno.build.os === "windows",
  fn() {
    assertEquals(pathOf("./data/cats/"), "data/cats");
    assertEquals(pathOf("a/./b/../c.csv"), "a/c.csv");
    assertEquals(pathOf("../../x.csv"), "../../x.csv");
    assertEquals(pathOf("/project/experiments/data/x.csv"), "data/x.csv");
    assertEquals(pathOf("/elsewhere/x.csv"), "../../elsewhere/x.csv");
    assertEquals(pathOf("."), ".");
    assertEquals(pathOf("a/.."), ".");
  },
});

Deno.test("without a file an absolute path stays one", () => {
  assertEquals(canonicalDataPaths({ type: "csv", path: "/a/../b.csv" }, undefined).path, "/b.csv");
});

Deno.test("every part's files are rewritten, and nothing else", () => {
  assertEquals(
    canonicalDataPaths({
      type: "npy",
      train: { inputs: "./x.npy", labels: "./y.npy" },
      test: "./t",
      classes: ["./a"],
      target: "./b",
      split: { test: 0.5 },
    }, file),
    {
      type: "npy",
      train: { inputs: "x.npy", labels: "y.npy" },
      test: "t",
      classes: ["./a"],
      target: "./b",
      split: { test: 0.5 },
    },
  );
});
