import { RunError } from "../errors.ts";
import { unknownName } from "../suggest.ts";
import type { Arena } from "./arena.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { reference } from "./kernels/reference.ts";
import { createSimd } from "./kernels/simd.ts";
import { selfTest } from "./self_test.ts";

/** Gives the kernels that compute in the memory of an arena, plans with that many threads. */
export type Backend = (arena: Arena, threads?: number) => Kernels;

/** The backends by name, the one that `auto` takes first. All have the same bits. */
const backends: Backends = {
  simd: (arena, threads) => createSimd(arena, threads),
  reference: () => reference,
};

/** Names that {@linkcode selectKernels} takes. */
export const backendNames = ["auto", "reference", "simd"] as const;

export type BackendName = typeof backendNames[number];

/** A backend that is taken, and what there is to say about it. */
export interface Choice {
  readonly name: string;
  readonly backend: Backend;
  /** Why it is not the fastest one. */
  readonly warning?: string;
}

/** Backends by name; the last one has to be the reference. */
export type Backends = { readonly [name: string]: Backend };

export interface ChoiceOptions {
  all?: Backends;
  /** The thread of a memory that is going to compute: each has code of its own. */
  thread?: number;
}

/**
 * The backend of a name; `auto` is the first one that passes its self-test on this thread, or the
 * reference.
 *
 * @throws {RangeError} for an unknown name, with the names there are.
 * @throws {RunError} for a backend that was asked for and gives other bits than the reference.
 */
export function chooseBackend(name: BackendName, options: ChoiceOptions = {}): Choice {
  const { all = backends, thread = 0 } = options;
  if (name === "auto") {
    const [fastest, backend] = Object.entries(all)[0]!;
    const problem = problemOf(fastest, { backend, thread });
    if (problem === undefined) return { name: fastest, backend };
    return fallBack(problem, all);
  }
  const backend = all[name];
  if (!backend) throw new RangeError(unknownName("backend", name, backendNames));
  const problem = problemOf(name, { backend, thread });
  if (problem !== undefined) throw new RunError(problem);
  return { name, backend };
}

/**
 * What to go on with where a choice does not pass its self-test any more, or nothing where it does.
 *
 * @throws {RunError} where the backend was asked for by its name.
 */
export function reconsider(
  asked: BackendName,
  { name, backend }: Choice,
  { all = backends, thread = 0 }: ChoiceOptions = {},
): Choice | undefined {
  const problem = problemOf(name, { backend, thread });
  if (problem === undefined) return undefined;
  if (asked !== "auto") throw new RunError(problem);
  return fallBack(problem, all);
}

function fallBack(problem: string, { reference }: Backends): Choice {
  const warning = `${problem}; using the reference`;
  return { name: "reference", backend: reference!, warning };
}

function problemOf(
  name: string,
  { backend, thread }: { backend: Backend; thread: number },
): string | undefined {
  if (name === "reference") return undefined;
  try {
    const kernel = selfTest(backend, thread);
    if (kernel === undefined) return undefined;
    return `The ${name} backend gives other bits than the reference here (${kernel})`;
  } catch (error) {
    // A processor without the instructions.
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    return `The ${name} backend cannot be used here (${error.message})`;
  }
}

/**
 * The kernels of a backend; `auto` is the fastest one.
 *
 * @throws {RangeError} for an unknown name, with the names there are.
 * @throws {RunError} for a backend that was asked for and gives other bits than the reference.
 *
 * @example
 * ```ts
 * import { createArena } from "./arena.ts";
 * import { selectKernels } from "./backends.ts";
 *
 * selectKernels("reference")(createArena()).name; // "reference"
 * ```
 */
export function selectKernels(name: BackendName): Backend {
  return chooseBackend(name).backend;
}
