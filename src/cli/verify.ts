import { type BackendName, backendNames } from "../engine/mod.ts";
import { readRecord, type ResultsRecord, verifyRecord } from "../results/mod.ts";
import {
  chooseParallelism,
  type Parallelism,
  type Plan,
  planVerification,
  runSweep,
  usualMs,
} from "../runner/mod.ts";
import { chooseReporter } from "./choose_reporter.ts";
import { factsLine } from "./describe_plan.ts";
import { interruptedCode, interruption } from "./interruption.ts";
import { eventLine, tellErrors } from "./json_reporter.ts";
import { oneOf } from "./one_of.ts";
import { type CommandLine, helpText, parseCommandLine } from "./options.ts";
import { parallelismOptions, readParallelism } from "./parallelism_options.ts";
import type { Reporter } from "./reporter.ts";
import { verificationLines } from "./verification_text.ts";

const usage = {
  command: "verify",
  summary:
    "Makes results again from their manifest.json alone and compares every byte. Nothing is " +
    "written.\nExit code 0: identical; 1: not; 2: cannot be verified, such as with other data.",
  positional: ["RESULTS"],
  options: {
    only: { kind: "text", value: "he,zeros", doc: "some of the variants or runs" },
    folder: { kind: "text", value: "DIR", doc: "where paths start; default: as in this project" },
    ...parallelismOptions,
    backend: { kind: "text", value: "NAME", doc: `${backendNames.join(", ")}: the same bits` },
    quiet: { kind: "flag", doc: "prints what differs only" },
    json: { kind: "flag", doc: "prints events as JSON, one a line; the last one is the verdict" },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

type Options = CommandLine<typeof usage.options>["options"];

/** `verify RESULTS`. */
export function verify(args: readonly string[]): Promise<number> {
  return tellErrors(args, () => verifyResults(args));
}

async function verifyResults(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [place = ""], options } = parseCommandLine(args, usage);
  const backend: BackendName = oneOf("backend", options.backend ?? "auto", backendNames);
  const limits = readParallelism(options);
  const reporter = chooseReporter(options);
  try {
    const record = await readRecord(place);
    const plan = await planVerification(record, {
      folder: options.folder,
      only: options.only?.split(",").map((name) => name.trim()).filter((name) => name !== ""),
      onProgress: (done, total) => reporter.loading(done, total),
    });
    const parallelism = chooseParallelism(plan.jobs.length, limits);
    return await train(plan, { record, reporter, parallelism, backend, options });
  } finally {
    reporter.close();
  }
}

interface Training {
  record: ResultsRecord;
  reporter: Reporter;
  parallelism: Parallelism;
  backend: BackendName;
  options: Options;
}

async function train(plan: Plan, training: Training): Promise<number> {
  const { record, reporter, parallelism, backend, options } = training;
  const signal = interruption();
  const { name } = plan.experiment;
  const runs = plan.jobs.map(({ run }) => run);
  const question = `verifying ${record.place}`;
  reporter.start({
    name,
    question,
    runs,
    facts: factsLine(plan, parallelism),
    workers: parallelism.workers,
    usualMs: plan.jobs.map((job) => usualMs(job, plan.data.get(job.dataKey)!)),
    mayHalt: plan.brackets !== undefined,
  });
  const sweep = await runSweep(plan, {
    ...parallelism,
    backend,
    command: record.manifest.command,
    signal,
    onWarning: (text) => reporter.warning(text),
    onStart: (index) => reporter.runStarted(index),
    onHalted: (index, epochs) => reporter.runHalted(index, epochs),
    onProgress: (index, progress) => reporter.runProgress(index, progress),
    onDone: (index, result) => reporter.runDone(index, result),
  });
  reporter.close();
  if (sweep.runs.length < runs.length) {
    const [finished, expected] = [sweep.runs.length, runs.length];
    const files: string[] = [];
    if (options.json) {
      console.log(eventLine({ event: "interrupted", finished, expected, files }));
    }
    console.error("Interrupted: nothing was compared");
    return interruptedCode;
  }
  const verification = await verifyRecord(record, sweep);
  const { identical } = verification;
  if (options.json) {
    console.log(eventLine({ event: "verified", ...verification }));
  } else if (!(options.quiet && identical)) {
    console.log(verificationLines(verification).join("\n"));
  }
  return identical ? 0 : 1;
}
