import { largest } from "../numerics/mod.ts";
import type { RunResult } from "../results/mod.ts";
import { plural } from "./format.ts";
import type { Reporter, SweepStart } from "./reporter.ts";
import { doneLine, warningLine } from "./run_line.ts";
import { textWidth } from "./text_width.ts";

/** A line per finished run, for pipes and logs. */
export function plainReporter(write: (line: string) => void): Reporter {
  let sweep: SweepStart | undefined;
  let nameWidth = 0;
  let done = 0;
  return {
    loading() {},
    start(started) {
      sweep = started;
      nameWidth = largest(started.runs.map(({ name }) => textWidth(name)));
      write(`${started.name}: ${started.question || plural(started.runs.length, "run")}`);
      write(started.facts);
    },
    taken(indices) {
      done += indices.length;
    },
    runStarted() {},
    runProgress() {},
    runHalted() {},
    runDone(_index: number, result: RunResult) {
      done++;
      write(`${doneLine(result, { nameWidth })}  [${done}/${sweep!.runs.length}]`);
    },
    warning: (text) => write(warningLine(text)),
    close() {},
  };
}
