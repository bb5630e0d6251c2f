import { join } from "@std/path";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { manifestJson, type RecordedFile } from "./manifest.ts";
import { modelFile } from "./models.ts";
import { comparedFiles, modelPath } from "./paths.ts";
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
  for (const path of [...comparedFiles, ...models]) {
    if (await files.kind(join(folder, path)) !== "file") return false;
  }
  const weights = new Map(
    sweep.runs.map((result) => [result.run.name, modelFile(result, sweep).weightsSha256]),
  );
  const digest = async (name: RecordedFile) => sha256Hex(await files.read(join(folder, name)));
  const digests = {
    "runs.csv": await digest("runs.csv"),
    "curves.csv": await digest("curves.csv"),
    "summary.md": await digest("summary.md"),
    "curves.svg": await digest("curves.svg"),
  };
  const manifest = new TextDecoder().decode(await files.read(join(folder, "manifest.json")));
  return manifest === manifestJson(sweep, { weights, files: digests });
}
