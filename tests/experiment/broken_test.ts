import { assert, assertEquals } from "@std/assert";
import { outputActivations } from "../../src/engine/activations/mod.ts";
import { initializers } from "../../src/engine/initializers/mod.ts";
import { losses } from "../../src/engine/losses/mod.ts";
import { optimizers } from "../../src/engine/optimizers/mod.ts";
import { experimentWith, refusal } from "./_experiments.ts";

const inits = Object.keys(initializers).join(", ");
const lossNames = Object.keys(losses).join(", ");
const optimizerNames = Object.keys(optimizers).join(", ");

/** Keys put over an experiment that is right, and all that is said against it. */
const broken: [title: string, changes: Record<string, unknown>, message: string][] = [
  [
    "an unknown key",
    { epoch: 5 },
    'Unknown key "epoch": did you mean "epochs"? One of: name, question, seeds, variants, grid, ' +
    "points, search, data, architecture, init, biasInit, loss, regularization, optimizer, schedule, " +
    "epochs, earlyStopping, batchSize, shuffle, recordEvery, metrics",
  ],
  [
    "an unknown option of a member",
    { optimizer: { type: "gradient-descent", learningrate: 0.1 } },
    'Unknown key "learningrate" in optimizer: did you mean "learningRate"? ' +
    "One of: type, learningRate",
  ],
  [
    "an option that another member has",
    { init: { type: "zeros", scale: 1 } },
    'Unknown key "scale" in init. One of: type',
  ],
  [
    "text where a number belongs",
    { epochs: "ten" },
    'Cannot read epochs as "ten": it must be a whole number of at least 1',
  ],
  [
    "a fraction where a whole number belongs",
    { architecture: [{ units: 1.5, activation: "sigmoid" }] },
    "Cannot read architecture.0.units as 1.5: it must be a whole number of at least 1",
  ],
  [
    "a number below its bound",
    { optimizer: { type: "adam", learningRate: -0.1 } },
    "Cannot read optimizer.learningRate as -0.1: it must be above 0",
  ],
  [
    "a number at an open bound",
    { regularization: { dropout: 1 } },
    "Cannot read regularization.dropout as 1: it must be below 1",
  ],
  [
    "a number above its bound",
    { epochs: 1e300 },
    "Cannot read epochs as 1e+300: it must be at most 100000000",
  ],
  [
    "an unknown name",
    { init: "xaiver" },
    'Unknown init "xaiver": did you mean "xavier"? One of: ' + inits,
  ],
  [
    "an unknown name in the long form, in a layer",
    { architecture: [{ units: 1, activation: { type: "Sigmoide" } }] },
    'Unknown architecture.0.activation "Sigmoide": did you mean "sigmoid"? ' +
    "One of: " + Object.keys(outputActivations).join(", "),
  ],
  [
    "an unknown name that is near to nothing",
    { loss: "hopeless" },
    'Unknown loss "hopeless". One of: ' + lossNames,
  ],
  [
    "the name of something that every object has",
    { optimizer: "constructor" },
    'Unknown optimizer "constructor". One of: ' + optimizerNames,
  ],
  [
    "a member that is neither name nor object",
    { loss: 3 },
    `Cannot read loss as 3: it must be one of ${lossNames}, or an object with a type`,
  ],
  [
    "a member without its type",
    { optimizer: { learningRate: 1 } },
    'Missing key "type" in optimizer. One of: ' + optimizerNames,
  ],
  [
    "a value that fits neither of two kinds",
    { batchSize: "ful" },
    'Cannot read batchSize as "ful": it must be "full" or a whole number of at least 1',
  ],
  [
    "an object where a list belongs",
    { architecture: { units: 1 } },
    'Cannot read architecture as {"units":1}: it must be a list',
  ],
  [
    "no layers",
    { architecture: [] },
    "Cannot read architecture as []: it must be a list of at least 1 entry",
  ],
  [
    "a layer without units",
    { architecture: [{ activation: "sigmoid" }] },
    'Missing key "units" in architecture.0: it must be a whole number of at least 1',
  ],
  [
    "data of an unknown type",
    { data: { type: "cvs" } },
    'Unknown data.type "cvs": did you mean "csv"? One of: images, csv, hdf5, npy, npz, inline, generated',
  ],
  [
    "a choice outside its set",
    { data: { type: "generated", shape: "xor", normalize: "uni" } },
    'Unknown data.normalize "uni": did you mean "unit"? One of: auto, unit, standardize, none',
  ],
  [
    "a rule of the data",
    { data: { type: "generated", shape: "xor", classes: 3 } },
    "Cannot read data.classes as 3: only spiral and blobs have more than 2 classes",
  ],
  [
    "a long value, shortened",
    { epochs: "x".repeat(1000) },
    `Cannot read epochs as "${"x".repeat(59)}…: it must be a whole number of at least 1`,
  ],
  [
    "a name that leaves the results folder",
    { name: "../other" },
    'Cannot read name as "../other": it must be letters, digits, ".", "_" or "-", ' +
    'a letter or digit first, no "." last',
  ],
  [
    "a name that is too long",
    { name: "x".repeat(61) },
    `Cannot read name as "${"x".repeat(59)}…: it must be at most 60 characters long`,
  ],
  [
    "a name that Windows keeps",
    { name: "Nul.txt" },
    'Cannot read name as "Nul.txt": Windows keeps this name for a device',
  ],
  [
    "a seed that is no 32-bit number",
    { seeds: [1, 4294967296] },
    "Cannot read seeds.1 as 4294967296: it must be at most 4294967295",
  ],
  ["a seed listed twice", { seeds: [1, 2, 1] }, "Cannot read seeds as [1,2,1]: 1 is listed twice"],
  ["no seeds", { seeds: [] }, "Cannot read seeds as []: it must be a list of at least 1 entry"],
  ["no variants", { variants: {} }, "Cannot read variants as {}: it must have at least 1 entry"],
  [
    "variants that some file systems take for one",
    { variants: { he: {}, He: {} } },
    "Cannot use variants he and He together: some file systems take their names for the same",
  ],
  [
    "a variant's name that is no file name",
    { variants: { "a/b": {} } },
    'Cannot read a variant\'s name as "a/b": it must be letters, digits, ".", "_" or "-", ' +
    'a letter or digit first, no "." last',
  ],
  [
    "a variant that is no patch",
    { variants: { he: "he" } },
    'Cannot read variants.he as "he": it must be an object',
  ],
  [
    "an unknown key in a variant",
    { variants: { fast: { optimzer: "adam" } } },
    'Unknown key "optimzer" in variants.fast: did you mean "optimizer"? One of: data, ' +
    "architecture, init, biasInit, loss, regularization, optimizer, schedule, epochs, " +
    "earlyStopping, batchSize, shuffle, recordEvery, metrics",
  ],
  [
    "a wrong value in a variant",
    { variants: { adam: { optimizer: { type: "adam", learningRate: 0 } } } },
    "Cannot read variants.adam.optimizer.learningRate as 0: it must be above 0",
  ],
  [
    "an unknown name in a point",
    { points: [{}, { init: "hee" }] },
    'Unknown points.1.init "hee": did you mean "he"? One of: ' + inits,
  ],
  [
    "a wrong value in the grid",
    { grid: { "optimizer.learningRate": [0.1, -1] } },
    "Cannot read grid.optimizer.learningRate as -1: it must be above 0",
  ],
  [
    "an unknown path in the grid",
    { grid: { "optimizer.learnRate": [0.1] } },
    'Unknown key "learnRate" in grid.optimizer: did you mean "learningRate"? ' +
    "One of: type, learningRate",
  ],
  [
    "a layer in the grid that is not there",
    { grid: { "architecture.2.units": [1] } },
    "Cannot set architecture.2.units: architecture has entries 0 to 1",
  ],
  [
    "a value listed twice in the grid",
    { grid: { epochs: [1, 2, 1] } },
    "Cannot read grid.epochs as [1,2,1]: 1 is listed twice",
  ],
  [
    "too many runs",
    {
      seeds: Array.from({ length: 1000 }, (_, i) => i),
      grid: { epochs: Array.from({ length: 101 }, (_, i) => i + 1) },
    },
    "Cannot expand the experiment into 101000 runs: it must be at most 100000",
  ],
  [
    "a loss that does not fit the last layer",
    { architecture: [{ units: 1 }], loss: "binary-cross-entropy" },
    'Cannot read loss as "binary-cross-entropy": the last layer must then have activation ' +
    "sigmoid, and has linear",
  ],
  [
    "dropout on the last layer",
    { architecture: [{ units: 1, dropout: 0.5 }] },
    "Cannot read architecture.0.dropout as 0.5: the last layer must not drop its outputs",
  ],
  [
    "a function",
    { epochs: () => 5 },
    "Cannot read epochs as a function: an experiment is plain data",
  ],
];

for (const [title, changes, message] of broken) {
  Deno.test(`${title} is refused in one sentence`, () => {
    const error = refusal(experimentWith(changes));
    assertEquals(error.message, message);
    assertEquals(error.file, "small.ts");
  });
}

Deno.test("what is missing is named", () => {
  assertEquals(
    refusal({ name: "x" }).message,
    [
      'Missing key "data": it must be an object',
      'Missing key "architecture": it must be a list',
    ].join("\n"),
  );
  assertEquals(refusal(3).message, "Cannot read the experiment as 3: it must be an object");
  assertEquals(refusal([]).message, "Cannot read the experiment as []: it must be an object");
  assertEquals(
    refusal(undefined).message,
    "Cannot read the experiment as undefined: it must be an object",
  );
});

Deno.test("a key that a patch of another type of data lacks is missing", () => {
  const variants = { a: { data: { type: "csv", path: "a.csv" } } };
  const [line] = refusal(experimentWith({ variants })).message.split("\n");
  assertEquals(
    line,
    'Missing key "target" in variants.a.data: it must be text or a whole number of at least 0',
  );
});

Deno.test("a single character is not plural", () => {
  const data = { type: "csv", path: "a.csv", target: "y", separator: ";;" };
  assertEquals(
    refusal(experimentWith({ data })).message,
    'Cannot read data.separator as ";;": it must be at most 1 character long',
  );
});

Deno.test("lists that are too long are refused at once, whatever is in them", () => {
  const length = 200_000;
  const start = performance.now();
  for (const entry of [(i: number) => i, () => 1, (i: number) => i % 150_000, () => "x"]) {
    assertEquals(
      refusal(experimentWith({ seeds: Array.from({ length }, (_, i) => entry(i)) })).message,
      "Cannot use 200000 seeds: there must be at most 100000",
    );
  }
  const epochs = Array.from({ length }, (_, i) => i + 1);
  assertEquals(
    refusal(experimentWith({ grid: { epochs } })).message,
    "Cannot expand the experiment into 200000 runs: it must be at most 100000",
  );
  assertEquals(
    refusal(experimentWith({ grid: { epochs: [...epochs, length] } })).message.slice(-25),
    "…: 200000 is listed twice",
  );
  assert(performance.now() - start < 10_000);
});

Deno.test("all problems are listed, a line each", () => {
  const error = refusal(experimentWith({ epochs: 0, init: "hee", regularization: { l2: -1 } }));
  assertEquals(error.message.split("\n"), [
    'Unknown init "hee": did you mean "he"? One of: ' + inits,
    "Cannot read regularization.l2 as -1: it must be at least 0",
    "Cannot read epochs as 0: it must be at least 1",
  ]);
  assertEquals(error.place, undefined);
});

Deno.test("of many problems ten are listed", () => {
  const architecture = Array.from({ length: 15 }, () => ({ units: 0 }));
  const lines = refusal(experimentWith({ architecture })).message.split("\n");
  assertEquals(lines.length, 11);
  assertEquals(lines.at(-1), "… and 5 more");
});

Deno.test("a single problem has its place, and a remedy where there is one", () => {
  const wrong = refusal(experimentWith({ variants: { adam: { epochs: 0 } } }));
  assertEquals(wrong.place, "variants.adam.epochs");
  const unfit = refusal(
    experimentWith({ architecture: [{ units: 1 }], loss: "binary-cross-entropy" }),
  );
  assertEquals(
    unfit.remedy,
    'Set architecture.0.activation to "sigmoid", or choose another loss',
  );
  const misplaced = refusal(experimentWith({ learningRate: 0.1 }));
  assertEquals(misplaced.remedy, "Put it where it belongs: optimizer.learningRate");
});

Deno.test("a problem of the settings is told once, not for each variant", () => {
  const error = refusal(experimentWith({ epochs: 0, variants: { a: {}, b: { init: "zeros" } } }));
  assertEquals(error.message, "Cannot read epochs as 0: it must be at least 1");
});

Deno.test("keys and values never reach a terminal raw", () => {
  const message = refusal(experimentWith({ "\x1b[2Jkey": 1, epochs: "\x1b[2J" })).message;
  // deno-lint-ignore no-control-regex
  assertEquals(/[\x00-\x09\x0b-\x1f]/.test(message), false);
});
