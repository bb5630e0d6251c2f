import { startRenderer } from "../results/renderer.ts";
import { later } from "./later.ts";
import type { Command } from "./main.ts";

/**
 * Loads `run`, which takes a tenth of a second. Meanwhile another process evaluates the experiment,
 * and a worker loads what draws the pictures, which takes twice as long and would come after the
 * training otherwise.
 */
export async function loadRun(args: readonly string[]): Promise<Command> {
  const helps = args.includes("--help");
  const [file = "-"] = args;
  const declared = helps || file.startsWith("-") ? undefined : await declare(file);
  const draw = helps || args.includes("--dry-run") ? undefined : startRenderer().draw;
  const { run } = await later<typeof import("./run.ts")>("./run.ts");
  return (args, process) => run(args, { ...process, draw, declared: declared?.experiment });
}

/** Begins to read the experiment; imports asked for at the same time would all come at the end. */
async function declare(file: string): Promise<{ experiment: Promise<unknown> }> {
  const read = await later<typeof import("../experiment/read.ts")>("../experiment/read.ts");
  const started = Promise.withResolvers<void>();
  const experiment = read.readExperiment(file, { onStart: started.resolve });
  // Who awaits it hears of a failure; a wrong option is told of first.
  await Promise.race([started.promise, experiment.catch(() => {})]);
  return { experiment };
}
