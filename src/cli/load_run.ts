import { startRenderer } from "../results/renderer.ts";
import { later } from "./later.ts";
import type { Command } from "./main.ts";

/**
 * Loads `run`, which takes a tenth of a second. Meanwhile a worker loads what draws the pictures,
 * which takes twice as long and would come after the training otherwise, and another process
 * evaluates the experiment.
 */
export async function loadRun(args: readonly string[]): Promise<Command> {
  const helps = args.includes("--help");
  const draw = helps || args.includes("--dry-run") ? undefined : startRenderer().draw;
  const [file = "-"] = args;
  const declared = helps || file.startsWith("-") ? undefined : declare(file);
  // Who awaits it hears of a failure; a wrong option is told of first.
  declared?.catch(() => {});
  const { run } = await later<typeof import("./run.ts")>("./run.ts");
  return (args) => run(args, { draw, declared });
}

async function declare(file: string): Promise<unknown> {
  const read = await later<typeof import("../experiment/read.ts")>("../experiment/read.ts");
  return await read.readExperiment(file);
}
