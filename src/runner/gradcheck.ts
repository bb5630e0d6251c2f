import { prepareData } from "../data/mod.ts";
import {
  type Backend,
  type Backends,
  checkGradients,
  chooseBackend,
  createNetwork,
  createOptimizer,
  type GradientCheck,
} from "../engine/mod.ts";
import type { Run } from "../experiment/types.ts";
import { fitTargets } from "./fit_targets.ts";
import type { Plan } from "./plan.ts";
import { rowCount } from "./rows.ts";
import { storedWeights } from "./stored_weights.ts";
import { networkSpec } from "./train.ts";

export interface GradcheckOptions {
  /** Most rows of the training data that the loss is taken over. */
  rows: number;
  /** Most values that are checked of each tensor. */
  samples: number;
  /** Steps of the run's own optimizer on these rows before the second check. */
  steps: number;
  tolerance: number;
  /** Those to choose from; the engine's by default. */
  backends?: Backends;
  /** Called with a sentence where another backend computes than the fastest one. */
  onWarning?: (text: string) => void;
}

/** A network's gradients at its initial weights and after a few steps. */
export interface RunCheck {
  run: Run;
  initial: GradientCheck;
  /** Absent when the loss is not finite any more after the steps. */
  trained?: GradientCheck;
}

/**
 * Checks the gradients of every different network of a plan, each on its own data. Runs that
 * differ in nothing that a gradient depends on are checked once.
 */
export function* checkPlan(plan: Plan, options: GradcheckOptions): Generator<RunCheck> {
  const { backends, onWarning } = options;
  const { backend, warning } = chooseBackend(
    "auto",
    backends === undefined ? {} : { all: backends },
  );
  if (warning) onWarning?.(warning);
  const seen = new Set<string>();
  for (const { run, dataKey } of plan.jobs) {
    const { settings } = run;
    const { architecture, loss, regularization, data } = settings;
    const key = JSON.stringify([architecture, loss, regularization, data.normalize, dataKey]);
    if (seen.has(key)) continue;
    seen.add(key);
    yield checkRun(plan, { run, dataKey }, { ...options, backend });
  }
}

function checkRun(
  plan: Plan,
  { run, dataKey }: { run: Run; dataKey: string },
  { rows, samples, steps, tolerance, backend }: GradcheckOptions & { backend: Backend },
): RunCheck {
  const { settings, seed } = run;
  const { split, normalize } = settings.data;
  const loaded = plan.data.get(dataKey)!;
  const prepared = prepareData(loaded, { split, normalize, seed });
  const classified = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const { train: examples } = fitTargets(classified, settings);
  const network = createNetwork(networkSpec(run, examples.inputs.columns), {
    seed,
    kernels: backend,
    stored: storedWeights(plan.weights),
  });
  network.initialize();
  const order = spread(rowCount(examples), rows);
  const check = (epoch: number) =>
    checkGradients(network, { examples, order, epoch, seed, samples, tolerance });
  const initial = check(1);
  const optimizer = createOptimizer(settings.optimizer, network, settings.regularization);
  for (let step = 1; step <= steps; step++) {
    const loss = network.gradient({ examples, order, from: 0, to: order.length, epoch: step });
    if (!Number.isFinite(loss)) return { run, initial };
    optimizer.step(Number(settings.optimizer.learningRate));
  }
  const { loss } = network.evaluate({
    ...examples,
    rows: order.map((k) => examples.rows?.[k] ?? k),
  });
  if (steps === 0 || !Number.isFinite(loss)) return { run, initial };
  return { run, initial, trained: check(steps + 1) };
}

/** So many positions out of `count`, evenly spread: data is often sorted by class. */
function spread(count: number, wanted: number): Uint32Array {
  const length = Math.min(count, wanted);
  return Uint32Array.from({ length }, (_, k) => Math.floor((k + 0.5) * count / length));
}
