import { bold, cyan, dim, yellow } from "@std/fmt/colors";
import type { RunResult } from "../results/mod.ts";
import type { Progress } from "../runner/mod.ts";
import { bar, duration, fit, lossText, percent, plural } from "./format.ts";
import type { Reporter, SweepStart } from "./reporter.ts";
import { doneLine } from "./run_line.ts";
import { printable } from "./terminal.ts";

/** The terminal that a live view draws on. */
export interface Screen {
  write(text: string): void;
  /** Characters in a line. */
  columns(): number;
  nowMs(): number;
}

const repaintIntervalMs = 80;
const eraseLine = "\x1b[2K";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";

/** Bars, losses and the remaining time below the lines of the runs that are done. */
export function liveReporter(screen: Screen): Reporter {
  let sweep: SweepStart | undefined;
  let startedMs = 0;
  let paintedMs = -Infinity;
  let painted = 0;
  let done = 0;
  let epochsOfDone = 0;
  /** Those that cost no time here: they say nothing about the time that is left. */
  let epochsTaken = 0;
  const active = new Map<number, Progress | undefined>();
  /** Epochs that a run was trained before, in another process. */
  const before = new Map<number, number>();
  const epochsHere = (index: number, epoch = 0) => Math.max(0, epoch - (before.get(index) ?? 0));

  /** Draws `fixed` above the transient lines, which replace those drawn before. */
  function paint(fixed: string[], transient: string[]): void {
    const up = painted > 0 ? `\x1b[${painted}A\r` : "\r";
    const lines = [...fixed, ...transient].map((line) => `${eraseLine}${printable(line)}\n`).join(
      "",
    );
    screen.write(`${hideCursor}${up}${lines}\x1b[J`);
    painted = transient.length;
    paintedMs = screen.nowMs();
  }

  function paintRuns(fixed: string[] = []): void {
    if (!sweep) return;
    const width = screen.columns() - 1;
    const nameWidth = Math.min(Math.max(...sweep.runs.map(({ name }) => name.length)), 30);
    const rows = [...active].sort(([a], [b]) => a - b).map(([index, progress]) =>
      activeLine(sweep!.runs[index]!.name, { progress, nameWidth, width })
    );
    paint(fixed, [...rows, dim(fit(overview(), width))]);
  }

  function overview(): string {
    const total = sweep!.runs.reduce((sum, { settings }) => sum + settings.epochs, -epochsTaken);
    const trained = [...active].reduce(
      (sum, [index, progress]) => sum + epochsHere(index, progress?.epoch),
      epochsOfDone,
    );
    const elapsedMs = screen.nowMs() - startedMs;
    const waiting = sweep!.runs.length - done - active.size;
    const left = trained === 0 || done === sweep!.runs.length
      ? ""
      : `, ${duration(elapsedMs * (total - trained) / trained)} left`;
    const runs = `${done} of ${plural(sweep!.runs.length, "run")} done`;
    return `${runs}${waiting > 0 ? `, ${waiting} waiting` : ""}${left}`;
  }

  return {
    loading(count, total) {
      if (count < total && screen.nowMs() - paintedMs < repaintIntervalMs) return;
      paint([], [`Reading pictures ${cyan(bar(count / total, 20))} ${count} of ${total}`]);
    },
    start(started) {
      sweep = started;
      startedMs = screen.nowMs();
      const title = started.question
        ? `${bold(started.name)}: ${started.question}`
        : bold(started.name);
      paint([title, dim(started.facts), ""], []);
    },
    taken(indices) {
      done += indices.length;
      for (const index of indices) epochsTaken += sweep!.runs[index]!.settings.epochs;
    },
    runStarted(index, epoch = 0) {
      before.set(index, epoch);
      epochsTaken += epoch;
      active.set(index, undefined);
      paintRuns();
    },
    runProgress(index, progress) {
      active.set(index, progress);
      if (screen.nowMs() - paintedMs >= repaintIntervalMs) paintRuns();
    },
    runDone(index: number, result: RunResult) {
      active.delete(index);
      done++;
      epochsOfDone += epochsHere(index, sweep!.runs[index]!.settings.epochs);
      const nameWidth = Math.max(...sweep!.runs.map(({ name }) => name.length));
      paintRuns([doneLine(result, { nameWidth, width: screen.columns() - 1 })]);
    },
    warning: (text) => paintRuns([yellow(`! ${text}`)]),
    close() {
      if (painted > 0) paint([], []);
      screen.write(showCursor);
    },
  };
}

interface LineOptions {
  progress: Progress | undefined;
  nameWidth: number;
  width: number;
}

/** One active run in at most `width` characters; the bar takes what is left, 30 at most. */
function activeLine(name: string, { progress, nameWidth, width }: LineOptions): string {
  const label = `  ${fit(name, nameWidth).padEnd(nameWidth)}  `;
  if (!progress) return fit(`${label}starting`, width);
  const { epoch, epochs, train } = progress;
  const accuracy = train.accuracy === undefined ? "" : `  accuracy ${percent(train.accuracy)}`;
  const facts = `  ${epoch}/${epochs}  loss ${lossText(train.loss)}${accuracy}`;
  const barWidth = Math.min(30, width - label.length - facts.length);
  if (barWidth < 5) return fit(label + facts.trimStart(), width);
  return label + cyan(bar(epoch / epochs, barWidth)) + facts;
}
