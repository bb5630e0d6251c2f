import { loadData, prepareData } from "../../src/data/mod.ts";
import { expand, parseExperiment } from "../../src/experiment/mod.ts";
import type { Experiment } from "../../src/experiment/types.ts";
import { modelFile, parseModel, type SweepResult } from "../../src/results/mod.ts";
import { networkSpec, trainRun } from "../../src/runner/train.ts";

/** An experiment's first run, trained on data without files. */
export async function trained(written: Omit<Experiment, "name">) {
  const experiment = expand(parseExperiment({ name: "tiny", ...written }));
  const run = experiment.runs[0]!;
  const { data } = run.settings;
  const loaded = await loadData(data, { folder: "/" });
  const prepared = prepareData(loaded, { ...data, seed: run.seed });
  const options = loaded.classes ? { ...prepared, classes: loaded.classes } : prepared;
  const result = { ...trainRun(run, options), elapsedMs: 0 };
  const sweep: SweepResult = {
    experiment,
    source: "experiments/tiny.ts",
    runs: [result],
    data: [],
    lockDigest: "",
    numericsVersion: 1,
    command: "",
    expectedRuns: 1,
  };
  const spec = networkSpec(run, prepared.train.inputs.columns);
  const model = parseModel(modelFile(result, sweep).bytes, "tiny.safetensors");
  return { run, loaded, prepared, result, sweep, spec, model };
}
