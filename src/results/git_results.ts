import { dirname, join, relative, resolve } from "@std/path";
import { ExperimentError } from "../errors.ts";
import { shorten } from "../suggest.ts";
import { maximumTableBytes } from "./csv_table.ts";
import { denoFiles } from "./file_layer.ts";
import { type OpenOptions, type OpenResults, openResults } from "./open_results.ts";
import type { ReadLayer } from "./read_results.ts";

/** Results at a git revision, as a user names them. */
export interface Revision {
  /** `results/cat@HEAD~1`, `HEAD~1:results/cat`. */
  place: string;
  /** `HEAD~1`, `v1.0`, `3fb1c2a`. */
  revision: string;
  path: string;
  /** Whether the path starts at the repository's top, as git has it after a colon. */
  fromTop: boolean;
}

/**
 * Reads `PATH@REVISION` and git's own `REVISION:PATH`; `undefined` for what can be neither.
 *
 * @example
 * ```ts
 * import { revisionOf } from "./git_results.ts";
 *
 * revisionOf("results/cat@HEAD~1")?.revision; // "HEAD~1"
 * revisionOf("results/cat"); // undefined
 * ```
 */
export function revisionOf(place: string): Revision | undefined {
  // One letter before a colon is a drive. In HEAD@{1} the at sign belongs to the revision.
  const colon = /^([^:]{2,}):(.+)$/.exec(place);
  if (colon) {
    const [, revision = "", path = ""] = colon;
    return { place, revision, path, fromTop: !/^\.{1,2}([/\\]|$)/.test(path) };
  }
  const [, path = "", revision = ""] = /^(.+)@(?!\{)(.+)$/.exec(place) ?? [];
  return path === "" ? undefined : { place, revision, path, fromTop: false };
}

/**
 * Opens results as they are in a commit. git is asked for its objects only: no filter, no hook and no
 * program of the repository's settings runs, and nothing is fetched.
 *
 * @throws {ExperimentError} No git, no repository, no such revision, nothing there, or no result.
 */
export async function openRevision(
  revision: Revision,
  options: OpenOptions = {},
): Promise<OpenResults> {
  const { folder, path } = await findInRepository(revision);
  const commit = await findCommit(revision, folder);
  const object = `${commit}:${path}`;
  const type = await git(["cat-file", "-t", object], { folder, revision });
  if (!type.success) {
    throw refusal(revision, `${revision.revision} has no ${path === "" ? "folder" : path}`, {
      remedy: `Results that are not committed are not there; see: git ls-tree -r ${
        shorten(revision.revision)
      } --name-only`,
    });
  }
  const isFolder = type.text.trim() === "tree";
  const objects = isFolder
    ? await listFolder(object, { folder, revision })
    : new Map([["", { name: object, bytes: await sizeOf(object, { folder, revision }) }]]);
  const files: ReadLayer = {
    kind(asked) {
      const name = relative(revision.place, asked);
      if (name === "") return Promise.resolve(isFolder ? "folder" : "file");
      return Promise.resolve(objects.has(name) ? "file" : undefined);
    },
    async read(asked) {
      const { name, bytes } = objects.get(relative(revision.place, asked))!;
      if (bytes > maximumTableBytes) {
        throw refusal(revision, `it has ${bytes} bytes, over ${maximumTableBytes}`);
      }
      const blob = await git(["cat-file", "blob", name], { folder, revision });
      if (blob.success) return blob.bytes;
      throw refusal(revision, `git cannot read it: ${blob.reason}`);
    },
  };
  return await openResults(revision.place, { ...options, files });
}

interface Asking {
  folder: string;
  revision: Revision;
}

/** A folder that is there, and the path from the top of its repository. */
async function findInRepository(revision: Revision): Promise<{ folder: string; path: string }> {
  const whole = resolve(revision.path);
  const folder = revision.fromTop ? resolve(".") : await existingFolder(dirname(whole));
  const prefix = await git(["rev-parse", "--show-prefix"], { folder, revision });
  if (!prefix.success) {
    throw refusal(revision, `git finds no repository in ${folder}: ${prefix.reason}`);
  }
  const path = revision.fromTop
    ? join(revision.path)
    : join(prefix.text.replace(/\n$/, ""), relative(folder, whole));
  const slashed = path.replaceAll("\\", "/").replace(/^(\.\/)+|\/+$/g, "");
  return { folder, path: slashed === "." ? "" : slashed };
}

async function existingFolder(folder: string): Promise<string> {
  const parent = dirname(folder);
  return parent === folder || await denoFiles.kind(folder) === "folder"
    ? folder
    : await existingFolder(parent);
}

async function findCommit(revision: Revision, folder: string): Promise<string> {
  const name = revision.revision;
  // What starts with a minus sign would be an option.
  const found = name.startsWith("-")
    ? undefined
    : await git(["rev-parse", "--verify", "--quiet", `${name}^{commit}`], { folder, revision });
  if (found?.success) return found.text.trim();
  throw refusal(revision, `git knows no revision "${shorten(name)}"`, {
    remedy: "Give a commit, a tag or a branch, such as HEAD~1; a shallow clone lacks older ones, " +
      "which git fetch --unshallow gets",
  });
}

interface GitObject {
  name: string;
  bytes: number;
}

/** The files of a tree by their names. */
async function listFolder(object: string, asking: Asking): Promise<Map<string, GitObject>> {
  const { text } = await git(["ls-tree", "--full-tree", "-z", "-l", object], asking);
  // `100644 blob 3fb1c2a…    5120<tab>runs.csv`
  return new Map(
    text.split("\0").flatMap((line): [string, GitObject][] => {
      const [, name, bytes, file] = /^\d+ blob ([0-9a-f]+) +(\d+)\t([^]+)$/.exec(line) ?? [];
      return file === undefined ? [] : [[file, { name: name!, bytes: Number(bytes) }]];
    }),
  );
}

async function sizeOf(object: string, asking: Asking): Promise<number> {
  return Number((await git(["cat-file", "-s", object], asking)).text);
}

interface Answer {
  success: boolean;
  bytes: Uint8Array<ArrayBuffer>;
  /** The same as text. */
  readonly text: string;
  /** What git says of a failure, in a line. */
  reason: string;
}

async function git(args: readonly string[], { folder, revision }: Asking): Promise<Answer> {
  try {
    const { success, stdout, stderr } = await new Deno.Command("git", {
      args: ["--no-replace-objects", ...args],
      cwd: folder,
      stdin: "null",
      env: { GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" },
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    const [first = ""] = decode(stderr).trim().split("\n");
    return {
      success,
      bytes: stdout,
      get text() {
        return decode(stdout);
      },
      reason: first.replace(/^fatal: /, ""),
    };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw refusal(revision, "there is no such file, and no git to look for it in a revision", {
        remedy: "Install git, or give a folder or a file that is there",
        cause: error,
      });
    }
    if (error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.PermissionDenied) {
      throw refusal(revision, "this command has no permission to run git", {
        remedy: "Give Deno --allow-run=git",
        cause: error,
      });
    }
    throw error;
  }
}

function refusal(
  { place }: Revision,
  why: string,
  { remedy, cause }: { remedy?: string; cause?: unknown } = {},
): ExperimentError {
  return new ExperimentError(
    `Cannot read ${place}: ${why}`,
    { file: place, ...(remedy === undefined ? {} : { remedy }) },
    { cause },
  );
}
