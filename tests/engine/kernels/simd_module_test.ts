import { assert, assertEquals } from "@std/assert";
import { compileKernels, moduleSource } from "../../../src/engine/kernels/build.ts";
import { simdModuleBytes } from "../../../src/engine/kernels/simd/instance.ts";
import { granted } from "../../permissions.ts";
import { opcodesOf } from "./_opcodes.ts";

/** Relaxed SIMD: results may differ between machines. */
function relaxed(opcodes: string[]): string[] {
  return opcodes.filter((opcode) => opcode.startsWith("fd ") && Number(opcode.slice(3)) >= 256);
}

Deno.test("the SIMD module holds no relaxed instruction", () => {
  const opcodes = opcodesOf(simdModuleBytes());
  assert(opcodes.filter((opcode) => opcode === "fd 230").length > 100, "no f32x4.mul found");
  assertEquals(relaxed(opcodes), []);
});

Deno.test("a relaxed instruction would be seen", () => {
  // (func (param v128 v128 v128) (result v128) … f32x4.relaxed_madd)
  const body = [0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b];
  const module = new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b],
    ...[3, 2, 1, 0],
    ...[10, body.length + 2, 1, body.length, ...body],
  ]);
  assert(WebAssembly.validate(module));
  assertEquals(relaxed(opcodesOf(module)), ["fd 261"]);
});

Deno.test({
  name: "the committed SIMD module is what its sources compile to",
  ignore: !granted("read", "env"),
  async fn() {
    const committed = new URL("../../../src/engine/kernels/simd/module.ts", import.meta.url);
    assertEquals(Deno.readTextFileSync(committed), moduleSource(await compileKernels()));
  },
});

Deno.test({
  name: "the SIMD module loads in a worker without permissions",
  ignore: !granted("read"),
  async fn() {
    const worker = new Worker(new URL("./_simd_worker.ts", import.meta.url), {
      type: "module",
      deno: { permissions: "none" },
    });
    try {
      const squares = await new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = reject;
      });
      assertEquals(squares, [1, 4, 9, 16, 25, 36, 49, 64, 81]);
    } finally {
      worker.terminate();
    }
  },
});

Deno.test({
  name: "the optimizing compiler's code has the bits of the reference, with 256-bit lanes too",
  ignore: !granted("read", "run"),
  async fn() {
    const wide = "--experimental-wasm-revectorize";
    const folder = new URL(".", import.meta.url);
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name.startsWith("simd_") && name !== "simd_module_test.ts");
    for (const flags of ["--no-liftoff", `--no-liftoff,${wide}`]) {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "-q", "--no-check", `--v8-flags=${flags}`, ...files],
        cwd: folder,
      }).output();
      const text = new TextDecoder();
      assertEquals(code, 0, `${flags}\n${text.decode(stdout)}${text.decode(stderr)}`);
    }
  },
});
