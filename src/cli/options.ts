import { parseArgs } from "@std/cli";
import { ExperimentError } from "../errors.ts";
import { unknownName } from "../suggest.ts";

/** What an option takes, and its line in the help. */
export interface Option {
  /** `flag`: nothing; `text`: one value; `list`: a value each time it is given. */
  kind: "flag" | "text" | "list";
  /** How the help shows the value: `N`, `PATH`. */
  value?: string;
  doc: string;
}

export type OptionTable = Record<string, Option>;

/** A command line, read. */
export interface CommandLine<T extends OptionTable> {
  positional: string[];
  options: {
    [K in keyof T]?: T[K]["kind"] extends "flag" ? boolean
      : T[K]["kind"] extends "list" ? string[]
      : string;
  };
}

/** How a command is called: for its help and its errors. */
export interface Usage<T extends OptionTable> {
  command: string;
  summary: string;
  /** Names of the positional arguments, all required. */
  positional: readonly string[];
  /** The name of further ones, where any number may follow. */
  rest?: string;
  options: T;
}

/**
 * Reads a command's arguments.
 *
 * @throws {ExperimentError} on an unknown option, a missing value, or a wrong number of arguments
 */
export function parseCommandLine<T extends OptionTable>(
  args: readonly string[],
  usage: Usage<T>,
): CommandLine<T> {
  const names = Object.keys(usage.options);
  const ofKind = (kind: Option["kind"]) => names.filter((n) => usage.options[n]!.kind === kind);
  const remedy = `See: deno task ${usage.command} --help`;
  const parsed = parseArgs(joinNegative(args, [...ofKind("text"), ...ofKind("list")]), {
    boolean: ofKind("flag"),
    string: [...ofKind("text"), ...ofKind("list"), "_"],
    collect: ofKind("list"),
    unknown(arg, key) {
      if (key === undefined) return true;
      const allowed = names.map((name) => `--${name}`);
      throw new ExperimentError(unknownName("option", arg.split("=")[0]!, allowed), { remedy });
    },
  });
  for (const name of [...ofKind("text"), ...ofKind("list")]) {
    if ([parsed[name]].flat().includes("")) {
      const example = `--${name} ${usage.options[name]!.value}`;
      throw new ExperimentError(`Option --${name} needs a value: ${example}`, { remedy });
    }
  }
  const positional = parsed._.map(String);
  const { length } = usage.positional;
  if (positional.length < length || (usage.rest === undefined && positional.length > length)) {
    const got = positional.length === 0 ? "none" : positional.join(" ");
    const wanted = positionalText(usage);
    throw new ExperimentError(`Command ${usage.command} needs ${wanted}, got ${got}`, { remedy });
  }
  const given = names.filter((name) => {
    const value = parsed[name];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  const options = Object.fromEntries(given.map((name) => [name, parsed[name]]));
  return { positional, options: options as CommandLine<T>["options"] };
}

/** `--rows -7,2` as `--rows=-7,2`: a value that starts with a minus sign is no option. */
function joinNegative(args: readonly string[], names: readonly string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const takesNext = names.some((name) => arg === `--${name}`) &&
      /^-[\d.]/.test(args[i + 1] ?? "");
    joined.push(takesNext ? `${arg}=${args[++i]}` : arg);
  }
  return joined;
}

function positionalText({ positional, rest }: Pick<Usage<OptionTable>, "positional" | "rest">) {
  return [...positional, ...(rest === undefined ? [] : [`${rest}…`])].join(" ");
}

/** The text of `--help`. */
export function helpText<T extends OptionTable>(usage: Usage<T>): string {
  const rows = Object.entries(usage.options).map(([name, { value, doc }]) => [
    `  --${name}${value ? ` ${value}` : ""}`,
    doc,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left!.length));
  return [
    `deno task ${usage.command} ${positionalText(usage)}${rows.length ? " [options]" : ""}`,
    "",
    usage.summary,
    ...(rows.length ? [""] : []),
    ...rows.map(([left, doc]) => `${left!.padEnd(width)}  ${doc}`),
  ].join("\n");
}

/**
 * A whole number of an option.
 *
 * @throws {ExperimentError} when it is none, or below `min`
 */
export function wholeNumber(name: string, text: string, min: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(number) || number < min) {
    const allowed = `it must be a whole number of at least ${min}`;
    throw new ExperimentError(`Cannot read --${name} as "${text}": ${allowed}`);
  }
  return number;
}
