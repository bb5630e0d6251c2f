import type { PreparedData } from "../data/mod.ts";
import type { Network } from "../engine/mod.ts";
import type { PartName, PartScores, Scores } from "../results/mod.ts";
import { partNames } from "../results/types.ts";
import type { Scorer } from "./scorer.ts";

/** The scores of a network as it is, each part measured once until `changed` says otherwise. */
export interface Measurements {
  of(part: PartName): Scores;
  /** Of every part that there is. */
  all(): PartScores;
  /** To be called when the weights have changed. */
  changed(): void;
}

/** Measures a network on the parts of its data. */
export function createMeasurements(
  network: Network,
  data: PreparedData,
  scorer: Pick<Scorer, "scores">,
): Measurements {
  const known = new Map<PartName, Scores>();
  function measure(part: PartName): Scores {
    const examples = data[part]!;
    const { loss, outputs } = network.evaluate(examples);
    return { loss, ...scorer.scores(outputs, examples) };
  }
  function of(part: PartName): Scores {
    const scores = known.get(part) ?? measure(part);
    known.set(part, scores);
    return scores;
  }
  return {
    of,
    all() {
      const parts = partNames.filter((part) => data[part] !== undefined);
      return Object.fromEntries(parts.map((part) => [part, of(part)])) as unknown as PartScores;
    },
    changed: () => known.clear(),
  };
}
