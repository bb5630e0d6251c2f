import { assertEquals } from "@std/assert";
import { packageRegistry } from "../../src/experiment/package_imports.ts";

Deno.test("imports from registries are found, however they are written", () => {
  for (
    const text of [
      'import x from "npm:zod";',
      "import { a,\n b } from 'npm:zod@4';",
      'import "npm:zod";',
      'export * from "npm:zod";',
      'const x = await import("npm:zod");',
      "const x = await import(`npm:zod`);",
    ]
  ) assertEquals(packageRegistry(text), "npm", text);
  assertEquals(packageRegistry('import x from "jsr:@std/csv";'), "jsr");
});

Deno.test("comments and other imports are left alone", () => {
  for (
    const text of [
      '// import x from "npm:zod";',
      '/* import x from "npm:zod"; */',
      'import { defineExperiment } from "sameseed";',
      'export default { name: "npm:zod" };',
    ]
  ) assertEquals(packageRegistry(text), undefined, text);
});
