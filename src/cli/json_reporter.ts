import type { Reporter } from "./reporter.ts";
import { printableJson } from "./terminal.ts";

/** One JSON object a line for other programs. `null` stands for numbers that are not finite. */
export function jsonReporter(write: (line: string) => void): Reporter {
  const event = (type: string, fields: Record<string, unknown>) =>
    write(printableJson(JSON.stringify({ event: type, ...fields })));
  let names: string[] = [];
  return {
    loading: (done, total) => event("loading", { done, total }),
    start({ name, question, runs }) {
      names = runs.map((run) => run.name);
      event("start", { name, question, runs: names });
    },
    taken: (indices) => event("taken", { runs: indices.map((index) => names[index]) }),
    runStarted: (index, epoch = 0) =>
      event("run-start", { run: names[index], ...(epoch > 0 ? { epoch } : {}) }),
    runProgress: (index, progress) => event("progress", { run: names[index], ...progress }),
    runDone(index, { status, epochs, bestEpoch, final, elapsedMs }) {
      event("run-done", { run: names[index], status, epochs, bestEpoch, final, elapsedMs });
    },
    warning: (message) => event("warning", { message }),
    close() {},
  };
}
