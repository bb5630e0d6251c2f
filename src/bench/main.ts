/** `deno task bench`: sameseed beside other libraries, the growth of its costs, and its kernels. */
import { errorText } from "../cli/error_text.ts";
import { usesWideLanes, wideLanesFlag } from "../cli/wide_lanes.ts";
import { ExperimentError, RunError } from "../errors.ts";
import { commandNames, compareStartUp, compareSweep } from "./commands.ts";
import { comparePeers } from "./compare_peers.ts";
import { measureGrowth } from "./growth.ts";
import { growthSvg } from "./growth_svg.ts";
import { kernelCases } from "./kernel_cases.ts";
import { type BenchOutput, kernelTable, kernelTimes, limitsTable } from "./kernel_table.ts";
import type { Limits } from "./limits.ts";
import { benchHelp, type BenchOptions, isWanted, readBenchOptions } from "./options.ts";
import { findPeers, type FoundPeers, here, project } from "./peers.ts";
import { commandSection, growthSection, introduction, workloadSection } from "./report.ts";
import { removeFoldersOnInterrupt, withFolder } from "./temporary.ts";
import { workloads } from "./workloads.ts";

/** A run of the benchmark. */
interface Session {
  options: BenchOptions;
  found: FoundPeers;
  /** Prints a section, and writes all so far: a failure later on loses nothing. */
  add(...texts: string[]): Promise<void>;
  say(line: string): void;
}

async function bench(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(benchHelp());
    return 0;
  }
  const options = readBenchOptions(args);
  removeFoldersOnInterrupt();
  const found = await findPeers();
  const session: Session = {
    options,
    found,
    add: createReport(options.out),
    say: (line) => console.error(line),
  };
  await session.add(introduction(args, found));
  const allSame = await compareTraining(session);
  if (commandNames.some((name) => isWanted(name, options))) await compareCommands(session);
  if (isWanted("growth", options)) await showGrowth(session);
  if (isWanted("kernels", options)) await showKernels(session);
  return allSame ? 0 : 1;
}

function createReport(folder: string | undefined): Session["add"] {
  const sections: string[] = [];
  return async (...texts) => {
    sections.push(...texts);
    console.log(`${texts.join("\n\n")}\n`);
    if (folder === undefined) return;
    await Deno.mkdir(folder, { recursive: true });
    await Deno.writeTextFile(`${folder}/benchmark.md`, `${sections.join("\n\n")}\n`);
  };
}

/** Whether all peers computed the same. */
async function compareTraining({ options, found, add, say }: Session): Promise<boolean> {
  let allSame = true;
  for (const workload of workloads.filter(({ name }) => isWanted(name, options))) {
    say(workload.title);
    const comparison = await comparePeers(workload, found.peers, { ...options, say });
    allSame &&= comparison.wrong.length === 0;
    await add(workloadSection(comparison, found.titles));
  }
  return allSame;
}

async function compareCommands({ options, found, add, say }: Session): Promise<void> {
  await withFolder(async (folder) => {
    for (const name of commandNames.filter((name) => isWanted(name, options))) {
      say(name);
      const comparison = name === "cat-sweep"
        ? await compareSweep({ ...options, folder, epochs: options.quick ? 10 : undefined })
        : await compareStartUp(found.torch, { ...options, folder });
      await add(commandSection(comparison, found.titles));
    }
  });
}

async function showGrowth({ options, add, say }: Session): Promise<void> {
  say("growth");
  const points = await measureGrowth({ ...options, say });
  await add(growthSection(points));
  const { out } = options;
  if (out !== undefined) await Deno.writeTextFile(`${out}/growth.svg`, await growthSvg(points));
}

async function showKernels({ add, say }: Session): Promise<void> {
  say("kernels");
  const wide = await usesWideLanes("run");
  const flags = ["--no-check", "--frozen", `--config=${project}/deno.json`];
  // As the launcher starts whatever trains.
  if (wide) flags.push(`--v8-flags=${wideLanesFlag}`);
  const asked = JSON.stringify({ tries: 30, sampleMs: 10, wide });
  const limits = await outputOf<Limits>(["run", "-q", ...flags, here("limits.ts"), asked]);
  const benched = ["bench", "--json", ...flags, here("kernels_bench.ts")];
  const times = kernelTimes(await outputOf<BenchOutput>(benched));
  await add(
    "## Kernels",
    "One thread, best times, beside the best that WebAssembly SIMD reaches here" +
      (wide ? `, with ${wideLanesFlag}.` : "."),
    limitsTable(limits),
    kernelTable(times, kernelCases, limits),
  );
}

/** What Deno prints as JSON. */
async function outputOf<T>(args: string[]): Promise<T> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" })
    .output();
  if (!success) throw new RunError("The benchmark of the kernels failed");
  return JSON.parse(new TextDecoder().decode(stdout));
}

if (import.meta.main) {
  try {
    Deno.exit(await bench(Deno.args));
  } catch (error) {
    console.error(errorText(error));
    Deno.exit(error instanceof ExperimentError ? 2 : 1);
  }
}
