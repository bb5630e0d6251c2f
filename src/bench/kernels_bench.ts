/** Times every kernel case on every backend: `deno bench src/bench/kernels_bench.ts`. */
import { type BackendName, backendNames, createArena, selectKernels } from "../engine/mod.ts";
import { type KernelCase, kernelCases } from "./kernel_cases.ts";

for (const { name, prepare } of kernelCases) {
  for (const backend of backendNames.filter((known) => known !== "auto")) {
    let work: (() => void) | undefined;
    Deno.bench({
      name: backend,
      group: name,
      fn() {
        // Not before its turn: buffers of all cases at once would not fit a cache.
        work ??= start(backend, prepare);
        work();
      },
    });
  }
}

function start(backend: BackendName, prepare: KernelCase["prepare"]): () => void {
  const arena = createArena();
  return prepare(selectKernels(backend)(arena), arena);
}
