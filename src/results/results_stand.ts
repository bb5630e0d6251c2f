import { join } from "@std/path";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { manifestJson } from "./manifest.ts";
import { modelFile } from "./models.ts";
import { modelPath, recordedFiles } from "./paths.ts";
import { sha256Hex } from "./sha256.ts";
import type { SweepResult } from "./types.ts";

/**
 * Whether a folder has the whole results of this very sweep: its manifest to the byte, the files that
 * this one tells of, and every model.
 */
export async function resultsStand(
  folder: string,
  sweep: SweepResult,
  { files = denoFiles }: { files?: FileLayer } = {},
): Promise<boolean> {
  const models = sweep.runs.flatMap(({ run, bestWeights }) => [
    modelPath(run.name, "last"),
    ...(bestWeights ? [modelPath(run.name, "best")] : []),
  ]);
  for (const path of ["manifest.json", ...models]) {
    if (await files.kind(join(folder, path)) !== "file") return false;
  }
  const weights = new Map(
    sweep.runs.map((result) => [result.run.name, modelFile(result, sweep).weightsSha256]),
  );
  const digests: Record<string, string> = {};
  for (const name of recordedFiles) {
    const path = join(folder, name);
    if (await files.kind(path) === "file") digests[name] = sha256Hex(await files.read(path));
  }
  const manifest = new TextDecoder().decode(await files.read(join(folder, "manifest.json")));
  return manifest === manifestJson(sweep, { weights, files: digests });
}
