import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { isNormalization } from "../../src/engine/mod.ts";
import { ExperimentError } from "../../src/errors.ts";
import { expand, experimentOf, parseExperiment } from "../../src/experiment/mod.ts";

const file = { type: "file", path: "w.safetensors" };

function written(settings: object, layer: object = {}) {
  return {
    name: "warm",
    data: { type: "generated", shape: "xor" },
    architecture: [{ units: 2, activation: "tanh", ...layer }, { units: 1, activation: "sigmoid" }],
    ...settings,
  };
}

/** What weights and biases of the two layers start from. */
function starts(settings: object, layer?: object): string[][] {
  const { runs } = expand(parseExperiment(written(settings, layer)));
  return runs[0]!.settings.architecture.map((layer) =>
    isNormalization(layer) ? [] : [layer.init.type, layer.biasInit.type]
  );
}

Deno.test("biases come from the weights' file, layer by layer, unless a biasInit is given", () => {
  assertEquals(starts({ init: file }), [["file", "file"], ["file", "file"]]);
  assertEquals(starts({}, { init: file }), [["file", "file"], ["he", "zeros"]]);
  assertEquals(starts({ init: file }, { init: "he" }), [["he", "zeros"], ["file", "file"]]);
  assertEquals(starts({ init: file, biasInit: "zeros" }), [["file", "zeros"], ["file", "zeros"]]);
  assertEquals(starts({ init: file }, { biasInit: "random" }), [
    ["file", "random"],
    ["file", "file"],
  ]);
});

Deno.test("the path is canonical, and the canonical experiment is the same experiment", () => {
  for (const layer of [{}, { init: "he" }, { init: { ...file, path: "./w.safetensors" } }]) {
    const settings = { init: { ...file, path: "/home/me/exp/./w.safetensors" } };
    const place = { file: "/home/me/exp/warm.ts" };
    const first = expand(parseExperiment(written(settings, layer)), place);
    assertEquals(first.canonical.settings.init, { type: "file", path: "w.safetensors" });
    const again = expand(parseExperiment(experimentOf(first.canonical)), place);
    assertEquals(again.digest, first.digest);
    const plain = expand(parseExperiment(written({ init: file }, layer)), place);
    assertEquals(plain.digest, first.digest);
    const other = written({ init: { ...file, path: "v.safetensors" } }, layer);
    assertNotEquals(expand(parseExperiment(other), place).digest, first.digest);
  }
});

Deno.test("a file without a path is refused", () => {
  for (const init of ["file", { type: "file" }]) {
    assertThrows(() => parseExperiment(written({ init })), ExperimentError, "path");
  }
  const empty = written({ init: { type: "file", path: "" } });
  assertThrows(() => parseExperiment(empty), ExperimentError, "init.path");
});
