/**
 * Digests of a short form of every shipped experiment, trained with each number of threads:
 *
 *     deno run -A tests/experiments/golden.ts > tests/fixtures/experiments/golden.json
 *
 * `--backend simd --threads 1,2,3,8` prints a line of digests for each number of threads instead.
 */
import { parseArgs } from "@std/cli";
import { fromFileUrl, join } from "@std/path";
import type { LoadedData } from "../../src/data/mod.ts";
import type { BackendName } from "../../src/engine/mod.ts";
import { expand, parseExperiment, parseOverrides } from "../../src/experiment/mod.ts";
import { curvesCsv, modelFile, type RunResult, runsCsv, sha256Hex } from "../../src/results/mod.ts";
import { localExecutor, type Plan, planExperiment } from "../../src/runner/mod.ts";

const folder = fromFileUrl(new URL("../../experiments", import.meta.url));

/**
 * What makes each experiment short. Pictures are small, so that the reference is done in a second. Those
 * with work for several threads come last, when the threads have started.
 */
const shortForms: Record<string, Parameters<typeof parseOverrides>[0]> = {
  weight_height: { epochs: "20", seeds: "1-2" },
  perceptron: { epochs: "60", seeds: "1" },
  init: { epochs: "4", seeds: "3" },
  rain: { epochs: "1", seeds: "2" },
  optimizers: { epochs: "4", seeds: "1" },
  search: { epochs: "12", seeds: "2", only: "base-trial1,base-trial2,base-trial53" },
  regularization: { epochs: "4", seeds: "5" },
  cat_neuron: { epochs: "20", seeds: "1" },
  cats_vs_dogs: { epochs: "5", seeds: "3", set: ["data.size=[24,24]"] },
  cat: { epochs: "4", seeds: "2", set: ["data.size=[16,16]"] },
};

async function planShortForm(name: string): Promise<Plan> {
  const file = join(folder, `${name}.ts`);
  const { default: written } = await import(`../../experiments/${name}.ts`);
  const experiment = expand(parseExperiment(written, file), {
    file,
    overrides: parseOverrides(shortForms[name]!),
  });
  return await planExperiment(experiment, { file, folder, source: name, context: {} });
}

/** SHA-256 of the tables and of the weights on the way, by experiment. */
function digestOf({ experiment }: Plan, runs: RunResult[]): string {
  const sweep = {
    experiment,
    source: "",
    runs,
    data: [],
    lockDigest: "",
    numericsVersion: 0,
    command: "",
    expectedRuns: runs.length,
  };
  const weights = new Map(
    runs.map((result) => [result.run.name, modelFile(result, sweep).weightsSha256]),
  );
  const tables = [runsCsv(sweep, weights), curvesCsv(runs)].map((pieces) => [...pieces].join(""));
  const texts = [...tables, ...runs.map(({ trace }) => trace)];
  return sha256Hex(new TextEncoder().encode(JSON.stringify(texts)));
}

/** Trains all plans in one pool of one worker. */
async function trainAll(
  plans: readonly Plan[],
  options: { backend: BackendName; threads: number },
): Promise<string[]> {
  const data = new Map<string, LoadedData>();
  const jobs = plans.flatMap((plan, p) =>
    plan.jobs.map(({ run, dataKey }) => {
      data.set(`${p} ${dataKey}`, plan.data.get(dataKey)!);
      return { run, dataKey: `${p} ${dataKey}` };
    })
  );
  const results = await localExecutor({ data, workers: 1, ...options }).train(jobs, {});
  return plans.map((plan) => digestOf(plan, results.splice(0, plan.jobs.length) as RunResult[]));
}

if (import.meta.main) {
  const options = parseArgs(Deno.args, { string: ["backend", "threads"] });
  const { backend = "reference", threads: counts } = options as Record<string, string | undefined>;
  const names = Object.keys(shortForms);
  const plans = await Promise.all(names.map(planShortForm));
  for (const threads of (counts ?? "1").split(",").map(Number)) {
    const digests = await trainAll(plans, { backend: backend as BackendName, threads });
    const byName = Object.fromEntries(names.map((name, p) => [name, digests[p]!]));
    console.log(JSON.stringify(byName, null, counts === undefined ? 2 : 0));
  }
  Deno.exit(0);
}
