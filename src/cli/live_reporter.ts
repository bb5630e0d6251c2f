import { bold, cyan, dim } from "@std/fmt/colors";
import type { RunResult } from "../results/mod.ts";
import type { Progress } from "../runner/mod.ts";
import { activeLine, type ActiveRun } from "./active_line.ts";
import { bar, duration, fit, plural } from "./format.ts";
import { createRemainingTime, type RemainingTime } from "./remaining_time.ts";
import type { Reporter, SweepStart } from "./reporter.ts";
import { doneLine, warningLine } from "./run_line.ts";
import { printable } from "./terminal.ts";
import { textWidth } from "./text_width.ts";
import { largest } from "../numerics/mod.ts";

/** The terminal that a live view draws on. */
export interface Screen {
  write(text: string): void;
  /** Characters in a line. */
  columns(): number;
  /** Lines. */
  rows(): number;
  nowMs(): number;
}

const repaintIntervalMs = 80;
const eraseLine = "\x1b[2K";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";

/** Most losses that are kept of a run: more than a sparkline shows. */
const maximumLosses = 64;

/** Bars, losses and the remaining time below the lines of the runs that are done. */
export function liveReporter(screen: Screen): Reporter {
  let sweep: SweepStart | undefined;
  let time: RemainingTime | undefined;
  let paintedMs = -Infinity;
  /** Widths of the transient lines. */
  let painted: number[] = [];
  let done = 0;
  let nameWidth = 0;
  const active = new Map<number, ActiveRun>();
  /** The last column stays free: some terminals wrap when it is written to. */
  const width = () => Math.max(1, screen.columns() - 1);

  /** Draws `fixed` above the transient lines, which replace those drawn before. */
  function paint(fixed: string[], transient: Line[]): void {
    // Lines that became wider than the terminal have been wrapped.
    const up = painted.reduce((sum, w) => sum + Math.max(1, Math.ceil(w / screen.columns())), 0);
    const lines = [...fixed, ...transient.map(({ shown }) => shown)]
      .map((line) => `${eraseLine}${printable(line)}\n`).join("");
    // What stays may be wrapped over lines of before; what doesn't is drawn over them, without a flicker.
    const clear = fixed.length > 0 ? "\x1b[J" : "";
    screen.write(`${hideCursor}${up > 0 ? `\x1b[${up}A` : ""}\r${clear}${lines}\x1b[J`);
    painted = transient.map(({ plain }) => textWidth(plain));
    paintedMs = screen.nowMs();
  }

  function paintRuns(fixed: string[] = []): void {
    if (!sweep) return;
    const runs = [...active].sort(([a], [b]) => a - b).map(([, run]) => run);
    // One line for the overview and one for the cursor.
    const room = Math.max(1, screen.rows() - 2);
    const shown = runs.length <= room ? runs : runs.slice(0, room - 1);
    const options = { nameWidth: Math.min(nameWidth, 30), width: width() };
    const lines = shown.map((run) => activeLine(run, options));
    const hidden = runs.length - shown.length;
    const more = hidden > 0 ? [fit(`  and ${hidden} more`, width())] : [];
    const texts = [...more, fit(overview(), width())];
    paint(fixed, [...lines, ...texts.map((plain) => ({ plain, shown: dim(plain) }))]);
  }

  function overview(): string {
    const { length } = sweep!.runs;
    const waiting = length - done - active.size;
    const leftMs = done === length ? undefined : time!.remainingMs();
    return [
      `${done} of ${plural(length, "run")} done`,
      ...(active.size > 0 ? [`${active.size} running`] : []),
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
      ...(leftMs === undefined ? [] : [`${duration(leftMs)} left`]),
    ].join(", ");
  }

  return {
    loading(count, total) {
      if (count < total && screen.nowMs() - paintedMs < repaintIntervalMs) return;
      const counts = ` ${count} of ${total}`;
      const size = Math.min(20, width() - counts.length - 18);
      const drawn = size < 3 ? "" : ` ${bar(count / total, size)}`;
      const plain = fit(`Reading pictures${drawn}${counts}`, width());
      paint([], [{ plain, shown: plain.replace(/[━─]+/, (found) => cyan(found)) }]);
    },
    start(started) {
      sweep = started;
      nameWidth = largest(started.runs.map(({ name }) => textWidth(name)));
      const { workers, usualMs } = started;
      const expected = started.runs.map(({ variant, settings }, index) => ({
        variant,
        epochs: settings.epochs,
        usualMs: usualMs[index]!,
        mayStop: Boolean(settings.earlyStopping) || started.mayHalt === true,
      }));
      time = createRemainingTime(expected, { workers, nowMs: screen.nowMs });
      const title = started.question
        ? `${bold(started.name)}: ${started.question}`
        : bold(started.name);
      paint([title, dim(started.facts), ""], []);
    },
    taken(indices) {
      done += indices.length;
      for (const index of indices) time!.taken(index);
    },
    runStarted(index, epoch = 0) {
      time!.started(index, epoch);
      active.set(index, { name: sweep!.runs[index]!.name, losses: [] });
      paintRuns();
    },
    runProgress(index, progress: Progress) {
      time!.progress(index, progress.epoch);
      const run = active.get(index)!;
      run.progress = progress;
      addLoss(run.losses, progress.train.loss);
      if (screen.nowMs() - paintedMs >= repaintIntervalMs) paintRuns();
    },
    runHalted(index, epochs) {
      time!.halted(index, epochs);
      active.delete(index);
      paintRuns();
    },
    runDone(index: number, result: RunResult) {
      time!.done(index, result);
      active.delete(index);
      done++;
      paintRuns([doneLine(result, { nameWidth, width: width() })]);
    },
    warning: (text) => paintRuns([warningLine(text)]),
    close() {
      if (painted.length > 0) paint([], []);
      screen.write(showCursor);
    },
  };
}

/** A line with and without its styles. */
interface Line {
  shown: string;
  plain: string;
}

/** Progress comes ten times a second, losses are recorded more rarely; the older half is thinned out. */
function addLoss(losses: number[], loss: number): void {
  if (losses.at(-1) === loss) return;
  losses.push(loss);
  if (losses.length <= maximumLosses) return;
  const kept = losses.filter((_, index) => index % 2 === 0 || index === losses.length - 1);
  losses.splice(0, losses.length, ...kept);
}
