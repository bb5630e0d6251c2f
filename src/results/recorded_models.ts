import { parse } from "@std/csv";
import { join } from "@std/path";
import type { FileLayer } from "./file_layer.ts";
import { isOwned, modelPath } from "./paths.ts";

/**
 * The paths of the models that a results folder's own record tells of, whether they are there or
 * not: two per run that manifest.json names, or runs.csv where there is no manifest. Other model
 * files beside them are somebody's own.
 */
export async function recordedModels(folder: string, files: FileLayer): Promise<string[]> {
  const names = await runNames(folder, files);
  return names.flatMap((run) => [modelPath(run, "last"), modelPath(run, "best")]).filter(isOwned);
}

async function runNames(folder: string, files: FileLayer): Promise<string[]> {
  const [manifest, table] = [join(folder, "manifest.json"), join(folder, "runs.csv")];
  const decode = (bytes: Uint8Array) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const found = await files.kind(manifest) === "file" ? manifest : table;
  if (await files.kind(found) !== "file") return [];
  const bytes = await files.read(found);
  try {
    return found === manifest ? namesIn(JSON.parse(decode(bytes))) : namesOf(parse(decode(bytes)));
  } catch {
    return []; // not written by us: no model is either
  }
}

function namesIn(manifest: { runs: { name: unknown }[] }): string[] {
  return manifest.runs.map(({ name }) => String(name));
}

function namesOf([header = [], ...rows]: string[][]): string[] {
  const column = header.indexOf("run");
  return column === -1 ? [] : rows.map((row) => row[column] ?? "");
}
