import {
  compareResults,
  type Comparison,
  comparisonCsv,
  comparisonJson,
  comparisonMarkdown,
  comparisonText,
  dataLines,
  gate,
} from "../results/mod.ts";
import { oneOf } from "./one_of.ts";
import { helpText, parseCommandLine } from "./options.ts";
import { printableJson } from "./terminal.ts";

const formats = ["table", "markdown", "csv", "json"] as const;
const conditions = ["worse"] as const;

const usage = {
  command: "compare",
  summary:
    "Compares two or more results with the first: folders, CSV files, or one of these at a git\n" +
    "revision (results/cat@HEAD~1, HEAD~1:results/cat). Exit code 0: identical bytes; 1: not; 2: cannot\n" +
    "be compared. With --fail-if worse 0: none is shown to be worse; 1: one is, or a run diverges that\n" +
    "did not; 2: nothing can be said, with other data or too few common seeds.",
  positional: ["A", "B"],
  rest: "C",
  options: {
    metric: { kind: "list", value: "NAME", doc: "a column such as test_accuracy; repeatable" },
    baseline: {
      kind: "text",
      value: "NAME",
      doc: "what the others are compared with: B, or a path",
    },
    format: { kind: "text", value: "NAME", doc: `${formats.join(", ")}; default: table` },
    "fail-if": {
      kind: "text",
      value: "worse",
      doc: "exit code 1 where a result is shown to be worse",
    },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** `compare A B …`. */
export async function compare(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional, options } = parseCommandLine(args, usage);
  const { metric: metrics, baseline } = options;
  const format = oneOf("format", options.format ?? "table", formats);
  const failIf = options["fail-if"];
  if (failIf !== undefined) oneOf("condition", failIf, conditions);
  const comparison = await compareResults(positional, {
    ...(metrics && { metrics }),
    ...(baseline === undefined ? {} : { baseline }),
  });
  print(comparison, format);
  if (failIf === undefined) return comparison.identical ? 0 : 1;
  const { verdict, reasons } = gate(comparison, metrics);
  for (const reason of reasons) {
    console.error(verdict === "unknown" ? `Cannot tell: ${reason}` : reason);
  }
  return { fine: 0, worse: 1, unknown: 2 }[verdict];
}

function print(comparison: Comparison, format: typeof formats[number]): void {
  switch (format) {
    case "table":
      return console.log(comparisonText(comparison).trimEnd());
    case "markdown":
      return console.log(comparisonMarkdown(comparison).trimEnd());
    case "json":
      return console.log(printableJson(comparisonJson(comparison)).trimEnd());
    case "csv":
      // A table of numbers has no room for what must be known before them.
      for (const line of dataLines(comparison)) console.error(line);
      return console.log(comparisonCsv(comparison).trimEnd());
  }
}
