import { bold, dim, red, setColorEnabled } from "@std/fmt/colors";
import { ExperimentError, RunError } from "../errors.ts";

/** What a person reads of an error, without a stack trace when the mistake is theirs. */
export function errorText(error: unknown): string {
  if (error instanceof RunError) return `${red(bold("failed"))} ${error.message}`;
  if (!(error instanceof ExperimentError)) {
    const detail = error instanceof Error ? error.stack ?? error.message : String(error);
    return `${red(bold("failed"))} ${detail}`;
  }
  const where = [error.file, error.place].filter((part) => part !== undefined).join(", ");
  return [
    `${red(bold("error"))} ${error.message}`,
    ...(where ? [dim(`   at ${where}`)] : []),
    ...(error.remedy ? [`   ${error.remedy}`] : []),
  ].join("\n");
}

/** Colours are for terminals, and only where `NO_COLOR` is not set. */
export function chooseColours(): void {
  setColorEnabled(!Deno.noColor && Deno.stdout.isTerminal() && Deno.stderr.isTerminal());
}
