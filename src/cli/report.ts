import { ExperimentError } from "../errors.ts";
import { writeReport } from "../results/mod.ts";
import { helpText, parseCommandLine } from "./options.ts";

const usage = {
  command: "report",
  summary:
    "Writes results as one HTML page that needs no network and nothing beside it: the summary,\n" +
    "statistics, learning curves to look into, all runs, every picture.",
  positional: ["RESULTS"],
  rest: "RESULTS",
  options: {
    out: { kind: "text", value: "FILE", doc: "writes there instead of RESULTS/report.html" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** `report RESULTS…`: a page in each folder. */
export async function report(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: places, options: { out } } = parseCommandLine(args, usage);
  if (out !== undefined && places.length > 1) {
    throw new ExperimentError(`Cannot write ${places.length} reports to ${out}`, {
      remedy: "Leave --out away, which writes report.html into each folder, or give one folder",
    });
  }
  for (const place of places) {
    const { path, bytes } = await writeReport(place, out === undefined ? {} : { out });
    console.log(`Wrote ${path} (${Math.ceil(bytes / 1024)} KiB): open it in a browser`);
  }
  return 0;
}
