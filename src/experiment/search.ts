import { exp, log } from "../numerics/mod.ts";
import { boundedInteger, createStream, type Stream, uniform52 } from "../random/mod.ts";
import type { Setting } from "./labels.ts";
import type {
  Experiment,
  RandomSearch,
  ResolvedSearch,
  SearchRange,
  SuccessiveHalving,
} from "./types.ts";

/** The seed of a search that names none. */
export const defaultSearchSeed = 1;

/** One of so many trials goes on where a search does not say; ASHA's own experiments have 4, Hyperband's 3. */
const defaultReduction = 3;

/** Digits of a drawn number: more would only make tables wide. */
const digits = 6;

/** One drawn point of a search space. */
export interface Trial {
  /** From 1. */
  number: number;
  settings: Setting[];
}

/**
 * The trials of a random search, in order. Each value is a function of the search's seed, the
 * number of its trial and its path: more trials and other paths leave it as it is.
 *
 * Source: Bergstra & Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012.
 *
 * @param except Paths that something else decides; they are not drawn.
 */
export function drawTrials(
  { runs, seed = defaultSearchSeed, space }: RandomSearch | SuccessiveHalving,
  except: (path: string) => boolean = () => false,
): Trial[] {
  const stream = createStream(seed, "search");
  const axes = Object.entries(space).filter(([path]) => !except(path));
  const places = axes.map(([path]) => hashPath(path));
  return Array.from({ length: runs }, (_, index) => ({
    number: index + 1,
    settings: axes.map(([path, range], axis) => ({
      path,
      value: draw(range, { stream, c0: index, c1: places[axis]! }),
    })),
  }));
}

/**
 * A search with its defaults, for the variants that it has made.
 *
 * @param brackets See {@linkcode ResolvedSearch}.
 * @param except Paths that something else decides.
 */
export function resolveSearch(
  search: NonNullable<Experiment["search"]>,
  { brackets, except = () => false }: {
    brackets: readonly number[];
    except?: (path: string) => boolean;
  },
): ResolvedSearch {
  const space = Object.fromEntries(Object.entries(search.space).filter(([path]) => !except(path)));
  const halving = halvingOf(search);
  return { brackets, space, ...(halving ? { halving } : {}) };
}

/** How trials are halted, with defaults; `undefined` where none is. */
export function halvingOf(
  search: NonNullable<Experiment["search"]>,
): ResolvedSearch["halving"] | undefined {
  const written = search.type === "successive-halving"
    ? search
    : search.type === "trials"
    ? search.halving
    : undefined;
  if (!written) return undefined;
  const { minEpochs, reduction = defaultReduction, metric = "loss" } = written;
  return { minEpochs, reduction, metric };
}

interface Draw {
  stream: Stream;
  c0: number;
  c1: number;
}

function draw(range: SearchRange, { stream, c0, c1 }: Draw): unknown {
  if (range.type === "choice") {
    return range.values[boundedInteger(stream, range.values.length, { c0, c1, c2: 0 })];
  }
  const words = new Uint32Array(4);
  stream.words(words, c0, c1, 0, 0);
  const share = uniform52(words[0]!, words[1]!);
  const { low, high } = range;
  switch (range.type) {
    case "uniform":
      return within(rounded(low + share * (high - low)), range);
    case "log-uniform":
      return within(rounded(between(low, high, share)), range);
    case "integer": {
      // Each whole number gets the interval from itself to the next.
      const drawn = range.scale === "log"
        ? between(low, high + 1, share)
        : low + share * (high + 1 - low);
      return within(Math.floor(drawn), range);
    }
  }
}

/** The number that lies at this share of the way from low to high, counted in factors. */
function between(low: number, high: number, share: number): number {
  return exp(log(low) + share * (log(high) - log(low)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(digits));
}

function within(value: number, { low, high }: { low: number; high: number }): number {
  return Math.min(Math.max(value, low), high);
}

/**
 * 32 bits of a path, as part of the place that its values are drawn at.
 *
 * Source: FNV-1a, draft-eastlake-fnv, over UTF-16 code units.
 */
function hashPath(path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) {
    hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}
