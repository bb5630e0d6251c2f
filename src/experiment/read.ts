import { basename, dirname, extname, join, resolve } from "@std/path";
import { ExperimentError, systemWords } from "../errors.ts";
import { listNames, nearestName } from "../suggest.ts";
import { checkContainers } from "./check_containers.ts";
import { evaluateExperiment, type EvaluateOptions } from "./evaluate.ts";
import { maximumJsonLength } from "./limits.ts";
import { parseJson } from "./parse_json.ts";

const moduleExtensions = [".ts", ".js", ".mjs"];
const extensions = [...moduleExtensions, ".json"];

/**
 * What an experiment file declares, unchecked: the default export of a module, evaluated apart
 * without permissions in at most 10 s and 512 MiB, or what a JSON file holds.
 *
 * @param file As the user named it, relative to the working folder.
 * @throws {ExperimentError} when it can't be read or evaluated
 */
export async function readExperiment(
  file: string,
  options: Pick<EvaluateOptions, "timeLimitMs" | "memoryLimitMiB" | "onPrint" | "onStart"> = {},
): Promise<unknown> {
  const extension = extname(file);
  await requireFile(file);
  if (extension === ".json") return await readJson(file);
  if (!moduleExtensions.includes(extension)) {
    throw new ExperimentError(`Cannot load ${file}: it must end in ${extensions.join(", ")}`, {
      file,
    });
  }
  return await evaluateExperiment({ file, path: resolve(file), ...options });
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
    throw new ExperimentError(`Cannot read ${file}: ${systemWords(error)}`, { file });
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
  const isModule = (name: string) => moduleExtensions.includes(extname(name));
  // Beside modules, JSON is more likely to be data or the settings of a tool.
  const modules = names.filter(isModule);
  const listed = modules.length > 0 ? modules : names;
  const near = nearFile(wanted, listed);
  const other = near === undefined ? await inExperiments(folder, wanted) : undefined;
  const meant = near ?? other ?? nearFile(wanted, names);
  const offer = meant === undefined ? "" : `: did you mean ${join(folder, meant)}?`;
  return new ExperimentError(`Cannot find ${file}${offer}`, {
    file,
    ...(listed.length > 0 && other === undefined
      ? { remedy: `Files in ${folder}: ${listNames(listed)}` }
      : {}),
  });
}

/** The file of this name, or nearly so, whatever it ends in. */
function nearFile(wanted: string, names: readonly string[]): string | undefined {
  return names.find((name) => name.slice(0, -extname(name).length) === wanted) ??
    nearestName(wanted, names);
}

/** The file in the folder `experiments` that was named without it. */
async function inExperiments(folder: string, wanted: string): Promise<string | undefined> {
  for (const ending of ["", ...extensions]) {
    const name = join("experiments", `${wanted}${ending}`);
    try {
      if ((await Deno.stat(join(folder, name))).isFile) return name;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) return undefined;
    }
  }
  return undefined;
}

async function readJson(file: string): Promise<unknown> {
  const { size } = await Deno.stat(file);
  if (size > maximumJsonLength) {
    throw new ExperimentError(
      `Cannot load ${file}: it must be at most ${maximumJsonLength / 1024 / 1024} MiB`,
      { file },
    );
  }
  const text = await Deno.readTextFile(file);
  checkContainers(text, file);
  return parseJson(text, file);
}
