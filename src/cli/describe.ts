import { planSweep } from "../runner/mod.ts";
import { describePlan } from "./describe_plan.ts";
import { helpText, parseCommandLine } from "./options.ts";

const usage = {
  command: "describe",
  summary: "Shows data, layers, shapes, parameter counts and the list of runs; trains nothing.",
  positional: ["EXPERIMENT"],
  options: {
    seeds: { kind: "text", value: "1,2,3", doc: "these seeds in place of the experiment's" },
    epochs: { kind: "text", value: "N", doc: "the same as --set epochs=N" },
    set: { kind: "list", value: "PATH=VALUE", doc: "changes a setting in every run; repeatable" },
    only: { kind: "text", value: "he,zeros", doc: "some of the variants" },
    data: { kind: "text", value: "PATH", doc: "other data in the place of the experiment's" },
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
  console.log(describePlan(await planSweep(file, options)));
  return 0;
}
