import { compareResults, comparisonText } from "../results/mod.ts";
import { helpText, parseCommandLine } from "./options.ts";

const usage = {
  command: "compare",
  summary: "Compares two results folders or CSV files. Exit code 0: identical bytes; 1: not.",
  positional: ["A", "B"],
  options: { help: { kind: "flag", doc: "prints this" } },
} as const;

/** `compare A B`. */
export async function compare(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [a = "", b = ""] } = parseCommandLine(args, usage);
  const comparison = await compareResults(a, b);
  console.log(comparisonText(comparison).trimEnd());
  return comparison.identical ? 0 : 1;
}
