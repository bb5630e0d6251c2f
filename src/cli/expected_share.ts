/** How long a run was trained. */
export interface Lifetime {
  /** Epochs trained, as a share of all its epochs. */
  share: number;
  /** Whether something ended it there; otherwise it would have gone on. */
  ended: boolean;
}

/**
 * The share of its epochs that a run which has come to the share `from` is still expected to train, up
 * to 1, if it is like others: the area below the Kaplan–Meier estimate of how many go on,
 * ∫ S(t) dt / S(from) for t from `from` to 1. Beyond the share t that nobody has come to, runs are
 * expected to end at the rate at which the others did, λ = ends / shares trained:
 * (1 − e^(−λ·(1 − t))) / λ.
 *
 * Source: Kaplan & Meier, Nonparametric Estimation from Incomplete Observations, 1958.
 *
 * @example
 * ```ts
 * import { expectedShare } from "./expected_share.ts";
 *
 * expectedShare([], 0.25); // 0.75
 * expectedShare([{ share: 0.5, ended: true }, { share: 1, ended: false }], 0); // 0.75
 * ```
 */
export function expectedShare(others: readonly Lifetime[], from: number): number {
  const ends = others.filter(({ ended }) => ended);
  if (ends.length === 0) return 1 - from;
  const longer = others.filter(({ share }) => share > from).map(({ share }) => share);
  const rate = ends.length / others.reduce((sum, { share }) => sum + share, from);
  const times = [...new Set(ends.map(({ share }) => share))].sort((a, b) => a - b);
  let area = 0;
  let goOn = 1;
  let last = from;
  for (const time of times.filter((time) => time > from)) {
    area += goOn * (time - last);
    last = time;
    const atRisk = longer.filter((share) => share >= time).length;
    goOn *= 1 - ends.filter(({ share }) => share === time).length / atRisk;
  }
  const longest = Math.max(last, ...longer);
  return area + goOn * (longest - last + (1 - Math.exp(-rate * (1 - longest))) / rate);
}
