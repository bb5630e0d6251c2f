import { isAbsolute, relative, resolve, SEPARATOR } from "@std/path";
import { type Plan, projectFolder } from "../runner/mod.ts";

/** The options that change result bytes, as they were typed. */
export interface ResultOptions {
  seeds?: string;
  epochs?: string;
  set?: string[];
  only?: string;
  data?: string;
}

/** What to type in the project's folder to get the same results; the same text on every machine. */
export function reproduceCommand({ source }: Pick<Plan, "source">, options: ResultOptions): string {
  const { seeds, epochs, set = [], only, data } = options;
  const words = [
    "deno task run",
    quote(source),
    ...(seeds === undefined ? [] : [`--seeds ${quote(seeds)}`]),
    ...(epochs === undefined ? [] : [`--epochs ${quote(epochs)}`]),
    ...set.map((assignment) => `--set ${quote(assignment)}`),
    ...(only === undefined ? [] : [`--only ${quote(only)}`]),
    ...(data === undefined ? [] : [`--data ${quote(fromProject(data))}`]),
  ];
  return words.join(" ");
}

/** Paths are typed from anywhere; the command is read from the project's folder. */
function fromProject(path: string): string {
  const near = relative(projectFolder, resolve(path));
  return isAbsolute(near) ? near : near.split(SEPARATOR).join("/");
}

/** As a POSIX shell needs it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
