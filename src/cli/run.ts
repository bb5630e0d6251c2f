import { join, relative, resolve } from "@std/path";
import { type BackendName, backendNames } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import {
  checkWritable,
  type DrawPicture,
  type RunResult,
  type SweepResult,
  writePartialResults,
  writeResults,
} from "../results/mod.ts";
import { type Plan, type PlanOptions, planSweep, projectFolder, runSweep } from "../runner/mod.ts";
import { unknownName } from "../suggest.ts";
import { closingLines } from "./closing.ts";
import { describePlan, factsLine } from "./describe_plan.ts";
import { jsonReporter } from "./json_reporter.ts";
import { liveReporter } from "./live_reporter.ts";
import { type CommandLine, helpText, parseCommandLine, wholeNumber } from "./options.ts";
import { planOptions } from "./plan_options.ts";
import { plainReporter } from "./plain_reporter.ts";
import { quietReporter, type Reporter } from "./reporter.ts";
import { reproduceCommand } from "./reproduce.ts";

/** What a shell expects of a program that Ctrl-C ended: 128 + SIGINT. */
const interruptedCode = 130;

const usage = {
  command: "run",
  summary: "Trains every variant with every seed and writes results/<name>/.",
  positional: ["EXPERIMENT"],
  options: {
    ...planOptions,
    out: { kind: "text", value: "DIR", doc: "writes there instead of results/<name>" },
    workers: { kind: "text", value: "N", doc: "runs trained at the same time; default: the cores" },
    backend: { kind: "text", value: "NAME", doc: `${backendNames.join(", ")}: the same bits` },
    "dry-run": { kind: "flag", doc: "checks everything and trains nothing" },
    quiet: { kind: "flag", doc: "prints errors only" },
    json: { kind: "flag", doc: "prints events as JSON, one a line" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

type Options = CommandLine<typeof usage.options>["options"];

/** `run EXPERIMENT`: trains, shows progress, writes the results. */
export async function run(
  args: readonly string[],
  { draw, declared }: { draw?: DrawPicture | undefined; declared?: PlanOptions["declared"] } = {},
): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [file = ""], options } = parseCommandLine(args, usage);
  const backend = readBackend(options.backend);
  const workers = options.workers === undefined
    ? navigator.hardwareConcurrency
    : wholeNumber("workers", options.workers, 1);
  const reporter = chooseReporter(options);
  try {
    const plan = await planSweep(file, {
      ...options,
      declared,
      onProgress: (done, total) => reporter.loading(done, total),
    });
    if (options["dry-run"]) {
      reporter.close();
      console.log(describePlan(plan));
      return 0;
    }
    const folder = resolve(options.out ?? join(projectFolder, "results", plan.experiment.name));
    await checkWritable(folder);
    const command = reproduceCommand(plan, options);
    return await train(plan, { folder, reporter, workers, backend, command, options, draw });
  } finally {
    reporter.close();
  }
}

interface Training {
  folder: string;
  reporter: Reporter;
  workers: number;
  backend: BackendName;
  command: string;
  options: Options;
  draw: DrawPicture | undefined;
}

async function train(plan: Plan, training: Training): Promise<number> {
  const { folder, reporter, workers, backend, command, options, draw } = training;
  const startedMs = performance.now();
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  Deno.addSignalListener("SIGINT", onSignal);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", onSignal);

  const { name, question, runs } = plan.experiment;
  reporter.start({ name, question, runs, facts: factsLine(plan, workers) });
  const sweep = await runSweep(plan, {
    workers,
    tinyHere: options.workers === undefined,
    backend,
    command,
    signal: interrupt.signal,
    onStart: (index) => reporter.runStarted(index),
    onProgress: (index, progress) => reporter.runProgress(index, progress),
    onDone: (index: number, result: RunResult) => reporter.runDone(index, result),
  });
  reporter.close();
  const place = relative(Deno.cwd(), folder) || ".";
  const say = options.quiet || options.json ? () => {} : console.log;
  if (sweep.runs.length < sweep.expectedRuns) return await interrupted(sweep, { folder, place });
  await writeResults(folder, sweep, { draw });
  const width = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : Infinity;
  const elapsedMs = performance.now() - startedMs;
  say(closingLines(sweep, { place, elapsedMs, width }).join("\n"));
  return sweep.runs.every(({ status }) => status === "diverged") ? 1 : 0;
}

async function interrupted(
  sweep: SweepResult,
  { folder, place }: { folder: string; place: string },
): Promise<number> {
  const { runs, expectedRuns } = sweep;
  if (runs.length > 0) await writePartialResults(folder, sweep);
  const kept = runs.length === 0
    ? "nothing was finished yet"
    : `the ${runs.length} finished of ${expectedRuns} runs are kept in ${join(place, "partial")}`;
  console.error(`Interrupted: ${kept}; results of before are untouched`);
  return interruptedCode;
}

function readBackend(name = "auto"): BackendName {
  const known = backendNames.find((backend) => backend === name);
  if (known) return known;
  throw new ExperimentError(unknownName("backend", name, backendNames));
}

function chooseReporter(options: Options): Reporter {
  if (options.json) return jsonReporter(console.log);
  if (options.quiet) return quietReporter;
  if (!Deno.stdout.isTerminal()) return plainReporter(console.log);
  const encoder = new TextEncoder();
  return liveReporter({
    write: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    columns: () => Deno.consoleSize().columns,
    nowMs: () => performance.now(),
  });
}
