import type { SweepResult } from "./types.ts";

/**
 * The text of environment.json: what the results were made on and when. It differs from machine to
 * machine and is no part of any comparison.
 *
 * @param sweep Its `environment` lines come last.
 * @param finished The moment to note, ISO 8601; now when absent.
 */
export function environmentJson(sweep: SweepResult, finished?: string): string {
  const lines = {
    finished: finished ?? new Date().toISOString(),
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    typescript: Deno.version.typescript,
    os: Deno.build.os,
    architecture: Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    ...sweep.environment,
  };
  return `${JSON.stringify(lines, null, 2)}\n`;
}
