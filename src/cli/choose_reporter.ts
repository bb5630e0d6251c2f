import { jsonReporter } from "./json_reporter.ts";
import { liveReporter } from "./live_reporter.ts";
import { plainReporter } from "./plain_reporter.ts";
import { quietReporter, type Reporter } from "./reporter.ts";

/** Shows a sweep the way that the options and standard output ask for. */
export function chooseReporter({ json, quiet }: { json?: boolean; quiet?: boolean }): Reporter {
  if (json) return jsonReporter(console.log);
  if (quiet) return quietReporter;
  if (!Deno.stdout.isTerminal()) return plainReporter(console.log);
  const encoder = new TextEncoder();
  return liveReporter({
    write: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    columns: () => Deno.consoleSize().columns,
    nowMs: () => performance.now(),
  });
}
