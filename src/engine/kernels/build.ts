/**
 * Compiles the SIMD kernels from AssemblyScript: `deno task build` writes the module,
 * `deno task build --check` exits with 1 where the written one is not what the sources give.
 */

import { multiplyTileSource } from "./simd/assembly/multiply_tile.ts";
import { performSource } from "./simd/assembly/perform.ts";
import { rowsPanelSource } from "./simd/assembly/rows_panel.ts";
import { sumBlocksSource } from "./simd/assembly/sum_blocks.ts";
import { sumGroupsSource } from "./simd/assembly/sum_groups.ts";
import { sumWovenSource } from "./simd/assembly/sum_woven.ts";
import { findRelocations, firstRegion, regionBytes, reservedBytes } from "./simd/regions.ts";

const folder = new URL("./simd/", import.meta.url);
const target = new URL("module.ts", folder);

// Not among them: what asc's own levels do to constant addresses, `i32.const 0` with an offset becoming
// one constant. V8 pairs two accesses only if they share the one and differ in the other.
const passes = [
  "inlining",
  "flatten",
  "simplify-locals-notee-nostructure",
  "coalesce-locals",
  "simplify-locals-notee",
  "vacuum",
  "reorder-locals",
  "coalesce-locals",
  "merge-locals",
  "remove-unused-brs",
  "remove-unused-names",
  "merge-blocks",
  "simplify-locals-notee",
  "coalesce-locals",
  "vacuum",
  "rse",
  "duplicate-function-elimination",
  "remove-unused-module-elements",
];

/** As they appear in asc's own command line. Neither runtime nor data: functions only. */
const compilerOptions = [
  "assembly/index.ts",
  "--outFile=kernels.wasm",
  "--optimizeLevel=0",
  "--shrinkLevel=0",
  `--runPasses=${passes.join()}`,
  "--runtime=stub",
  "--enable=simd",
  "--enable=threads",
  // An arena's memory: shared, 4 GiB at most, the regions of all threads there from the start.
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  `--initialMemory=${reservedBytes / 65536}`,
  "--maximumMemory=65536",
];

/** What the sources in `simd/assembly` give, always the same. */
export interface CompiledKernels {
  /** The WebAssembly module of thread 0. */
  module: Uint8Array<ArrayBuffer>;
  /** See {@linkcode relocate}. */
  relocations: number[];
}

/** The module and where its constants are. */
export async function compileKernels(): Promise<CompiledKernels> {
  const module = await compile(firstRegion);
  const moved = await compile(firstRegion + regionBytes);
  return { module, relocations: findRelocations(module, moved) };
}

/**
 * The module of the thread whose region starts at this address.
 *
 * @param index Another text for index.ts, for tests that export what the module keeps to itself.
 * @throws {SyntaxError} with the compiler's messages, for sources that do not compile.
 */
export async function compile(region: number, index?: string): Promise<Uint8Array<ArrayBuffer>> {
  // A name that is no literal: only who builds needs the compiler.
  const compiler = "npm:assemblyscript@0.28.20/asc";
  const { default: asc } = await import(compiler);
  let module: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(compilerOptions, {
    readFile: (name: string) =>
      name === "assembly/index.ts" && index !== undefined ? index : readSource(name, region),
    writeFile(name: string, contents: Uint8Array<ArrayBuffer>) {
      if (name === "kernels.wasm") module = contents;
    },
    listFiles: () => [],
  });
  if (error || !module) throw new SyntaxError(`${error?.message ?? "No module"}\n${stderr}`);
  return module;
}

/**
 * AssemblyScript imports without the extension that the sources have, as everywhere else here, and has
 * decorators on functions, which are comments in the sources.
 */
async function readSource(name: string, region: number): Promise<string | null> {
  if (!name.startsWith("assembly/")) return null;
  if (name === "assembly/multiply_tile.ts") return multiplyTileSource();
  if (name === "assembly/perform.ts") return performSource();
  if (name === "assembly/rows_panel.ts") return rowsPanelSource();
  if (name === "assembly/sum_blocks.ts") return sumBlocksSource();
  if (name === "assembly/sum_groups.ts") return sumGroupsSource();
  if (name === "assembly/sum_woven.ts") return sumWovenSource();
  try {
    const source = await Deno.readTextFile(new URL(name, folder));
    return source
      .replace(/( from "\.\/[^"]+)\.ts"/g, '$1"')
      .replace(/^\/\/ @inline$/gm, "@inline")
      .replace("const region: usize = 0x200000;", `const region: usize = ${region};`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The source file that carries a module: text, so that it loads without permission to read. */
export function moduleSource({ module, relocations }: CompiledKernels): string {
  const characters = Array.from(module, (byte) => String.fromCharCode(byte)).join("");
  return `// Written by \`deno task build\` from the sources in assembly/.

/** The WebAssembly module of the SIMD kernels. */
export const moduleBase64 =
  "${btoa(characters)}";

/** Distances between the constants of the region; see regions.ts. */
export const relocations =
  "${relocations.join(" ")}";
`;
}

async function build(check: boolean): Promise<number> {
  const source = moduleSource(await compileKernels());
  if (!check) {
    await Deno.writeTextFile(target, source);
    return 0;
  }
  if (await Deno.readTextFile(target) === source) return 0;
  console.error("simd/module.ts is not what simd/assembly compiles to: run deno task build");
  return 1;
}

if (import.meta.main) Deno.exit(await build(Deno.args.includes("--check")));
