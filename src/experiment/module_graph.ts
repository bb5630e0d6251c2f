import { dirname, extname, fromFileUrl, relative, toFileUrl } from "@std/path";
import { ExperimentError, systemWords } from "../errors.ts";
import type { EvaluationModule } from "./evaluation.ts";
import { findImports, type ModuleImport, type ModuleKind } from "./module_imports.ts";
import { readRegularFile } from "./read_regular_file.ts";

/** What to do about an import that an experiment file may not have. */
export const importRemedy = "Import nothing but sameseed and files of the experiment's own folder";

/** Most bytes that an experiment and the files that it imports may have together. */
export const maximumModuleBytes = 64 * 1024 * 1024;

/** Most files of an experiment. */
export const maximumModules = 1000;

/** What an experiment file gets as `sameseed`, or as this project's `src/mod.ts`. */
const sameseed = "export function defineExperiment(experiment) { return experiment; }";

/** A path to compare with: nothing of it is loaded. */
const publicModule = new URL("mod.ts", new URL("../", import.meta.url));
const codeExtensions = [".ts", ".mts", ".js", ".mjs"];

/**
 * The modules of an experiment, each after those that it imports, with the very texts that were
 * searched for imports: what is evaluated is what was checked, whatever happens to the files.
 *
 * @param file The experiment file as the user named it, for messages.
 * @param path Absolute path of it.
 * @throws {ExperimentError} Something is imported that is neither sameseed nor a file of the
 *   experiment's own folder, by any of the modules; nothing has been run yet.
 */
export async function readModules(file: string, path: string): Promise<EvaluationModule[]> {
  const walk = new Walk(file, path);
  await walk.add(path, "code");
  return walk.modules;
}

/** One import on the way: who imports what, for messages. */
interface Origin extends ModuleImport {
  importer: string;
  text: string;
}

class Walk {
  readonly modules: EvaluationModule[] = [];
  /** Index of each module by its kind and path; `undefined` while what it imports is read. */
  readonly #indices = new Map<string, number | undefined>();
  readonly #folder: string;
  #realFolder: string | undefined;
  #bytes = 0;

  constructor(readonly file: string, readonly path: string) {
    this.#folder = dirname(path);
  }

  /** Adds a file and all that it imports, and returns its index. */
  async add(path: string, kind: ModuleKind, origin?: Origin): Promise<number> {
    const key = `${kind} ${path}`;
    if (this.#indices.has(key)) {
      const index = this.#indices.get(key);
      if (index !== undefined) return index;
      throw this.#refusal(`imports ${this.#name(path)} in a circle`, origin);
    }
    if (this.#indices.size >= maximumModules) {
      throw this.#refusal(`imports more than ${maximumModules} files`, origin);
    }
    this.#indices.set(key, undefined);
    const text = await this.#read(path, origin);
    const imports = kind === "code" ? await this.#follow(path, text) : [];
    return this.#push(key, { url: toFileUrl(path).href, kind, text, imports });
  }

  #push(key: string, module: EvaluationModule): number {
    this.#indices.set(key, this.modules.length);
    return this.modules.push(module) - 1;
  }

  async #follow(path: string, text: string): Promise<EvaluationModule["imports"]> {
    const { imports, refused } = findImports(text);
    const found: EvaluationModule["imports"] = [];
    for (const one of imports) {
      const origin = { ...one, importer: path, text };
      found.push({ start: one.start, end: one.end, module: await this.#resolve(origin) });
    }
    if (refused) {
      const { reason, start } = refused;
      throw this.#refusal(reason, { importer: path, text, start });
    }
    return found;
  }

  async #resolve(origin: Origin): Promise<number> {
    const { specifier, importer, kind } = origin;
    if (specifier === "sameseed") return this.#addSameseed();
    const path = localPath(specifier, importer);
    if (path === undefined) throw this.#refusal(`imports from ${sourceOf(specifier)}`, origin);
    if (!isInside(this.#folder, path)) {
      if (await isPublicModule(path)) return this.#addSameseed();
      throw this.#refusal(`imports from ${this.#name(path)}`, origin);
    }
    if (kind === "code" && !codeExtensions.includes(extname(path))) {
      throw this.#refusal(
        extname(path) === ".json"
          ? `imports ${this.#name(path)} without { type: "json" }`
          : `imports ${this.#name(path)}, which does not end in ${codeExtensions.join(", ")}`,
        origin,
      );
    }
    return await this.add(path, kind, origin);
  }

  #addSameseed(): number {
    return this.#indices.get("sameseed") ??
      this.#push("sameseed", { url: publicModule.href, kind: "code", text: sameseed, imports: [] });
  }

  /** The file's text; links are followed first, and what they lead to must be inside, too. */
  async #read(path: string, origin: Origin | undefined): Promise<string> {
    const limit = maximumModuleBytes - this.#bytes;
    const { status, bytes, realPath } = await readRegularFile(path, limit).catch((error) => {
      const reason = `which cannot be read: ${systemWords(error)}`;
      throw this.#refusal(origin ? `imports ${this.#name(path)}, ${reason}` : reason, origin);
    });
    if (origin !== undefined && realPath !== undefined) {
      this.#realFolder ??= await Deno.realPath(this.#folder);
      if (!isInside(this.#realFolder, realPath)) {
        throw this.#refusal(`imports from ${this.#name(path)}, a link out of its folder`, origin);
      }
    }
    if (status === "read") {
      this.#bytes += bytes.length;
      return new TextDecoder().decode(bytes);
    }
    const problem = {
      missing: "which is not there",
      denied: "which must not be read",
      irregular: "which is no file",
      tooLarge: `with which it has more than ${maximumModuleBytes / 1024 / 1024} MiB`,
    }[status];
    throw this.#refusal(origin ? `imports ${this.#name(path)}, ${problem}` : problem, origin);
  }

  #refusal(
    reason: string,
    origin: Pick<Origin, "importer" | "text" | "start"> | undefined,
  ): ExperimentError {
    const { file } = this;
    const subject = origin === undefined && reason.startsWith("which ") ? "" : "it ";
    return new ExperimentError(
      `Cannot load ${file}: ${subject ? `it ${reason}` : `it is a file ${reason}`}`,
      { file, place: origin && this.#place(origin), remedy: importRemedy },
    );
  }

  #place({ importer, text, start }: Pick<Origin, "importer" | "text" | "start">): string {
    const lines = text.slice(0, start).split("\n");
    const where = `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
    return importer === this.path ? where : `${this.#name(importer)}, ${where}`;
  }

  #name(path: string): string {
    return relative(this.#folder, path).replaceAll("\\", "/");
  }
}

/** The path of a specifier that names a local file. */
function localPath(specifier: string, importer: string): string | undefined {
  if (!/^(\.{0,2}\/|file:)/.test(specifier)) return undefined;
  try {
    return fromFileUrl(new URL(specifier, toFileUrl(importer)));
  } catch {
    return undefined;
  }
}

/** Where a specifier leads that names no local file: `npm`, `example.com:443`, `lodash`. */
function sourceOf(specifier: string): string {
  const url = URL.parse(specifier);
  if (url === null) return specifier;
  const port = url.port || { "http:": "80", "https:": "443" }[url.protocol];
  return url.hostname && port ? `${url.hostname}:${port}` : url.protocol.slice(0, -1);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path).replaceAll("\\", "/");
  return way !== "" && way !== ".." && !way.startsWith("../") && !/^([A-Za-z]:)?\//.test(way);
}

async function isPublicModule(path: string): Promise<boolean> {
  try {
    return await Deno.realPath(path) === await Deno.realPath(fromFileUrl(publicModule));
  } catch {
    return false;
  }
}
