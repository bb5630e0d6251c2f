import { join, relative, resolve } from "@std/path";
import { ExperimentError } from "../errors.ts";
import {
  type ClaimedFolder,
  readShard,
  type ShardRecord,
  startRenderer,
  writePartialResults,
  writeResults,
} from "../results/mod.ts";
import { type Merged, mergeShards, projectFolder } from "../runner/mod.ts";
import { outputColumns } from "./choose_reporter.ts";
import { claimResults } from "./claim_results.ts";
import { closingLines } from "./closing.ts";
import { plural } from "./format.ts";
import { type CommandLine, helpText, parseCommandLine } from "./options.ts";

const usage = {
  command: "merge",
  summary:
    "Joins what run --shard has written, in any order, to the bytes of one sweep of all runs.\n" +
    "Shards are left as they are; neither the data nor the experiment file is needed.",
  positional: ["SHARD"],
  rest: "SHARD",
  options: {
    out: { kind: "text", value: "DIR", doc: "writes there instead of results/<name>" },
    "allow-partial": {
      kind: "flag",
      doc:
        "where runs are missing, writes the others to DIR/partial; run --out DIR trains the rest",
    },
    quiet: { kind: "flag", doc: "prints errors only" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

type Options = CommandLine<typeof usage.options>["options"];

/** `merge SHARD…`. */
export async function merge(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: places, options } = parseCommandLine(args, usage);
  const startedMs = performance.now();
  const shards: ShardRecord[] = [];
  for (const place of places) shards.push(await readShard(place));
  const { name } = shards[0]!.manifest;
  const folder = resolve(options.out ?? join(projectFolder, "results", name));
  refuseShard(folder, places);
  const allowPartial = options["allow-partial"] ?? false;
  const merged = await mergeShards(shards, { allowPartial });
  const claimed = await claimResults(folder, {
    experiment: name,
    runs: merged.sweep.experiment.runs.map((run) => run.name),
  });
  try {
    const written = { folder, shards, startedMs, options };
    return merged.sweep.runs.length < merged.sweep.expectedRuns
      ? await writePart(merged, { ...written, claimed })
      : await writeWhole(merged, written);
  } finally {
    await claimed.release();
  }
}

interface Writing {
  folder: string;
  shards: readonly ShardRecord[];
  startedMs: number;
  options: Options;
}

async function writeWhole(
  { sweep }: Merged,
  { folder, shards, startedMs, options }: Writing,
): Promise<number> {
  const renderer = startRenderer();
  await writeResults(folder, sweep, renderer).finally(() => renderer.close());
  const place = relative(Deno.cwd(), folder) || ".";
  if (!options.quiet) {
    const elapsedMs = performance.now() - startedMs;
    console.log(closingLines(sweep, { place, elapsedMs, width: outputColumns() }).join("\n"));
    console.log(`Merged: ${plural(sweep.runs.length, "run")} of ${plural(shards.length, "shard")}`);
  }
  return sweep.runs.every(({ status }) => status === "diverged") ? 1 : 0;
}

/** What there is, and each run in the journal, where the sweep's command finds it. */
async function writePart(
  { sweep, keys }: Merged,
  { folder, options, claimed: { journal } }: Writing & { claimed: ClaimedFolder },
): Promise<number> {
  for (const { run, ...result } of sweep.runs) await journal.keep(keys.get(run.name)!, result);
  await writePartialResults(folder, sweep);
  const { runs, expectedRuns, command } = sweep;
  const place = relative(Deno.cwd(), folder) || ".";
  if (!options.quiet) {
    console.log(
      `Merged: ${runs.length} of ${expectedRuns} runs, in ${join(place, "partial")}; the others ` +
        `are trained by: ${command} --out ${place}`,
    );
  }
  return 0;
}

/** Whole results in the place of a shard would take it from those who merge later. */
function refuseShard(folder: string, places: readonly string[]): void {
  const shard = places.find((place) => resolve(place) === folder);
  if (shard === undefined) return;
  throw new ExperimentError(`Cannot write ${shard}: it is one of the shards`, {
    file: shard,
    remedy: "Choose another folder with --out",
  });
}
