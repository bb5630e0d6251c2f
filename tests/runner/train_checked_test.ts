import { assertEquals, assertThrows } from "@std/assert";
import { createSimd } from "../../src/engine/kernels/simd.ts";
import { type BackendName, type Backends, selectKernels } from "../../src/engine/mod.ts";
import { RunError } from "../../src/errors.ts";
import { type CheckedOptions, trainChecked } from "../../src/runner/train_checked.ts";
import { trained } from "./_trained.ts";

const { run, prepared } = await trained({
  data: { type: "generated", shape: "xor", rows: 40, noise: 0.1 },
  architecture: [{ units: 5, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  optimizer: { type: "adam", learningRate: 0.05 },
  epochs: 4,
});

/** A backend that is right for some networks and then, as after a recompilation, wrong in all. */
function wrongAfter(networks: number): Backends {
  let made = 0;
  return {
    simd(arena) {
      made++;
      const { planner: _, ...kernels } = createSimd(arena);
      return {
        ...kernels,
        linearForward(...args) {
          kernels.linearForward(...args);
          if (made > networks) args[0][0]! += 1;
        },
      };
    },
    reference: selectKernels("reference"),
  };
}

function train(options: Partial<CheckedOptions>) {
  const warnings: string[] = [];
  const result = trainChecked(run, prepared, {
    onWarning: (text) => warnings.push(text),
    ...options,
  });
  return { result, warnings };
}

const warning =
  "The simd backend gives other bits than the reference here (linearForward); using the reference";

Deno.test("a run on a backend that passes is trained once, without a word", () => {
  const epochs: number[] = [];
  const { warnings } = train({ onEpoch: ({ epoch }) => epochs.push(epoch) });
  assertEquals([warnings, epochs], [[], [1, 2, 3, 4]]);
});

Deno.test("a backend that is wrong from the start is not used", () => {
  const { result, warnings } = train({ backends: wrongAfter(0) });
  assertEquals(warnings, [warning]);
  assertEquals(result, train({ backend: "reference" }).result);
});

Deno.test("a run whose backend is wrong at its end is trained again on the reference", () => {
  const epochs: number[] = [];
  // The self-test's kernels are made first, then the run's.
  const { result, warnings } = train({
    backends: wrongAfter(1),
    onEpoch: ({ epoch }) => epochs.push(epoch),
  });
  assertEquals(warnings, [warning]);
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
