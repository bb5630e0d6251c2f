import { assert, assertEquals, assertThrows } from "@std/assert";
import { type BackendName, backendNames, selectKernels } from "../../src/engine/mod.ts";

Deno.test("every backend name gives kernels, and auto gives one of them", () => {
  const kernels = backendNames.map((name) => selectKernels(name));
  assertEquals(
    kernels.slice(1).map(({ name }) => name),
    backendNames.slice(1) as readonly string[] as string[],
  );
  assert(kernels.slice(1).includes(kernels[0]!));
});

Deno.test("an unknown backend is refused with the names there are", () => {
  assertThrows(
    () => selectKernels("referense" as BackendName),
    RangeError,
    'Unknown backend "referense": did you mean "reference"? One of: auto, reference',
  );
});
