import { variable } from "./environment.ts";
import { jsonReporter } from "./json_reporter.ts";
import { liveReporter } from "./live_reporter.ts";
import { plainReporter } from "./plain_reporter.ts";
import { quietReporter, type Reporter } from "./reporter.ts";

/** Terminals that do not tell their size are as wide and high as most. */
const usualSize = { columns: 80, rows: 24 };

/** Shows a sweep the way that the options and standard output ask for. */
export function chooseReporter({ json, quiet }: { json?: boolean; quiet?: boolean }): Reporter {
  if (json) return jsonReporter(console.log);
  if (quiet) return quietReporter;
  // A dumb terminal cannot move its cursor.
  if (!Deno.stdout.isTerminal() || variable("TERM") === "dumb") return plainReporter(console.log);
  const encoder = new TextEncoder();
  return liveReporter({
    write: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    columns: () => size().columns,
    rows: () => size().rows,
    nowMs: () => performance.now(),
  });
}

/** Columns of what standard output is shown in; no limit where it is no terminal. */
export function outputColumns(): number {
  return Deno.stdout.isTerminal() ? size().columns : Infinity;
}

function size(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || usualSize.columns, rows: rows || usualSize.rows };
  } catch {
    return usualSize;
  }
}
