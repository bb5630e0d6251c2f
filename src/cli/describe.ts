import { planSweep } from "../runner/mod.ts";
import { describePlan } from "./describe_plan.ts";
import { helpText, parseCommandLine } from "./options.ts";
import { planOptions } from "./plan_options.ts";
import { stopEvaluating } from "./stop_evaluating.ts";

const usage = {
  command: "describe",
  summary: "Shows data, layers, shapes, parameter counts and the list of runs; trains nothing.",
  positional: ["EXPERIMENT"],
  options: {
    ...planOptions,
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** `describe EXPERIMENT`. */
export async function describe(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [file = ""], options } = parseCommandLine(args, usage);
  console.log(describePlan(await planSweep(file, { ...options, onEvaluated: stopEvaluating })));
  return 0;
}
