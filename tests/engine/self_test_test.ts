import { assertEquals, assertThrows } from "@std/assert";
import {
  type Backend,
  type Backends,
  chooseBackend,
  type Kernels,
  reconsider,
  selectKernels,
  selfTest,
} from "../../src/engine/mod.ts";
import { createSimd } from "../../src/engine/kernels/simd.ts";
import { RunError } from "../../src/errors.ts";

type Call = (...args: unknown[]) => number | undefined;

/** SIMD kernels, one of which is wrong in the last place of one of its outputs. */
function broken(kernel: keyof Kernels, element = 0): Backend {
  return (arena) => {
    const kernels = createSimd(arena);
    const right = kernels[kernel] as unknown as Call;
    const wrong: Call = (...args) => {
      const returned = right(...args);
      if (returned !== undefined) return returned * (1 + Number.EPSILON);
      const { buffer, byteOffset } = args[0] as Float32Array;
      new Uint32Array(buffer, byteOffset)[element]! ^= 1;
      return undefined;
    };
    return { ...kernels, [kernel]: wrong };
  };
}

function backendsWith(simd: Backend): Backends {
  return { simd, reference: selectKernels("reference") };
}

Deno.test("the backends pass their self-test, again and again", () => {
  for (const name of ["reference", "simd"] as const) {
    const backend = selectKernels(name);
    for (let k = 0; k < 300; k++) assertEquals(selfTest(backend), undefined);
  }
});

const tested: (keyof Kernels)[] = [
  "linearForward",
  "linearForwardBytes",
  "weightGradient",
  "weightGradientBytes",
  "inputGradient",
  "activationForward",
  "activationBackward",
  "lossForward",
  "lossBackward",
  "rowActivationForward",
  "rowLossBackward",
  "optimizerUpdate",
  "normalizeRows",
];
for (const kernel of tested) {
  Deno.test(`the self-test names ${kernel} where its last bit differs`, () => {
    for (const element of [0, 8]) assertEquals(selfTest(broken(kernel, element)), kernel);
  });
}

Deno.test("auto takes the reference and says so where the fastest backend is wrong", () => {
  const all = backendsWith(broken("linearForward"));
  assertEquals(chooseBackend("auto", { all }), {
    name: "reference",
    backend: all.reference!,
    warning: "The simd backend gives other bits than the reference here (linearForward); " +
      "using the reference",
  });
  assertEquals(chooseBackend("auto").warning, undefined);
  assertEquals(chooseBackend("auto").name, "simd");
});

Deno.test("a wrong backend that was asked for is refused", () => {
  const all = backendsWith(broken("optimizerUpdate"));
  assertThrows(
    () => chooseBackend("simd", { all }),
    RunError,
    "The simd backend gives other bits than the reference here (optimizerUpdate)",
  );
  assertEquals(chooseBackend("reference", { all }).name, "reference");
});

Deno.test("a backend that cannot be compiled here is as good as a wrong one", () => {
  const all = backendsWith(() => {
    throw new WebAssembly.CompileError("no SIMD");
  });
  assertEquals(
    chooseBackend("auto", { all }).warning,
    "The simd backend cannot be used here (no SIMD); using the reference",
  );
});

Deno.test("a choice that is wrong later is reconsidered", () => {
  let isBroken = false;
  const all = backendsWith((arena) => {
    const kernels = createSimd(arena);
    return {
      ...kernels,
      linearForward(...args) {
        kernels.linearForward(...args);
        if (isBroken) args[0][0]! *= 2;
      },
    };
  });
  const choice = chooseBackend("auto", { all });
  assertEquals(reconsider("auto", choice, { all }), undefined);
  isBroken = true;
  assertEquals(reconsider("auto", choice, { all })?.name, "reference");
  assertThrows(() => reconsider("simd", choice, { all }), RunError, "(linearForward)");
});
