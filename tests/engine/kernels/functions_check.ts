/**
 * Compares the engine's functions in the SIMD module with src/numerics over all 2^32 float32 inputs, bit
 * by bit: `deno task functions-check [NAME…] [--every N] [--workers N]`. A name is a function, whose
 * double results are compared, or `kernel:` and an activation, float32 in and out as in training. With
 * --every, one range in N is taken. It exits with 1 where a bit differs.
 */

import { parseArgs } from "@std/cli";
import { compile } from "../../../src/engine/kernels/build.ts";
import { firstRegion } from "../../../src/engine/kernels/simd/regions.ts";
import { functions, functionsIndex } from "./_functions.ts";
import type { Finding, Range } from "./_functions_worker.ts";

const patternsOfRange = 1 << 18;
const ranges = 2 ** 32 / patternsOfRange;

/** Activations by the functions that they take: sigmoid, tanh, softplus, expm1, erf, exp. */
const activations = ["sigmoid", "tanh", "softplus", "elu", "gelu", "silu"];
const known = [...Object.keys(functions), ...activations.map((name) => `kernel:${name}`)];

/** Answers from all workers until there is nothing left to ask. */
async function checkAll(
  queue: Range[],
  { module, workers, onFinding }: {
    module: Uint8Array;
    workers: number;
    onFinding: (finding: Finding) => void;
  },
): Promise<void> {
  await Promise.all(Array.from({ length: workers }, async () => {
    const worker = new Worker(new URL("./_functions_worker.ts", import.meta.url), {
      type: "module",
      deno: { permissions: "none" },
    });
    worker.postMessage({ module });
    for (let range = queue.shift(); range; range = queue.shift()) {
      const { promise, resolve, reject } = Promise.withResolvers<Finding>();
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(range);
      onFinding(await promise);
    }
    worker.terminate();
  }));
}

async function main(): Promise<number> {
  const options = parseArgs(Deno.args, {
    string: ["every", "workers"],
    default: { every: "1", workers: String(navigator.hardwareConcurrency) },
  });
  const names = options._.length > 0 ? options._.map(String) : known;
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`Unknown function "${unknown}": one of ${known.join(", ")}`);
    return 2;
  }
  const every = Number(options.every);
  const total = Math.ceil(ranges / every);
  const module = await compile(firstRegion, functionsIndex);
  const workers = Number(options.workers);
  let differing = 0;
  for (const name of names) {
    const startedMs = performance.now();
    const queue = Array.from({ length: total }, (_, k) => ({
      name,
      from: k * every * patternsOfRange,
      count: patternsOfRange,
    }));
    let done = 0;
    let found = 0;
    const onFinding = ({ differing, example }: Finding) => {
      done++;
      if (example && found === 0) {
        console.log(`${name}(${example.x}) is ${example.actual} instead of ${example.expected}`);
      }
      found += differing;
      if (done % 2048 === 0 && done < total) console.error(`${name}: ${done} of ${total} ranges`);
    };
    await checkAll(queue, { module, workers, onFinding });
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    console.log(`${name}: ${found} of ${total * patternsOfRange} inputs differ, ${seconds} s`);
    differing += found;
  }
  return differing === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());
