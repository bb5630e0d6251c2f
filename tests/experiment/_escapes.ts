import { dirname, fromFileUrl, join } from "@std/path";

/** Attempts to get out: a file each, or a folder with `experiment.ts` and what it needs. */
const corpus = fromFileUrl(new URL("./escapes/", import.meta.url));
const project = fromFileUrl(new URL("../..", import.meta.url));

/** What no experiment may learn. */
export const secret = "the canary's secret";

export interface Attempt {
  /** What it tries: `reads_a_file`. */
  name: string;
  /** Its files by their paths, with the canaries' names still to be put in. */
  files: Map<string, string>;
  /** What the refusal must contain; `undefined` where nothing comes of it. */
  refusal: string | undefined;
}

/** Where the canaries of an attempt are. */
export interface Canaries {
  /** The experiment file. */
  file: string;
  /** Holds the secret; must stay as it is. */
  secretFile: string;
  /** Must not be there afterwards. */
  newFile: string;
}

function readAttempt({ name, isDirectory }: Deno.DirEntry): Attempt {
  const files = new Map<string, string>();
  if (isDirectory) readFolder(join(corpus, name), "", files);
  else files.set("experiment.ts", Deno.readTextFileSync(join(corpus, name)));
  const [first = ""] = files.get("experiment.ts")!.split("\n");
  const [, refusal] = /^\/\/ (?:harmless|refused: (.+))$/.exec(first) ?? [, "unknown first line"];
  return { name: name.replace(/\.ts$/, ""), files, refusal };
}

function readFolder(folder: string, prefix: string, files: Map<string, string>): void {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) readFolder(path, `${prefix}${name}/`, files);
    else files.set(`${prefix}${name}`, Deno.readTextFileSync(path));
  }
}

/** Every attempt of the corpus, by name. */
export function readCorpus(): Attempt[] {
  return [...Deno.readDirSync(corpus)].map(readAttempt)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Lays an attempt out in a folder, with the canaries beside its own. */
export function layOut(
  { files }: Attempt,
  { root, port }: { root: string; port: number },
): Canaries {
  const folder = join(root, "stranger");
  const canaries = {
    file: join(folder, "experiment.ts"),
    secretFile: join(root, "canary.txt"),
    newFile: join(root, "escaped"),
  };
  Deno.mkdirSync(folder);
  Deno.writeTextFileSync(canaries.secretFile, secret);
  Deno.writeTextFileSync(join(root, "canary.json"), JSON.stringify({ secret }));
  Deno.writeTextFileSync(join(root, "canary.ts"), `export default ${JSON.stringify(secret)};`);
  for (const [name, text] of files) {
    if (name === "links") {
      const [link = "", target = ""] = text.trim().split(" ");
      Deno.symlinkSync(target, join(folder, link));
      continue;
    }
    Deno.mkdirSync(dirname(join(folder, name)), { recursive: true });
    Deno.writeTextFileSync(
      join(folder, name),
      text.replaceAll("CANARY_FILE", canaries.secretFile)
        .replaceAll("CANARY_NEW", canaries.newFile)
        .replaceAll("CANARY_URL", `http://127.0.0.1:${port}`)
        .replaceAll("CANARY_PORT", String(port))
        .replaceAll("PROJECT/", project),
    );
  }
  return canaries;
}

/** Every file below a folder, links not followed. */
export function filesBelow(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(join(folder, name)) : [join(folder, name)]
  ).sort();
}
