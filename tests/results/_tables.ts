/** The tables as texts, which the program makes in pieces. */
import * as confusion from "../../src/results/confusion_csv.ts";
import type { TextPieces } from "../../src/results/csv_text.ts";
import * as curves from "../../src/results/curves_csv.ts";
import * as layers from "../../src/results/layers_csv.ts";
import * as mistakes from "../../src/results/mistakes_csv.ts";
import * as runs from "../../src/results/runs_csv.ts";

function whole<T extends unknown[], P extends TextPieces | undefined>(table: (...of: T) => P) {
  return (...of: T): string | (undefined extends P ? undefined : never) => {
    const pieces = table(...of);
    return (pieces && [...pieces].join("")) as string;
  };
}

export const confusionCsv = whole(confusion.confusionCsv);
export const curvesCsv = whole(curves.curvesCsv);
export const layersCsv = whole(layers.layersCsv);
export const mistakesCsv = whole(mistakes.mistakesCsv);
export const runsCsv = whole(runs.runsCsv);
