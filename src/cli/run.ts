import { join, relative, resolve } from "@std/path";
import { type BackendName, backendNames } from "../engine/mod.ts";
import { ExperimentError, RunError } from "../errors.ts";
import {
  type DrawPicture,
  type RunResult,
  type SweepResult,
  writePartialResults,
  writeResults,
} from "../results/mod.ts";
import {
  type Checkpoints,
  chooseParallelism,
  type Executor,
  findCheckpoints,
  findFinished,
  type FinishedRuns,
  isTiny,
  type Parallelism,
  parseShard,
  type Plan,
  type PlanOptions,
  planSweep,
  projectFolder,
  runSweep,
  shardPlan,
  type TakeMode,
  usualMs,
} from "../runner/mod.ts";
import { chooseReporter, outputColumns } from "./choose_reporter.ts";
import { claimResults } from "./claim_results.ts";
import { closingLines } from "./closing.ts";
import { describePlan, factsLine } from "./describe_plan.ts";
import { plural } from "./format.ts";
import { interruptedCode, interruption } from "./interruption.ts";
import { later } from "./later.ts";
import { eventLine, eventRun, finishedEvent, tellErrors } from "./json_reporter.ts";
import type { Process } from "./main.ts";
import { addressText } from "../queue/address.ts";
import type { Connection } from "../queue/mod.ts";
import { type CommandLine, helpText, parseCommandLine } from "./options.ts";
import { parallelismOptions, readParallelism } from "./parallelism_options.ts";
import { planOptions } from "./plan_options.ts";
import type { Reporter } from "./reporter.ts";
import { reproduceCommand } from "./reproduce.ts";
import { begunNotes, finishedNotes, outcomeNotes, shardNote } from "./run_notes.ts";
import { checkRunOptions, openQueue, queueOptions } from "./queue_options.ts";
import { stopEvaluating } from "./stop_evaluating.ts";
import { checkpointSeconds, readBackend, readInterval } from "./training_options.ts";

const usage = {
  command: "run",
  summary: "Trains every variant with every seed and writes results/<name>/.",
  positional: ["EXPERIMENT"],
  options: {
    ...planOptions,
    out: { kind: "text", value: "DIR", doc: "writes there instead of results/<name>" },
    shard: {
      kind: "text",
      value: "I/N",
      doc: "trains the I-th of N fixed parts, to results/<name>-shard-I-of-N; see merge",
    },
    ...parallelismOptions,
    ...queueOptions,
    backend: { kind: "text", value: "NAME", doc: `${backendNames.join(", ")}: the same bits` },
    checkpoint: {
      kind: "text",
      value: "SECONDS",
      doc: `between two checkpoints of a run; default: ${checkpointSeconds}; 0 for none`,
    },
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
export function run(args: readonly string[], given: Given = {}): Promise<number> {
  return tellErrors(args, () => runExperiment(args, given));
}

/** What may have been begun before. */
type Given = Partial<Process> & {
  draw?: DrawPicture | undefined;
  declared?: PlanOptions["declared"];
};

async function runExperiment(
  args: readonly string[],
  { wideLanes, draw, declared }: Given,
): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [file = ""], options } = parseCommandLine(args, usage);
  const backend = readBackend(options.backend);
  const limits = readParallelism(options);
  const mode = readMode(options);
  const shard = options.shard === undefined ? undefined : parseShard(options.shard);
  const checkpointEveryMs = readInterval(options.checkpoint);
  checkRunOptions(options);
  const reporter = chooseReporter(options);
  let queue: Connection | undefined;
  try {
    // A queue that cannot be used is told of before anything else is done.
    if (options.queue !== undefined && !options["dry-run"]) {
      queue = await openQueue(options, { onTrouble: (text) => reporter.warning(text) });
    }
    const whole = await planSweep(file, {
      ...options,
      declared,
      onEvaluated: stopEvaluating,
      onProgress: (done, total) => reporter.loading(done, total),
    });
    const plan = shard ? shardPlan(whole, shard) : whole;
    if (options["dry-run"]) {
      reporter.close();
      const { name, question } = plan.experiment;
      const runs = plan.jobs.map(({ run }) => run);
      const planned = { event: "planned", name, question, runs: runs.map(eventRun) } as const;
      console.log(options.json ? eventLine(planned) : describePlan(plan));
      return 0;
    }
    const part = shard ? `-shard-${shard.index}-of-${shard.of}` : "";
    const own = join(projectFolder, "results", plan.experiment.name + part);
    const folder = resolve(options.out ?? own);
    const claimed = await claimResults(folder, {
      experiment: plan.experiment.name,
      runs: plan.jobs.map(({ run }) => run.name),
    });
    try {
      const command = reproduceCommand(plan, options);
      const finished = await findFinished(plan, { ...claimed, mode, folder, command });
      const checkpoints = await findCheckpoints(plan, { ...claimed, mode, finished });
      const missing = plan.jobs.length - finished.taken.size;
      const tinyHere = !queue && options.workers === undefined && options.threads === undefined;
      const parallelism = tinyHere && isTiny(plan.jobs, plan.data)
        ? { workers: 1, threads: 1 }
        : chooseParallelism(missing, limits);
      const local = { tinyHere, parallelism, backend, checkpointEveryMs };
      const kept = { finished, checkpoints };
      return await train(plan, {
        folder,
        ...kept,
        reporter,
        ...local,
        wideLanes: wideLanes ?? false,
        command,
        options,
        draw,
        executor: queue && await queueExecutorOf(queue, { plan, mode, finished }),
        queue,
      });
    } finally {
      await claimed.release();
    }
  } finally {
    reporter.close();
    queue?.close();
  }
}

function addressOf({ address: { host, port } }: Connection): string {
  return `queue at ${host}:${port}`;
}

interface Training {
  folder: string;
  finished: FinishedRuns;
  checkpoints: Checkpoints;
  reporter: Reporter;
  tinyHere: boolean;
  parallelism: Parallelism;
  backend: BackendName;
  wideLanes: boolean;
  checkpointEveryMs: number | undefined;
  command: string;
  options: Options;
  draw: DrawPicture | undefined;
  /** Where runs are trained; on this machine when absent. */
  executor: Executor | undefined;
  queue: Connection | undefined;
}

/** What was finished before is in the queue, too: where everything is trained again, it does not count. */
async function queueExecutorOf(
  connection: Connection,
  { plan, mode, finished }: { plan: Plan; mode: TakeMode; finished: FinishedRuns },
): Promise<Executor> {
  const { guardExecutor, queueExecutor } = await later<typeof import("../queue/mod.ts")>(
    "../queue/mod.ts",
  );
  const fresh = mode === "none" || finished.isCheck;
  return guardExecutor(queueExecutor({ connection, plan, fresh }), { connection });
}

async function train(plan: Plan, training: Training): Promise<number> {
  const { folder, finished, checkpoints, reporter, command, options, draw } = training;
  const { tinyHere, parallelism, backend, wideLanes, checkpointEveryMs, executor, queue } =
    training;
  const startedMs = performance.now();
  // A second Ctrl-C waits for nothing: whatever is on the disk is whole at any moment, and what is not
  // there yet is trained again.
  const signal = interruption((name) => {
    if (name !== "SIGINT") return;
    reporter.close();
    Deno.exit(interruptedCode);
  });
  const { name, question } = plan.experiment;
  const runs = plan.jobs.map(({ run }) => run);
  const place = relative(Deno.cwd(), folder) || ".";
  const say = options.quiet || options.json ? () => {} : console.log;
  reporter.start({
    name,
    question,
    runs,
    facts: factsLine(plan, queue ? addressOf(queue) : parallelism),
    workers: parallelism.workers,
    usualMs: plan.jobs.map((job) => usualMs(job, plan.data.get(job.dataKey)!)),
    mayHalt: plan.brackets !== undefined,
  });
  for (const line of finishedNotes(plan, { finished, place })) say(line);
  for (const line of begunNotes(plan, checkpoints)) say(line);
  if (finished.taken.size > 0) reporter.taken([...finished.taken.keys()]);
  let done = finished.taken.size;
  const sweep = await runSweep(plan, {
    ...parallelism,
    tinyHere,
    backend,
    wideLanes,
    command,
    finished,
    checkpoints,
    // A check that is interrupted has nothing to go on from: it checks that all of it is the same.
    checkpointEveryMs: finished.isCheck ? undefined : checkpointEveryMs,
    signal,
    ...(executor ? { executor } : {}),
    onWarning: (text) => reporter.warning(text),
    onSetAside: (index, why) => reporter.warning(`Set aside ${runs[index]!.name}: ${why}`),
    onStart: (index, epoch) => reporter.runStarted(index, epoch),
    onHalted: (index, epochs) => reporter.runHalted(index, epochs),
    onProgress: (index, progress) => reporter.runProgress(index, progress),
    onDone(index: number, result: RunResult) {
      done++;
      reporter.runDone(index, result);
    },
  }).catch((error) => {
    throw withKept(error, done);
  });
  reporter.close();
  if (sweep.setAside && !signal.aborted) {
    return await withoutSome(sweep, { folder, place, say, queue });
  }
  if (sweep.runs.length < sweep.expectedRuns) {
    const { json = false } = options;
    return await interrupted(sweep, { folder, place, begun: checkpoints.count(), json });
  }
  const files = await writeResults(folder, sweep, draw ? { draw } : {}).catch((error) => {
    throw withKept(error, done);
  });
  // The results are there: a journal that is too large is no reason to fail.
  await finished.prune().catch(() => {});
  const elapsedMs = performance.now() - startedMs;
  say(closingLines(sweep, { place, elapsedMs, width: outputColumns() }).join("\n"));
  const { lines, problem } = outcomeNotes(plan, finished);
  for (const line of lines) say(line);
  if (plan.shard) say(shardNote(plan));
  if (problem !== undefined) throw new RunError(problem);
  if (options.json) console.log(eventLine(finishedEvent(sweep, { folder, files, elapsedMs })));
  // What a part of an experiment comes to is not its failure.
  return !plan.shard && sweep.runs.every(({ status }) => status === "diverged") ? 1 : 0;
}

async function interrupted(
  sweep: SweepResult,
  { folder, place, begun, json }: { folder: string; place: string; begun: number; json: boolean },
): Promise<number> {
  const { runs, expectedRuns } = sweep;
  const files = runs.length === 0 ? [] : await writePartialResults(folder, sweep).catch((error) => {
    throw withKept(error, runs.length);
  });
  if (json) {
    const counts = { finished: runs.length, expected: expectedRuns };
    const where = runs.length > 0 ? { folder } : {};
    console.log(eventLine({ event: "interrupted", ...counts, ...where, files }));
  }
  const kept = runs.length === 0
    ? "nothing was finished yet"
    : `the ${runs.length} finished of ${expectedRuns} runs are kept in ${join(place, "partial")}`;
  const going = begun === 0 ? "" : `; ${plural(begun, "begun run")} kept as far as trained`;
  const others = runs.length > 0 ? "trains the others" : "goes on from there";
  const next = runs.length + begun === 0 ? "" : `; the same command ${others}`;
  console.error(`Interrupted: ${kept}${going}; results of before are untouched${next}`);
  return interruptedCode;
}

/** Some runs were given up: what is there is written as that of an interrupted sweep is. */
async function withoutSome(
  sweep: SweepResult,
  { folder, place, say, queue }: {
    folder: string;
    place: string;
    say: (text: string) => void;
    queue: Connection | undefined;
  },
): Promise<never> {
  const { runs, expectedRuns, setAside = [] } = sweep;
  if (runs.length > 0) {
    await writePartialResults(folder, sweep);
    say(`The ${runs.length} finished of ${expectedRuns} runs are in ${join(place, "partial")}`);
  }
  const names = setAside.slice(0, 5).map(({ run, why }) => `${run} (${why})`).join(", ");
  const more = setAside.length > 5 ? ` and ${setAside.length - 5} more` : "";
  throw new RunError(
    `${plural(setAside.length, "run")} set aside: ${names}${more}. ` +
      `\`deno task queue --queue ${queue ? addressText(queue.address) : "URL"} --retry\` ` +
      "gives them their tries again, then the same command goes on",
  );
}

/** Once runs are trained it is the machine that fails, and what was trained is not lost. */
function withKept(error: unknown, done: number): unknown {
  if (!(error instanceof ExperimentError || error instanceof RunError)) return error;
  const remedy = error instanceof ExperimentError && error.remedy ? `. ${error.remedy}` : "";
  const kept = done === 0
    ? ""
    : `. Nothing is lost: the same command takes ${
      done === 1 ? "the finished run" : `the ${done} finished runs`
    } and trains the others`;
  return new RunError(error.message + remedy + kept, { cause: error });
}

function readMode({ resume, force }: Options): TakeMode {
  if (!(resume && force)) return resume ? "all" : force ? "none" : "missing";
  throw new ExperimentError("Cannot use --resume with --force", {
    remedy: "Give --resume to train what is missing, or --force to train everything",
  });
}
