import { builtinModules } from "node:module";
import { assertEquals } from "@std/assert";
import { findImports } from "../../src/experiment/module_imports.ts";
import { granted } from "../permissions.ts";

function specifiers(text: string): string[] {
  return findImports(text).imports.map(({ specifier, kind }) => `${specifier} ${kind}`);
}

Deno.test("every form of static import and re-export is found, with what it is read as", () => {
  const text = `
    import "./a.ts";
    import b from './b.ts';
    import * as c from "./c.ts";
    import d, { e as f, type G, "h i" as j } from "./d.ts"
    import type { K } from "./k.ts";
    export * from "./l.ts";
    export * as m from "./m.ts";
    export { n as default } from "./n.ts";
    export type { O } from "./o.ts";
    import p from "./p.json" with { type: "json" };
    import q from "./q.txt" with { type: 'text', };
    import{r}from"./r.ts";
  `;
  assertEquals(specifiers(text), [
    ..."a b c d k l m n o".split(" ").map((name) => `./${name}.ts code`),
    "./p.json json",
    "./q.txt text",
    "./r.ts code",
  ]);
});

Deno.test("what only looks like an import is none", () => {
  const text = `#!/usr/bin/env import "x"
    // import "./comment.ts"
    /* import "./comment.ts" */
    const a = 'import "./string.ts"', b = "export * from './string.ts'";
    const c = \`import "./template.ts" \${ { from: "./x.ts" }.from } import "./template.ts"\`;
    const d = /import "[/"]regex.ts"/.test(b), e = 1 / 2; const f = e / 3;
    const g = { import: 1, export: 2, from: "./y.ts" }, h = g.import, i = g?.export;
    export const j = "./z.ts"; export type K = string; export { a, b };
    export default function from() { return 1; }
  `;
  assertEquals(findImports(text), { imports: [] });
});

Deno.test("the place of a specifier holds its quotes", () => {
  const text = 'import a from "./a.ts"; a;';
  const { start, end } = findImports(text).imports[0]!;
  assertEquals(text.slice(start, end), '"./a.ts"');
});

Deno.test("what cannot be followed before it runs is refused where it stands", () => {
  for (
    const text of [
      'const a = import("./a.ts");',
      "const a = import(name);",
      "f(import /* here */ (name));",
      "`${import(name)}`",
      'import.defer("./a.ts");',
      'import.meta.resolve("npm:a");',
      'import a = require("./a.ts");',
      'import a from "./a.ts" with { type: "bytes" };',
      'import a from "./a.ts" assert { type: kind };',
      'import "./\\x61.ts";',
    ]
  ) {
    assertEquals(findImports(text).refused?.start !== undefined, true, text);
  }
});

Deno.test({
  name: "every module of Node that Deno has is out of reach while an experiment is evaluated",
  ignore: !granted("read"),
  fn() {
    const map = new URL("../../src/experiment/_no_builtins.json", import.meta.url);
    const { imports } = JSON.parse(Deno.readTextFileSync(map));
    const names = builtinModules.map((name) => name.startsWith("node:") ? name : `node:${name}`);
    assertEquals(names.filter((name) => imports[name] !== null), []);
    assertEquals(names.includes("node:fs") && names.length > 50, true);
  },
});
