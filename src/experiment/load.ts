import { basename, dirname, extname, join, resolve } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { nearestName } from "../suggest.ts";
import { evaluateExperiment, type EvaluateOptions, maximumJsonLength } from "./evaluate.ts";
import { parseJson } from "./parse_json.ts";
import { parseExperiment } from "./parse.ts";
import type { Experiment } from "./types.ts";

const moduleExtensions = [".ts", ".js", ".mjs"];
const extensions = [...moduleExtensions, ".json"];

/**
 * Reads and checks an experiment file: the default export of a module, evaluated apart without
 * permissions in at most 10 s, or a JSON file.
 *
 * @param file As the user named it, relative to the working folder.
 * @throws {ExperimentError} for whatever is wrong with it
 */
export async function loadExperiment(
  file: string,
  options: Pick<EvaluateOptions, "timeLimitMs" | "onPrint"> = {},
): Promise<Experiment> {
  const extension = extname(file);
  await requireFile(file);
  if (extension === ".json") return parseExperiment(await readJson(file), file);
  if (!moduleExtensions.includes(extension)) {
    throw new ExperimentError(`Cannot load ${file}: it must end in ${extensions.join(", ")}`, {
      file,
    });
  }
  return parseExperiment(await evaluateExperiment({ file, path: resolve(file), ...options }), file);
}

async function requireFile(file: string): Promise<void> {
  try {
    const info = await Deno.stat(file);
    if (info.isFile) return;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw await notFound(file);
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new ExperimentError(`Cannot read ${file}: permission denied`, { file });
    }
    throw error;
  }
  throw new ExperimentError(`Cannot load ${file}: it must be a file`, {
    file,
    remedy: "Name an experiment file, such as experiments/cat.ts",
  });
}

/** The experiment in the same folder that was probably meant. */
async function notFound(file: string): Promise<ExperimentError> {
  const folder = dirname(file);
  const names: string[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(folder)) {
      if (isFile && extensions.includes(extname(name))) names.push(name);
    }
  } catch {
    return new ExperimentError(`Cannot find ${file}: there is no folder ${folder}`, { file });
  }
  names.sort();
  const wanted = basename(file);
  const near = names.find((name) => name.slice(0, -extname(name).length) === wanted) ??
    nearestName(wanted, names);
  const offer = near === undefined ? "" : `: did you mean ${join(folder, near)}?`;
  return new ExperimentError(`Cannot find ${file}${offer}`, {
    file,
    ...(names.length > 0 ? { remedy: `Files in ${folder}: ${names.join(", ")}` } : {}),
  });
}

async function readJson(file: string): Promise<unknown> {
  const { size } = await Deno.stat(file);
  if (size > maximumJsonLength) {
    throw new ExperimentError(
      `Cannot load ${file}: it must be at most ${maximumJsonLength / 1024 / 1024} MiB`,
      { file },
    );
  }
  return parseJson(await Deno.readTextFile(file), file);
}
