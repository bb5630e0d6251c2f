import { assertEquals } from "@std/assert";
import { granted } from "../permissions.ts";

const source = new URL("../../src/", import.meta.url);

/** Specifiers that a module loads before it runs: neither types nor what is imported later. */
function loadedBy(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
  const from = /(?:^|\n)(?:import|export)\s+(?!type\b)([^;"'`]*?)\s*from\s*["']([^"']+)["']/g;
  const bare = /(?:^|\n)import\s*["']([^"']+)["']/g;
  return [
    ...[...code.matchAll(from)].filter(([, names]) => !onlyTypes(names!)).map((match) => match[2]!),
    ...[...code.matchAll(bare)].map((match) => match[1]!),
  ];
}

/** `{ type A, type B }` */
function onlyTypes(names: string): boolean {
  const list = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
  if (list === undefined) return false;
  return list.split(",").every((name) => /^\s*(type\s|$)/.test(name));
}

/** Packages that a module of `src/` loads with all that it imports. */
function packagesOf(path: string): string[] {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (url: URL) => {
    if (seen.has(url.href)) return;
    seen.add(url.href);
    for (const specifier of loadedBy(Deno.readTextFileSync(url))) {
      if (specifier.startsWith(".")) visit(new URL(specifier, url));
      else packages.add(specifier);
    }
  };
  visit(new URL(path, source));
  return [...packages].sort();
}

const ignore = !granted("read");

Deno.test({
  name: "what starts every command loads no package, so that nothing waits for one",
  ignore,
  fn() {
    assertEquals(packagesOf("cli/launch.ts"), ["node:path"]);
    assertEquals(packagesOf("cli/main.ts"), []);
    assertEquals(packagesOf("cli/load_run.ts"), []);
    const light = ["@std/path", "@std/text"];
    assertEquals(packagesOf("experiment/read.ts"), light, "evaluated before schemas are loaded");
  },
});

Deno.test({
  name: "workers load no schemas, no decoder and nothing that draws",
  ignore,
  fn() {
    assertEquals(packagesOf("runner/worker.ts"), ["@std/text"]);
    assertEquals(packagesOf("experiment/_evaluator.ts"), []);
    assertEquals(packagesOf("experiment/_lockdown.ts"), []);
    assertEquals(packagesOf("mod.ts"), []);
    assertEquals(packagesOf("results/_render_worker.ts"), []);
  },
});

Deno.test({
  name: "a command loads what draws and what decodes only when it needs it",
  ignore,
  fn() {
    const late = ["vega", "vega-lite", "h5wasm", "image-js", "fflate", "markdown-it"];
    for (const name of ["run", "describe", "compare", "gradcheck", "predict", "report"]) {
      const packages = packagesOf(`cli/${name}.ts`);
      assertEquals(packages.includes("zod"), true, "the walk goes through the rooms");
      assertEquals(packages.filter((found) => late.includes(found)), [], name);
    }
  },
});

Deno.test("the walk sees imports of values and re-exports, not types and not what comes later", () => {
  const text = [
    'import a from "./a.ts";',
    'import type { B } from "./b.ts";',
    'import { type C, type D } from "./c.ts";',
    'import { type E, f } from "./e.ts";',
    'export * from "./g.ts";',
    'export type * from "./h.ts";',
    'import "./i.ts";',
    'const j = await import("./j.ts");',
    "import {\n  type K,\n  l,\n} from './k.ts';",
    '// import m from "./m.ts";',
  ].join("\n");
  assertEquals(loadedBy(text).sort(), ["./a.ts", "./e.ts", "./g.ts", "./i.ts", "./k.ts"]);
});
