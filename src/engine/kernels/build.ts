/**
 * Compiles the SIMD kernels from AssemblyScript: `deno task build` writes the module,
 * `deno task build --check` exits with 1 where the written one is not what the sources give.
 */

const folder = new URL("./simd/", import.meta.url);
const target = new URL("module.ts", folder);

/** As they appear in asc's own command line. Neither runtime nor data: functions only. */
const compilerOptions = [
  "assembly/index.ts",
  "--outFile=kernels.wasm",
  "-O3",
  "--converge",
  "--runtime=stub",
  "--enable=simd",
  "--enable=threads",
  // An arena's memory: shared, 4 GiB at most.
  "--importMemory",
  "--noExportMemory",
  "--sharedMemory",
  "--initialMemory=1",
  "--maximumMemory=65536",
];

/**
 * The bytes of the WebAssembly module that the sources in `simd/assembly` give, always the same.
 *
 * @param index Another text for index.ts, for tests that export what the module keeps to itself.
 * @throws {SyntaxError} with the compiler's messages, for sources that do not compile.
 */
export async function compileKernels(index?: string): Promise<Uint8Array<ArrayBuffer>> {
  // A name that is no literal: only who builds needs the compiler.
  const compiler = "npm:assemblyscript@0.28.20/asc";
  const { default: asc } = await import(compiler);
  let module: Uint8Array<ArrayBuffer> | undefined;
  const { error, stderr } = await asc.main(compilerOptions, {
    readFile: (name: string) =>
      name === "assembly/index.ts" && index !== undefined ? index : readFile(name),
    writeFile(name: string, contents: Uint8Array<ArrayBuffer>) {
      if (name === "kernels.wasm") module = contents;
    },
    listFiles: () => [],
  });
  if (error || !module) throw new SyntaxError(`${error?.message ?? "No module"}\n${stderr}`);
  return module;
}

/** AssemblyScript imports without the extension that the sources have, as everywhere else here. */
async function readFile(name: string): Promise<string | null> {
  if (!name.startsWith("assembly/")) return null;
  try {
    const source = await Deno.readTextFile(new URL(name, folder));
    return source.replace(/( from "\.\/[^"]+)\.ts"/g, '$1"');
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The source file that carries a module: text, so that it loads without permission to read. */
export function moduleSource(module: Uint8Array): string {
  const characters = Array.from(module, (byte) => String.fromCharCode(byte)).join("");
  return `// Written by \`deno task build\` from the sources in assembly/.

/** The WebAssembly module of the SIMD kernels. */
export const moduleBase64 =
  "${btoa(characters)}";
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
