import { assertEquals, assertThrows } from "@std/assert";
import type { BackendName } from "../../src/engine/mod.ts";
import { RunError } from "../../src/errors.ts";
import { type CheckedOptions, trainChecked } from "../../src/runner/train_checked.ts";
import { trained } from "./_trained.ts";
import { warning, wrongAfter } from "./_wrong_backends.ts";

const { run, prepared } = await trained({
  data: { type: "generated", shape: "xor", rows: 40, noise: 0.1 },
  architecture: [{ units: 5, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  optimizer: { type: "adam", learningRate: 0.05 },
  epochs: 4,
});

function train(options: Partial<CheckedOptions>) {
  const warnings: string[] = [];
  const computed: string[] = [];
  const result = trainChecked(run, prepared, {
    onWarning: (text) => warnings.push(text),
    onBackend: (name) => computed.push(name),
    ...options,
  });
  return { result, warnings, computed };
}

Deno.test("a run on a backend that passes is trained once, without a word", () => {
  const epochs: number[] = [];
  const { warnings, computed } = train({ onEpoch: ({ epoch }) => epochs.push(epoch) });
  assertEquals(computed, ["simd"]);
  assertEquals([warnings, epochs], [[], [1, 2, 3, 4]]);
});

Deno.test("a backend that is wrong from the start is not used", () => {
  const { result, warnings, computed } = train({ backends: wrongAfter(0) });
  assertEquals(warnings, [warning]);
  assertEquals(computed, ["reference"]);
  assertEquals(result, train({ backend: "reference" }).result);
});

Deno.test("a run whose backend is wrong at its end is trained again on the reference", () => {
  const epochs: number[] = [];
  // The self-test's kernels are made first, then the run's.
  const { result, warnings, computed } = train({
    backends: wrongAfter(1),
    onEpoch: ({ epoch }) => epochs.push(epoch),
  });
  assertEquals(warnings, [warning]);
  assertEquals(computed, ["reference"], "told of once, when it is known");
  assertEquals(epochs, [1, 2, 3, 4, 1, 2, 3, 4]);
  assertEquals(result, train({ backend: "reference" }).result);
});

Deno.test("a wrong backend that was asked for fails the run, at its start or its end", () => {
  for (const networks of [0, 1]) {
    assertThrows(
      () => train({ backend: "simd" as BackendName, backends: wrongAfter(networks) }),
      RunError,
      "The simd backend gives other bits than the reference here (linearForward)",
    );
  }
});
