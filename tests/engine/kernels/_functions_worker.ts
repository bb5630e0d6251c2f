/// <reference lib="deno.worker" />
// Compares functions over ranges of float32 bit patterns: double results of the module's functions, and
// what the shipped kernels make of them in float32.

import { activations, bindActivation } from "../../../src/engine/activations/mod.ts";
import { createArena } from "../../../src/engine/arena.ts";
import { reference } from "../../../src/engine/kernels/reference.ts";
import { createSimd } from "../../../src/engine/kernels/simd.ts";
import { resolveMember } from "../../../src/engine/members.ts";
import { functions } from "./_functions.ts";

/** A range of one function, or of `kernel:` and an activation's name. */
export interface Range {
  name: string;
  /** The first pattern. */
  from: number;
  count: number;
}

export interface Finding extends Range {
  differing: number;
  /** The first that differs. */
  example?: { x: number; actual: number; expected: number };
}

const patternsOfBlock = 1 << 14;
const arena = createArena();
const kernels = createSimd(arena);
const x = arena.float32(patternsOfBlock);
const patterns = new Uint32Array(x.buffer, x.byteOffset, x.length);
const wide = arena.float64(patternsOfBlock);
const actualWide = arena.float64(patternsOfBlock);
const actual = arena.float32(patternsOfBlock);
const expected = new Float32Array(patternsOfBlock);

type Apply = (out: number, x: number, n: number) => void;
let exports: Record<string, Apply>;

/** Each NaN is as good as another; zeros have signs. */
function differ(a: number, b: number): boolean {
  return a === b ? a === 0 && 1 / a !== 1 / b : a === a || b === b;
}

function compare(name: string): (finding: Finding) => void {
  const note = (finding: Finding, x: number, actual: number, expected: number) => {
    finding.example ??= { x, actual, expected };
    finding.differing++;
  };
  if (name.startsWith("kernel:")) {
    const f = bindActivation(activations, resolveMember(activations, name.slice(7)));
    return (finding) => {
      kernels.activationForward(actual, x, f, x.length);
      reference.activationForward(expected, x, f, x.length);
      for (let k = 0; k < x.length; k++) {
        if (differ(actual[k]!, expected[k]!)) note(finding, x[k]!, actual[k]!, expected[k]!);
      }
    };
  }
  const [apply, f] = [exports[`apply_${name}`]!, functions[name]!];
  return (finding) => {
    for (let k = 0; k < x.length; k++) wide[k] = x[k]!;
    apply(actualWide.byteOffset, wide.byteOffset, x.length);
    for (let k = 0; k < x.length; k++) {
      const wanted = f(wide[k]!);
      if (differ(actualWide[k]!, wanted)) note(finding, wide[k]!, actualWide[k]!, wanted);
    }
  };
}

self.onmessage = ({ data }: MessageEvent<{ module: Uint8Array<ArrayBuffer> } | Range>) => {
  if ("module" in data) {
    const module = new WebAssembly.Module(data.module);
    const instance = new WebAssembly.Instance(module, { env: { memory: arena.memory } });
    exports = instance.exports as unknown as Record<string, Apply>;
    return;
  }
  const finding: Finding = { ...data, differing: 0 };
  const check = compare(data.name);
  for (let first = data.from; first < data.from + data.count; first += patternsOfBlock) {
    for (let k = 0; k < patternsOfBlock; k++) patterns[k] = first + k;
    check(finding);
  }
  self.postMessage(finding);
};
