import { bold, dim, red, setColorEnabled } from "@std/fmt/colors";
import { ExperimentError, RunError } from "../errors.ts";
import { variable } from "./environment.ts";

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

/** What {@linkcode usesColours} looks at. */
export interface ColourSigns {
  /** Whether `NO_COLOR` is set to anything. */
  noColor: boolean;
  /** Of `FORCE_COLOR`. */
  forced: string | undefined;
  /** Of `TERM`. */
  terminal: string | undefined;
  /** Whether both standard output and standard error are shown in a terminal. */
  isShown: boolean;
}

/**
 * Colours are for terminals that have some. `FORCE_COLOR` asks for them elsewhere too, unless it is 0
 * or false, and `NO_COLOR` stands above everything.
 *
 * Source: https://no-color.org, https://force-color.org.
 */
export function usesColours({ noColor, forced = "", terminal, isShown }: ColourSigns): boolean {
  if (noColor || forced === "0" || forced === "false") return false;
  return forced !== "" || (isShown && terminal !== "dumb");
}

/** From now on what is printed has colours or has none. */
export function chooseColours(): void {
  setColorEnabled(usesColours({
    // Deno's own answer is no where FORCE_COLOR is set.
    noColor: Deno.noColor || Boolean(variable("NO_COLOR")),
    forced: variable("FORCE_COLOR"),
    terminal: variable("TERM"),
    isShown: Deno.stdout.isTerminal() && Deno.stderr.isTerminal(),
  }));
}
