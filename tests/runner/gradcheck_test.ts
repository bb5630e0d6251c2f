import { assert, assertEquals } from "@std/assert";
import { checkText } from "../../src/cli/gradcheck.ts";
import { loadData } from "../../src/data/mod.ts";
import { expand, parseExperiment } from "../../src/experiment/mod.ts";
import type { Experiment } from "../../src/experiment/types.ts";
import { checkPlan, type Plan } from "../../src/runner/mod.ts";
import { warning, wrongAfter } from "./_wrong_backends.ts";

async function planOf(written: Omit<Experiment, "name">): Promise<Plan> {
  const experiment = expand(parseExperiment({ name: "tiny", ...written }));
  const data = await loadData(experiment.runs[0]!.settings.data, { folder: "/" });
  return {
    experiment,
    source: "tiny.ts",
    data: new Map([["all", data]]),
    weights: { tensors: new Map(), records: [] },
    jobs: experiment.runs.map((run) => ({ run, dataKey: "all" })),
    records: [],
  };
}

const tiny = {
  data: { type: "generated", shape: "two-moons", rows: 30, normalize: "standardize" },
  architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  seeds: [1, 2],
} as const;
const options = { rows: 6, samples: 20, steps: 3, tolerance: 1e-4 };

Deno.test("every different network is checked once, before and after some steps", async () => {
  const plan = await planOf({
    ...tiny,
    variants: {
      he: {},
      fast: { optimizer: { type: "adam", learningRate: 0.1 } },
      xavier: { init: "xavier" },
    },
  });
  const checks = [...checkPlan(plan, options)];
  assertEquals(checks.map(({ run }) => run.name), ["he-seed1", "xavier-seed1"]);
  for (const { initial, trained } of checks) {
    assert(initial.passed && trained!.passed);
    assertEquals(initial.rows, 6);
    assert(initial.tensors[0]!.error !== trained!.tensors[0]!.error);
  }
});

Deno.test("a run that diverges within the steps is checked at its start only, and the table says so", async () => {
  const plan = await planOf({
    ...tiny,
    architecture: [{ units: 4, activation: "linear" }, { units: 1, activation: "linear" }],
    loss: "squared-error",
    optimizer: { type: "gradient-descent", learningRate: 1e30 },
  });
  const [check] = [...checkPlan(plan, options)];
  assertEquals(check!.trained, undefined);
  const lines = checkText(check!, 3);
  assertEquals(lines.at(-1), "  after 3 steps the loss is not finite: not checked there");
  assertEquals(lines[2]!.startsWith("  layers.0.weight  [4, 2]"), true);
});

Deno.test("two classes may have a unit each", async () => {
  const plan = await planOf({
    ...tiny,
    architecture: [{ units: 4, activation: "tanh" }, { units: 2, activation: "softmax" }],
  });
  const [check] = [...checkPlan(plan, options)];
  assert(check!.initial.passed && check!.trained!.passed);
});

Deno.test("gradients of a backend that is wrong are those of the reference, and that is said once", async () => {
  const plan = await planOf({ ...tiny, variants: { he: {}, xavier: { init: "xavier" } } });
  const warnings: string[] = [];
  const onWarning = (text: string) => warnings.push(text);
  const checks = [...checkPlan(plan, { ...options, backends: wrongAfter(0), onWarning })];
  assertEquals(warnings, [warning]);
  assertEquals(checks, [...checkPlan(plan, options)]);
});
