import { startRenderer } from "../results/renderer.ts";
import { later } from "./later.ts";
import type { Command } from "./main.ts";

/**
 * Loads `run`, which takes a tenth of a second, while a worker loads what draws the pictures, which
 * takes twice as long and would come after the training otherwise.
 */
export async function loadRun(args: readonly string[]): Promise<Command> {
  const draws = !args.includes("--help") && !args.includes("--dry-run");
  const draw = draws ? startRenderer().draw : undefined;
  const { run } = await later<typeof import("./run.ts")>("./run.ts");
  return (args) => run(args, { draw });
}
