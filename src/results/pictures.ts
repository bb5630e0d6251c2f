import { bestConfusion } from "./best_confusion.ts";
import { boundarySpecification } from "./boundary_svg.ts";
import { confusionSpecification } from "./confusion_svg.ts";
import { curvesSpecification } from "./curves_svg.ts";
import { effectsSpecification } from "./effects_svg.ts";
import { finalSpecification } from "./final_svg.ts";
import { gapSpecification } from "./gap_svg.ts";
import { gridSpecification } from "./grid_svg.ts";
import { layersSpecification } from "./layers_svg.ts";
import type { PictureFile } from "./paths.ts";
import type { Specification } from "./picture_frame.ts";
import type { SweepResult } from "./types.ts";
import { trialsSpecification } from "./trials_svg.ts";
import { weightsSpecification } from "./weights_svg.ts";

type Draft = Specification | undefined | Promise<Specification | undefined>;

const drafts: Record<PictureFile, (sweep: SweepResult) => Draft> = {
  "curves.svg": curvesSpecification,
  "final.svg": finalSpecification,
  "gap.svg": gapSpecification,
  "layers.svg": layersSpecification,
  "grid.svg": gridSpecification,
  "trials.svg": trialsSpecification,
  "effects.svg": effectsSpecification,
  "boundary.svg": ({ boundary }) => boundary && boundarySpecification(boundary),
  "confusion.svg"(sweep) {
    const confusion = bestConfusion(sweep);
    return confusion && confusionSpecification(confusion);
  },
  "weights.svg": weightsSpecification,
};

/** The pictures of a sweep that it has something for, drawn. */
export async function drawPictures(
  sweep: SweepResult,
  draw: (specification: Specification) => Promise<string>,
): Promise<Map<PictureFile, string>> {
  const drawn = await Promise.all(
    Object.entries(drafts).map(async ([name, draft]) => {
      const drafted = draft(sweep);
      // Without a wait where there is nothing to wait for: the first is drawn while others are drafted.
      const specification = drafted instanceof Promise ? await drafted : drafted;
      return [name, specification && await draw(specification)] as const;
    }),
  );
  return new Map(
    drawn.flatMap(([name, svg]) => svg === undefined ? [] : [[name as PictureFile, svg]]),
  );
}
