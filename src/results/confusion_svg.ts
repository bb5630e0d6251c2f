import { frame, partWords, type Specification } from "./picture_frame.ts";
import { fitLabels } from "./picture_labels.ts";
import { heatMap, showsDetails } from "./picture_heat_map.ts";
import type { Confusion } from "./types.ts";

/** Most classes that are drawn: beyond, nobody could read the numbers. */
const mostClasses = 30;

/**
 * The picture of which classes a model takes for which: a row for each class as it is, a column for each
 * as the model says, rows of data counted and their share of the class. Nothing for more than 30 classes.
 */
export function confusionSpecification(confusion: Confusion): Specification | undefined {
  const { classes, counts, part, run } = confusion;
  if (classes.length > mostClasses) return undefined;
  const side = classes.length <= 4 ? 84 : classes.length <= 10 ? 58 : 36;
  const names = fitLabels(classes, { width: 130, fontSize: 12 });
  const totals = counts.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = totals.reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
  return frame({
    title: `Confusion matrix: ${run}`,
    subtitle: [
      `${total} ${partWords[part]} rows, ${right} of them right (on the diagonal)`,
      `${
        showsDetails(side) ? "colour and percentage" : "colour"
      }: share of the rows of the actual class`,
    ],
    description: `Confusion matrix of ${run} on the ${partWords[part]} rows`,
    columns: 1,
    panels: [{
      ...heatMap({
        columns: names,
        rows: names,
        columnTitle: "predicted class",
        rowTitle: "actual class",
        side,
        cells: counts.map((row, r) =>
          row.map((count) => {
            const share = totals[r] === 0 ? 0 : count / totals[r]!;
            return { amount: share, text: String(count), detail: shareText(share) };
          })
        ),
      }),
    }],
  });
}

/** `12 %`, and `<1 %` for what is more than nothing. */
function shareText(share: number): string {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share < 1 && share >= 0.995) return ">99 %";
  return `${Math.round(100 * share)} %`;
}
