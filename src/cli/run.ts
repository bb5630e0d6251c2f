import { join, relative, resolve } from "@std/path";
import { type BackendName, backendNames } from "../engine/mod.ts";
import { ExperimentError, RunError } from "../errors.ts";
import {
  claimFolder,
  curvesSpecification,
  type DrawPicture,
  type RunResult,
  type SweepResult,
  writePartialResults,
  writeResults,
} from "../results/mod.ts";
import {
  findFinished,
  type FinishedRuns,
  isTiny,
  type Plan,
  type PlanOptions,
  planSweep,
  projectFolder,
  runSweep,
  type TakeMode,
} from "../runner/mod.ts";
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
import { finishedNotes, outcomeNotes } from "./run_notes.ts";
import { stopEvaluating } from "./stop_evaluating.ts";

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
    resume: { kind: "flag", doc: "trains what is missing, even if that is nothing" },
    force: { kind: "flag", doc: "trains everything, whatever was finished before" },
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
  const mode = readMode(options);
  const reporter = chooseReporter(options);
  try {
    const plan = await planSweep(file, {
      ...options,
      declared,
      onEvaluated: stopEvaluating,
      onProgress: (done, total) => reporter.loading(done, total),
    });
    if (options["dry-run"]) {
      reporter.close();
      console.log(describePlan(plan));
      return 0;
    }
    const folder = resolve(options.out ?? join(projectFolder, "results", plan.experiment.name));
    const claimed = await claimFolder(folder, {
      experiment: plan.experiment.name,
      runs: plan.experiment.runs.map((run) => run.name),
      holder: { pid: Deno.pid, ...hostName(), since: new Date().toISOString() },
    });
    try {
      if (claimed.unguarded !== undefined) {
        console.error(
          `${folder} cannot be locked (${claimed.unguarded}): start no other run that writes there`,
        );
      }
      const command = reproduceCommand(plan, options);
      const finished = await findFinished(plan, { ...claimed, mode, folder, command });
      return await train(plan, {
        folder,
        finished,
        reporter,
        workers,
        backend,
        command,
        options,
        draw,
      });
    } finally {
      await claimed.release();
    }
  } finally {
    reporter.close();
  }
}

interface Training {
  folder: string;
  finished: FinishedRuns;
  reporter: Reporter;
  workers: number;
  backend: BackendName;
  command: string;
  options: Options;
  draw: DrawPicture | undefined;
}

async function train(plan: Plan, training: Training): Promise<number> {
  const { folder, finished, reporter, workers, backend, command, options, draw } = training;
  const startedMs = performance.now();
  const interrupt = new AbortController();
  const onSignal = () => interrupt.abort();
  Deno.addSignalListener("SIGINT", onSignal);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", onSignal);

  const { name, question, runs } = plan.experiment;
  const place = relative(Deno.cwd(), folder) || ".";
  const say = options.quiet || options.json ? () => {} : console.log;
  const tinyHere = options.workers === undefined;
  const atOnce = tinyHere && isTiny(plan.jobs, plan.data) ? 1 : workers;
  reporter.start({ name, question, runs, facts: factsLine(plan, atOnce) });
  for (const line of finishedNotes(plan, { finished, place })) say(line);
  if (finished.taken.size > 0) reporter.taken([...finished.taken.keys()]);
  let done = finished.taken.size;
  const sweep = await runSweep(plan, {
    workers,
    tinyHere,
    backend,
    command,
    finished,
    signal: interrupt.signal,
    onStart: (index) => reporter.runStarted(index),
    onProgress: (index, progress) => reporter.runProgress(index, progress),
    onDone(index: number, result: RunResult) {
      done++;
      reporter.runDone(index, result);
    },
  }).catch((error) => {
    throw withKept(error, done);
  });
  reporter.close();
  if (sweep.runs.length < sweep.expectedRuns) return await interrupted(sweep, { folder, place });
  const drawing = draw ? { draw: (sweep: SweepResult) => draw(curvesSpecification(sweep)) } : {};
  await writeResults(folder, sweep, drawing).catch((error) => {
    throw withKept(error, done);
  });
  // The results are there: a journal that is too large is no reason to fail.
  await finished.prune().catch(() => {});
  const width = Deno.stdout.isTerminal() ? Deno.consoleSize().columns : Infinity;
  const elapsedMs = performance.now() - startedMs;
  say(closingLines(sweep, { place, elapsedMs, width }).join("\n"));
  const { lines, problem } = outcomeNotes(plan, finished);
  for (const line of lines) say(line);
  if (problem !== undefined) throw new RunError(problem);
  return sweep.runs.every(({ status }) => status === "diverged") ? 1 : 0;
}

async function interrupted(
  sweep: SweepResult,
  { folder, place }: { folder: string; place: string },
): Promise<number> {
  const { runs, expectedRuns } = sweep;
  if (runs.length > 0) {
    await writePartialResults(folder, sweep).catch((error) => {
      throw withKept(error, runs.length);
    });
  }
  const kept = runs.length === 0
    ? "nothing was finished yet"
    : `the ${runs.length} finished of ${expectedRuns} runs are kept in ${join(place, "partial")}`;
  const next = runs.length === 0 ? "" : "; the same command trains the others";
  console.error(`Interrupted: ${kept}; results of before are untouched${next}`);
  return interruptedCode;
}

/** Once runs are trained it is the machine that fails, and what was trained is not lost. */
function withKept(error: unknown, done: number): unknown {
  if (!(error instanceof ExperimentError || error instanceof RunError)) return error;
  const remedy = error instanceof ExperimentError && error.remedy ? `. ${error.remedy}` : "";
  const kept = done === 0
    ? ""
    : `. Nothing is lost: the same command takes the ${done} finished runs and trains the others`;
  return new RunError(error.message + remedy + kept, { cause: error });
}

function readMode({ resume, force }: Options): TakeMode {
  if (!(resume && force)) return resume ? "all" : force ? "none" : "missing";
  throw new ExperimentError("Cannot use --resume with --force", {
    remedy: "Give --resume to train what is missing, or --force to train everything",
  });
}

/** Nobody is asked for a permission to say where a process runs. */
function hostName(): { host?: string } {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? { host: Deno.hostname() } : {};
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
