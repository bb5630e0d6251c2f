import type { Arena, Limits, Network as EngineNetwork } from "../../engine/mod.ts";
import type { Examples } from "../../numerics/mod.ts";
import type { Network, Rows } from "./types.ts";

/** What the other files of this folder need of a network, and users don't. */
export interface Inside {
  network: EngineNetwork;
  seed: number;
  limits: Limits;
  /** The rows in the engine's form; `placed` copies them to where all kernels can read. */
  examplesOf(rows: Rows, options?: { placed?: Arena }): Examples;
}

const insides = new WeakMap<Network, Inside>();

export function keepInside(network: Network, inside: Inside): Network {
  insides.set(network, inside);
  return network;
}

/** @throws {TypeError} for what `createNetwork` has not made. */
export function insideOf(network: Network): Inside {
  const inside = insides.get(network);
  if (!inside) throw new TypeError("Cannot use a network that createNetwork has not made");
  return inside;
}
