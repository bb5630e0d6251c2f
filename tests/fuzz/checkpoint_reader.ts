import { join } from "@std/path";
import { prepareData } from "../../src/data/mod.ts";
import { ExperimentError } from "../../src/errors.ts";
import { encodeCheckpoint, openJournal, type RunResult } from "../../src/results/mod.ts";
import { resultFiles } from "../../src/results/write_results.ts";
import { findCheckpoints, runOrigins, trainRun } from "../../src/runner/mod.ts";
import { planOf } from "../runner/_sweeps.ts";
import { sweepResult } from "../../src/runner/sweep_result.ts";

const plans = Promise.all([
  { architecture: [{ type: "batch-norm" }, { units: 1, activation: "sigmoid" }] },
  {
    architecture: [{ units: 2, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
    optimizer: { type: "nadam", learningRate: 0.1 },
    schedule: { type: "reduce-on-plateau", patience: 0 },
    earlyStopping: { patience: 2 },
    metrics: ["roc-auc"],
  },
].map((settings) =>
  planOf({
    name: "small",
    data: { type: "generated", shape: "xor", rows: 12, split: { validation: 0.25 } },
    epochs: 5,
    ...settings,
  })
));

type Plan = Awaited<ReturnType<typeof planOf>>;

function trainerOf(plan: Plan) {
  const [{ run, dataKey }] = plan.jobs as [Plan["jobs"][number]];
  const loaded = plan.data.get(dataKey)!;
  const data = { ...prepareData(loaded, { ...run.settings.data, seed: run.seed }) };
  const classes = loaded.classes ? { classes: loaded.classes } : {};
  return (options: Parameters<typeof trainRun>[2]) =>
    trainRun(run, { ...data, ...classes }, options);
}

/** Checkpoints after the third epoch of runs that remember different things. */
export async function validCheckpoints(): Promise<Uint8Array[]> {
  return (await plans).map((plan) => {
    let bytes: Uint8Array | undefined;
    trainerOf(plan)({
      onResumable(capture) {
        const checkpoint = capture();
        if (checkpoint.epoch !== 3) return;
        bytes = encodeCheckpoint(runOrigins(plan)[0]!, { ...checkpoint, elapsedMs: 5 });
      },
    });
    return bytes!;
  });
}

/** Goes on with runs from the checkpoint, as `run` would, to the end and the texts of the results. */
export async function goOn(folder: string, name: string): Promise<void> {
  const bytes = await Deno.readFile(join(folder, name));
  const refusals: string[] = [];
  for (const plan of await plans) {
    const [origin] = runOrigins(plan);
    const journal = await openJournal(folder);
    const path = join(journal.folder, `${origin!.key}.checkpoint`);
    await Deno.writeFile(path, bytes);
    const finished = { taken: new Map(), isCheck: false };
    const { found, refused } = await findCheckpoints(plan, { journal, mode: "all", finished });
    await Deno.remove(path);
    refusals.push(...refused.values());
    const from = found.get(0);
    if (from === undefined) continue;
    const train = trainerOf(plan);
    const result: RunResult = {
      ...train({ from, onRefused: (why) => refusals.push(why), backend: "reference" }),
      elapsedMs: from.elapsedMs,
    };
    const sweep = await sweepResult(plan, { runs: [result], command: "" });
    await resultFiles(sweep, { draw: () => Promise.resolve("") });
  }
  if (refusals.length === 2) throw new ExperimentError(`${name} ${refusals[0]}`, { file: name });
}
