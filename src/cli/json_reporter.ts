import { ExperimentError } from "../errors.ts";
import type { Run } from "../experiment/types.ts";
import {
  isShown,
  metricColumns,
  plainText,
  rankVariants,
  type SweepResult,
  type Variant,
  variantSpread,
  verdict,
} from "../results/mod.ts";
import { type EventRun, eventsVersion, type EventVariant, type SweepEvent } from "./events.ts";
import type { Reporter } from "./reporter.ts";
import { printableJson } from "./terminal.ts";

/** An event as its line. `null` stands for numbers that are not finite. */
export function eventLine(event: SweepEvent): string {
  const { event: type, ...fields } = event;
  return printableJson(JSON.stringify({ event: type, version: eventsVersion, ...fields }));
}

/** One JSON object a line for other programs, see {@linkcode SweepEvent}. */
export function jsonReporter(write: (line: string) => void): Reporter {
  const tell = (event: SweepEvent) => write(eventLine(event));
  let names: string[] = [];
  return {
    loading: (done, total) => tell({ event: "loading", done, total }),
    start({ name, question, runs, workers, facts }) {
      names = runs.map((run) => run.name);
      tell({ event: "start", name, question, runs: runs.map(eventRun), workers, facts });
    },
    taken: (indices) => tell({ event: "taken", runs: indices.map((index) => names[index]!) }),
    runStarted: (index, epoch = 0) =>
      tell({ event: "run-start", run: names[index]!, ...(epoch > 0 ? { epoch } : {}) }),
    runProgress: (index, { epoch, epochs, train }) =>
      tell({ event: "progress", run: names[index]!, epoch, epochs, train }),
    runHalted: (index, epoch) => tell({ event: "run-halted", run: names[index]!, epoch }),
    runDone(index, { status, epochs, bestEpoch, final, elapsedMs }) {
      tell({ event: "run-done", run: names[index]!, status, epochs, bestEpoch, final, elapsedMs });
    },
    warning: (message) => tell({ event: "warning", message }),
    close() {},
  };
}

/** A run as events tell of it. */
export function eventRun({ name, variant, seed, settings: { epochs } }: Run): EventRun {
  return { run: name, variant, seed, epochs };
}

/** The last event of a sweep whose results are written. */
export function finishedEvent(
  { runs }: SweepResult,
  { folder, files, elapsedMs }: { folder: string; files: readonly string[]; elapsedMs: number },
): SweepEvent & { event: "finished" } {
  const ranking = rankVariants(runs);
  return {
    event: "finished",
    folder,
    files: [...files],
    variants: ranking.variants.map(eventVariant),
    verdict: plainText(verdict(ranking)),
    elapsedMs,
  };
}

function eventVariant(variant: Variant): EventVariant {
  const { name, runs, finished } = variant;
  const columns = metricColumns(finished.map(({ final }) => final)).filter(isShown);
  const metrics = columns.map((column) => {
    const { mean, deviation, min, max } = variantSpread(variant, column);
    return [`${column.part}_${column.metric}`, { mean, deviation, min, max }];
  });
  return {
    variant: name,
    runs: runs.length,
    finished: finished.length,
    metrics: Object.fromEntries(metrics),
    bestEpochs: finished.map(({ bestEpoch }) => bestEpoch),
  };
}

/** Where `--json` asks for events, what ends the command is one of them; it is thrown on. */
export async function tellErrors<T>(
  args: readonly string[],
  command: () => Promise<T>,
): Promise<T> {
  try {
    return await command();
  } catch (error) {
    if (args.includes("--json")) console.log(eventLine(errorEvent(error)));
    throw error;
  }
}

/** The last event where something ends the command. */
export function errorEvent(error: unknown): SweepEvent & { event: "error" } {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ExperimentError)) return { event: "error", message, exitCode: 1 };
  const { file, place, remedy } = error;
  return {
    event: "error",
    message,
    exitCode: 2,
    ...(file === undefined ? {} : { file }),
    ...(place === undefined ? {} : { place }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}
