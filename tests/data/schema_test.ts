import { assert, assertEquals } from "@std/assert";
import { dataSchema } from "../../src/data/schema.ts";

const csv = { type: "csv", path: "a.csv", target: "y" };
const xor = { type: "generated", shape: "xor" };
const inline = { type: "inline", inputs: [[1]], targets: [1] };

function problem(options: unknown): string {
  const { error } = dataSchema.safeParse(options);
  assert(error !== undefined, `${JSON.stringify(options)} was accepted`);
  return `${error.issues[0]!.path.join(".")}: ${error.issues[0]!.message}`;
}

Deno.test("Every type of data is accepted with the least that it needs, unchanged", () => {
  const arrays = { inputs: "x.npy", labels: "y.npy" };
  for (
    const options of [
      csv,
      { ...csv, path: undefined, train: "a.csv", test: "b.csv" },
      { type: "images", path: "pictures" },
      { type: "hdf5", train: "a.h5" },
      { type: "npz", path: "a.npz", inputs: { train: "a" }, labels: "b", classes: "c" },
      { type: "npy", train: arrays, test: arrays },
      inline,
      xor,
      { ...xor, split: { test: 0.5, validation: 0.4, stratify: true }, normalize: "auto" },
    ]
  ) {
    const plain = JSON.parse(JSON.stringify(options));
    assertEquals(dataSchema.parse(plain), plain);
  }
});

Deno.test("Unknown keys and names, and values out of range, are refused where they stand", () => {
  for (
    const [options, place] of [
      [{ ...csv, traget: "y" }, ""],
      [{ ...csv, type: "cvs" }, "type"],
      [{ ...csv, missing: "mode" }, "missing"],
      [{ ...csv, separator: "::" }, "separator"],
      [{ ...csv, normalize: "units" }, "normalize"],
      [{ ...csv, split: { test: 1 } }, "split.test"],
      [{ ...csv, split: { test: -0.1 } }, "split.test"],
      [{ ...xor, rows: 1 }, "rows"],
      [{ ...xor, noise: -1 }, "noise"],
      [{ ...xor, seed: 0.5 }, "seed"],
      [{ ...inline, inputs: [] }, "inputs"],
      [{ ...inline, inputs: [[NaN]] }, "inputs.0.0"],
    ] as const
  ) {
    assertEquals(problem(options).split(":")[0], place);
  }
});

Deno.test("Options that contradict each other are refused", () => {
  const together = "give either path, one file with all rows, or train with test or validation";
  assert(problem({ ...csv, train: "b.csv" }).includes(together));
  assert(problem({ ...csv, test: "b.csv" }).includes(together));
  assert(problem({ type: "hdf5", test: "b.h5" }).includes(together));
  assert(
    problem({ ...csv, split: { test: 0.5, validation: 0.5 } })
      .startsWith("split: validation and test together must be below 1"),
  );
  assert(problem({ ...xor, classes: 3 }).startsWith("classes: only spiral and blobs have more"));
  assert(
    problem({ ...xor, shape: "blobs", classes: 9, rows: 8 })
      .startsWith("rows: rows must be at least classes"),
  );
});
