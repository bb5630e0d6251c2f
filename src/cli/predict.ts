import { type NewRows, readNewRows } from "../data/mod.ts";
import { type BackendName, backendNames } from "../engine/mod.ts";
import { ExperimentError } from "../errors.ts";
import { numericsVersion } from "../numerics/mod.ts";
import { readModel, type StoredModel } from "../results/mod.ts";
import { predict as predictRows } from "../runner/mod.ts";
import { oneOf } from "./one_of.ts";
import { helpText, parseCommandLine } from "./options.ts";
import { warningLine } from "./run_line.ts";
import { type PredictionFormat, predictionFormats, predictionText } from "./prediction_text.ts";

const usage = {
  command: "predict",
  summary:
    "Lets a trained network judge pictures, folders of pictures, CSV files, or rows. MODEL " +
    "is a results\nfolder, whose best run is taken, or a .safetensors file of its models.",
  positional: ["MODEL"],
  rest: "INPUT",
  options: {
    rows: { kind: "text", value: '"1,2;3,4"', doc: "rows typed here, in the order of the columns" },
    run: { kind: "text", value: "NAME", doc: "this run of the results; default: the best one" },
    epoch: { kind: "text", value: "best|last", doc: "the weights after that epoch; default: best" },
    all: { kind: "flag", doc: "shows the probabilities of all classes" },
    format: { kind: "text", value: predictionFormats.join("|"), doc: "default: table" },
    backend: { kind: "text", value: "NAME", doc: `${backendNames.join(", ")}: the same bits` },
    help: { kind: "flag", doc: "prints this" },
  },
} as const;

/** `predict MODEL INPUT…`. */
export async function predict(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    console.log(helpText(usage));
    return 0;
  }
  const { positional: [place = "", ...paths], options } = parseCommandLine(args, usage);
  const format: PredictionFormat = oneOf("format", options.format ?? "table", predictionFormats);
  const epoch = options.epoch && oneOf("epoch", options.epoch, ["best", "last"] as const);
  const backend: BackendName = oneOf("backend", options.backend ?? "auto", backendNames);
  if (paths.length === 0 && options.rows === undefined) {
    throw new ExperimentError("Cannot predict on nothing", {
      remedy: 'Name pictures, folders or .csv files after the model, or say --rows "1,2;3,4"',
    });
  }
  const model = await readModel(place, {
    run: options.run,
    ...(epoch ? { epoch } : {}),
  });
  const { preprocessing, run: { settings: { data } } } = model;
  const rows = await readNewRows({ paths, rows: options.rows }, { preprocessing, data });
  const predictions = predictRows(model, rows, {
    backend,
    onWarning: (text) => console.error(warningLine(text)),
  });
  for (const note of [...notes(model), ...droppedNotes(rows)]) console.error(note);
  console.log(
    predictionText({ model, names: rows.names, predictions }, {
      format,
      all: options.all ?? false,
    }),
  );
  return 0;
}

function droppedNotes({ dropped = [] }: NewRows): string[] {
  if (dropped.length === 0) return [];
  const rows = dropped.length === 1 ? "1 row is" : `${dropped.length} rows are`;
  const more = dropped.length > 5 ? ", …" : "";
  const shown = dropped.slice(0, 5).join(", ") + more;
  return [`${rows} left out, as in training: a value is missing in ${shown}`];
}

/** What is said beside the result: which weights judge, and whether their numbers are of now. */
function notes({ file, run, epochs, experiment, numericsVersion: version }: StoredModel): string[] {
  const which = `${experiment}, run ${run.name} after ${epochs} epochs (${file})`;
  if (version === numericsVersion) return [which];
  return [
    which,
    `Trained with numerics version ${version}, this is ${numericsVersion}: ` +
    "the last digits may differ from those in training",
  ];
}
