import { join } from "@std/path";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { manifestJson } from "./manifest.ts";
import { modelFile } from "./models.ts";
import { comparedFiles, modelPath } from "./paths.ts";
import type { SweepResult } from "./types.ts";

/**
 * Whether a folder has the whole results of this very sweep: its manifest to the byte, and every
 * file and model beside it.
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
  for (const path of [...comparedFiles, ...models]) {
    if (await files.kind(join(folder, path)) !== "file") return false;
  }
  const digests = new Map(
    sweep.runs.map((result) => [result.run.name, modelFile(result, sweep).weightsSha256]),
  );
  const manifest = new TextDecoder().decode(await files.read(join(folder, "manifest.json")));
  return manifest === manifestJson(sweep, digests);
}
