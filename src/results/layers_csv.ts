import { numberCell, optionalCell } from "./cells.ts";
import { csvTextByRun, type TextPieces } from "./csv_text.ts";
import type { RunResult } from "./types.ts";

/**
 * The text of layers.csv: a row per run, moment and layer, runs in the experiment's order. What each
 * column is, `LayerStatistics` says; a cell is empty where it does not apply.
 */
export function layersCsv(runs: readonly RunResult[]): TextPieces {
  const header = [
    "run",
    "variant",
    "seed",
    "epochs_trained",
    "layer",
    "type",
    "activation",
    "units",
    "activation_mean",
    "activation_deviation",
    "zero_share",
    "flat_share",
    "dead_share",
    "gradient_rms",
    "weight_rms",
  ];
  const rowsOf = ({ run, layers: moments }: RunResult) =>
    moments.flatMap(({ epochs, layers }) =>
      layers.map((layer) => [
        run.name,
        run.variant,
        numberCell(run.seed),
        numberCell(epochs),
        numberCell(layer.layer),
        layer.type,
        layer.activation,
        numberCell(layer.units),
        numberCell(layer.activationMean),
        numberCell(layer.activationDeviation),
        numberCell(layer.zeroShare),
        optionalCell(layer.flatShare),
        optionalCell(layer.deadShare),
        numberCell(layer.gradientRms),
        numberCell(layer.weightRms),
      ])
    );
  return csvTextByRun(header, { runs, rowsOf });
}
