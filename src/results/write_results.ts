import { join } from "@std/path";
import { ExperimentError, RunError } from "../errors.ts";
import { makeFolders } from "./check_writable.ts";
import { confusionCsv } from "./confusion_csv.ts";
import type { TextPieces } from "./csv_text.ts";
import { curvesCsv } from "./curves_csv.ts";
import { environmentJson } from "./environment.ts";
import { namedFiles, writeError } from "./file_errors.ts";
import { denoFiles, type FileLayer } from "./file_layer.ts";
import { type Manifest, manifestJson } from "./manifest.ts";
import { joined } from "./joined.ts";
import { layersCsv } from "./layers_csv.ts";
import { mistakesSvg } from "./mistakes_svg.ts";
import { mistakesCsv } from "./mistakes_csv.ts";
import { modelFile } from "./models.ts";
import { examplesFile, isOwned, modelPath, partialFolder, recordedFiles } from "./paths.ts";
import { drawPictures } from "./pictures.ts";
import type { DrawPicture } from "./renderer.ts";
import { type Content, replaceFiles } from "./replace_files.ts";
import { runsCsv } from "./runs_csv.ts";
import { sha256Hex, sha256OfPieces } from "./sha256.ts";
import { encodeExamples } from "./shard_examples.ts";
import { summaryMarkdown } from "./summary.ts";
import { timingCsv } from "./timing_csv.ts";
import type { RunResult, SweepResult } from "./types.ts";

/** What writing may be given. */
export interface WriteOptions {
  /** The file system; the real one when absent. */
  files?: FileLayer;
  /** The moment for environment.json, ISO 8601; now when absent. */
  finished?: string;
  /** Draws pictures; in this thread when absent, where it takes most of the time of writing. */
  draw?: DrawPicture;
}

/**
 * Writes all result files of a sweep, replacing the folder's earlier ones as a whole; what an
 * interrupted sweep left in `partial/` goes.
 *
 * @param folder Is created where it is missing.
 * @returns The paths of the files in it, models included.
 * @throws {ExperimentError} The folder cannot be written; the earlier results are still whole.
 */
export async function writeResults(
  folder: string,
  sweep: SweepResult,
  options: WriteOptions = {},
): Promise<string[]> {
  const { models, others } = await makeFiles(sweep, options);
  const contents = new Map<string, Content>([...models, ...others]);
  await writeSet(folder, contents, options.files);
  return [...contents.keys()];
}

/**
 * Writes what an interrupted sweep finished, its tables, models and a summary without pictures, to
 * `partial/` in the folder. Earlier results beside it stay as they are.
 *
 * @returns The paths of the files, relative to the folder.
 * @throws {ExperimentError} The folder cannot be written.
 */
export async function writePartialResults(
  folder: string,
  sweep: SweepResult,
  options: WriteOptions = {},
): Promise<string[]> {
  const { models, digests } = modelFiles(sweep);
  const contents = new Map<string, Content>([...models, ...tableFiles(sweep, digests).contents]);
  contents.set("summary.md", encode(summaryMarkdown(sweep, { pictures: [] })));
  await writeSet(join(folder, partialFolder), contents, options.files);
  return [...contents.keys()].map((path) => `${partialFolder}/${path}`);
}

/** Every file of a finished sweep, by its path in the results folder. */
export async function resultFiles(
  sweep: SweepResult,
  options: Pick<WriteOptions, "finished" | "draw"> = {},
): Promise<Map<string, Uint8Array>> {
  const { models, others } = await makeFiles(sweep, options);
  const files = new Map<string, Uint8Array>();
  const ends: [string, () => Uint8Array][] = [];
  for (const [path, content] of [...models, ...others]) {
    if ("last" in content) ends.push([path, content.last]);
    else files.set(path, joined(typeof content === "function" ? content() : content));
  }
  for (const [path, make] of ends) files.set(path, make());
  return files;
}

/** The models, each made when it is written, and all other files. */
async function makeFiles(
  sweep: SweepResult,
  { finished, draw = drawHere }: Pick<WriteOptions, "finished" | "draw">,
): Promise<{ models: Map<string, () => Uint8Array>; others: Map<string, Content> }> {
  // May be drawn elsewhere while the tables are made. Of a shard nobody looks at pictures.
  const drawn = sweep.shard ? Promise.resolve([]) : drawPictures(sweep, draw);
  drawn.catch(() => {});
  const { models, digests } = modelFiles(sweep);
  const { contents, digests: made } = tableFiles(sweep, digests);
  for (const [name, svg] of await drawn) contents.set(name, encode(svg));
  const mistakes = sweep.shard ? undefined : await mistakesSvg(sweep);
  if (mistakes !== undefined) contents.set("mistakes.svg", encode(mistakes));
  if (sweep.shard) contents.set(examplesFile, encodeExamples(sweep));
  contents.set("summary.md", encode(summaryMarkdown(sweep, { pictures: contents.keys() })));
  const recorded = recordedFiles.filter((name) => contents.has(name));
  for (const name of recorded) {
    const content = contents.get(name);
    if (content instanceof Uint8Array) made.set(name, sha256Hex(content));
  }
  // Of the tables it is known when they are written.
  contents.set("manifest.json", {
    last() {
      const files: Manifest["files"] = {};
      for (const name of recorded) files[name] = made.get(name)!;
      return encode(manifestJson(sweep, { weights: digests, files }));
    },
  });
  contents.set("environment.json", encode(environmentJson(sweep, finished)));
  contents.set("timing.csv", encode(timingCsv(sweep.runs)));
  return { models, others: contents };
}

/** Bytes of models that are kept from the moment their digests are taken until they are written. */
const keptBytes = 0x400_0000;

/** The models, those beyond `keptBytes` made again when they are written, and `weights_sha256` of each run by its name. */
function modelFiles(sweep: SweepResult) {
  const models = new Map<string, () => Uint8Array>();
  const digests = new Map<string, string>();
  let kept = 0;
  for (const result of sweep.runs) {
    const { run, bestEpoch: epochs } = result;
    const { bytes, weightsSha256 } = modelFile(result, sweep);
    digests.set(run.name, weightsSha256);
    const isKept = kept + bytes.length <= keptBytes;
    if (isKept) kept += bytes.length;
    models.set(modelPath(run.name, "last"), isKept ? always(bytes) : lastModel(result, sweep));
    if (result.bestWeights === undefined) continue;
    models.set(modelPath(run.name, "best"), () => {
      const { bestWeights: weights = [] } = result;
      return modelFile(result, sweep, { weights, epochs }).bytes;
    });
  }
  return { models, digests };
}

// Apart, so that neither function keeps alive what only the other one needs.
function always(bytes: Uint8Array): () => Uint8Array {
  return () => bytes;
}

function lastModel(result: RunResult, sweep: SweepResult): () => Uint8Array {
  return () => modelFile(result, sweep).bytes;
}

/** The tables, made when they are written, and their digests by name, which are there from then on. */
function tableFiles(
  sweep: SweepResult,
  weights: ReadonlyMap<string, string>,
): { contents: Map<string, Content>; digests: Map<string, string> } {
  const tables: Record<string, TextPieces | undefined> = {
    "runs.csv": runsCsv(sweep, weights),
    "curves.csv": curvesCsv(sweep.runs),
    "layers.csv": layersCsv(sweep.runs),
    "confusion.csv": confusionCsv(sweep),
    "mistakes.csv": mistakesCsv(sweep),
  };
  const digests = new Map<string, string>();
  const contents = new Map<string, Content>();
  for (const [name, text] of Object.entries(tables)) {
    if (text === undefined) continue;
    const isMade = (digest: string) => void digests.set(name, digest);
    contents.set(name, () => sha256OfPieces(encodePieces(text), isMade));
  }
  return { contents, digests };
}

function* encodePieces(text: TextPieces): Generator<Uint8Array> {
  for (const piece of text) yield encode(piece);
}

let drawing: Promise<typeof import("./render_svg.ts")> | undefined;

/**
 * Loaded here: it takes more than a tenth of a second, and only who draws should wait for it. It is
 * loaded once, for a second import does not wait for all that the first one evaluates.
 */
async function drawHere(specification: Record<string, unknown>): Promise<string> {
  drawing ??= import("./render_svg.ts");
  const { renderSvg } = await drawing;
  return await renderSvg(specification);
}

async function writeSet(
  folder: string,
  contents: ReadonlyMap<string, Content>,
  files: FileLayer = denoFiles,
): Promise<void> {
  const named = namedFiles(files);
  const stray = [...contents.keys()].find((path) => !isOwned(path));
  if (stray !== undefined) {
    throw new RangeError(`Cannot write "${stray}": no result is called that`);
  }
  try {
    await makeFolders(folder, { files: named });
    await replaceFiles(folder, contents, named);
  } catch (error) {
    // What could not be read, or made, is no fault of the place.
    const own = [ExperimentError, RunError, RangeError];
    if (own.some((kind) => error instanceof kind)) throw error;
    throw writeError(folder, error);
  }
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
