import { assertEquals } from "@std/assert";
import { granted } from "../permissions.ts";

/** What each room of `src/` may import from the others. `errors.ts`, `suggest.ts`: everybody. */
const arrows: Record<string, readonly string[]> = {
  numerics: [],
  random: ["numerics"],
  "engine/kernels": ["numerics"],
  engine: ["engine/kernels", "random", "numerics"],
  data: ["random", "numerics"],
  experiment: ["engine", "data", "random", "numerics"],
  // Bootstrap and sign flips draw by a fixed seed.
  results: ["experiment", "data", "random", "numerics"],
  runner: ["experiment", "engine", "data", "results", "random", "numerics"],
  queue: ["experiment", "engine", "data", "results", "runner", "numerics"],
  cli: ["experiment", "engine", "data", "results", "runner", "queue", "numerics"],
  // What users import besides src/mod.ts; nobody in here does.
  public: ["experiment", "engine", "data", "results", "runner", "random", "numerics"],
  // For development only: imports what it measures, and nobody imports it.
  bench: ["experiment", "engine", "data", "results", "runner", "cli", "random", "numerics"],
  "mod.ts": ["experiment", "engine", "data", "results", "runner", "random", "numerics"],
};
const shared = ["errors.ts", "suggest.ts"];

/** npm packages that may be used, and where. */
const packages: Record<string, readonly string[]> = {
  "@std/path": ["bench", "cli", "queue", "runner", "results", "experiment", "data"],
  "@std/fmt": ["cli"],
  "@std/cli": ["bench", "cli"],
  "@std/csv": ["data", "results"],
  "@std/text": ["suggest.ts"],
  zod: ["data", "experiment", "queue"],
  bullmq: ["queue"],
  ioredis: ["queue"],
  "image-js": ["data"],
  "markdown-it": ["results"],
  fflate: ["data"],
  h5wasm: ["data"],
  vega: ["results"],
  "vega-lite": ["results"],
  "node:buffer": ["queue"],
  "node:net": ["queue"],
  "node:os": ["bench"],
  "node:path": ["cli"],
  "node:process": ["queue"],
  "node:tls": ["queue"],
  "node:zlib": ["data"],
  "node:crypto": ["data", "experiment", "results"],
};

const source = new URL("../../src/", import.meta.url);

function* sourceFiles(folder: URL): Generator<URL> {
  for (const entry of Deno.readDirSync(folder)) {
    if (entry.isDirectory) yield* sourceFiles(new URL(`${entry.name}/`, folder));
    else if (/\.ts$/.test(entry.name) && !entry.name.endsWith(".d.ts")) {
      yield new URL(entry.name, folder);
    }
  }
}

/** The room of a path below `src/`: the most specific one of the table. */
function roomOf(path: string): string {
  if (path.startsWith("engine/kernels/")) return "engine/kernels";
  return path.split("/")[0]!;
}

/** Specifiers of static, type and dynamic imports, re-exports and worker modules. */
function importsOf(text: string): string[] {
  const patterns = [
    /(?:^|\n)\s*(?:import|export)\b[^;"'`]*?from\s*["']([^"']+)["']/g,
    /(?:^|\n)\s*import\s*["']([^"']+)["']/g,
    /\bimport\(\s*["'`]([^"'`]+)["'`]\s*\)/g,
    /new URL\(\s*["'](\.[^"']+\.ts)["']/g,
  ];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1]!));
}

/** The sentence that says which arrow is not allowed, if it is not. */
function refuse(path: string, specifier: string): string | undefined {
  const room = roomOf(path);
  if (specifier.startsWith(".")) {
    const target = new URL(specifier, new URL(path, source)).href.slice(source.href.length);
    const targetRoom = roomOf(target);
    if (targetRoom === room || shared.includes(targetRoom)) return undefined;
    return arrows[room]?.includes(targetRoom) ? undefined : `${path} imports ${target}`;
  }
  const name = Object.keys(packages).find((known) =>
    specifier === known || specifier.startsWith(`${known}/`)
  );
  if (name !== undefined && packages[name]!.includes(room)) return undefined;
  return `${path} imports ${specifier}`;
}

Deno.test({
  name: "no import goes against the table of rooms",
  ignore: !granted("read"),
  fn() {
    const refused: string[] = [];
    let seen = 0;
    for (const url of sourceFiles(source)) {
      const path = url.href.slice(source.href.length);
      for (const specifier of importsOf(Deno.readTextFileSync(url))) {
        seen++;
        const sentence = refuse(path, specifier);
        if (sentence) refused.push(sentence);
      }
    }
    assertEquals(refused, []);
    assertEquals(seen > 50, true, "the walk found hardly any import");
  },
});

Deno.test("the table refuses an arrow from the engine to the disk and to the command line", () => {
  assertEquals(
    refuse("engine/network.ts", "../cli/main.ts"),
    "engine/network.ts imports cli/main.ts",
  );
  assertEquals(
    refuse("random/stream.ts", "../engine/mod.ts"),
    "random/stream.ts imports engine/mod.ts",
  );
  assertEquals(refuse("engine/network.ts", "node:fs"), "engine/network.ts imports node:fs");
  assertEquals(refuse("engine/network.ts", "./kernels/reference.ts"), undefined);
});

Deno.test("the walk sees static, type, dynamic and re-exporting imports", () => {
  const text = [
    'import a from "./a.ts";',
    'import type { B } from "./b.ts";',
    'export * from "./c.ts";',
    'const d = await import("./d.ts");',
    'new Worker(new URL("./e.ts", import.meta.url));',
    "import {\n  f,\n  g,\n} from './f.ts';",
    '// import x from "./comment.ts";',
  ].join("\n");
  assertEquals(importsOf(text).sort(), [
    "./a.ts",
    "./b.ts",
    "./c.ts",
    "./d.ts",
    "./e.ts",
    "./f.ts",
  ]);
});
