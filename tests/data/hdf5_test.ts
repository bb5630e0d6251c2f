import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Hdf5Options } from "../../src/data/array_options.ts";
import { loadHdf5 } from "../../src/data/hdf5.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures, withFiles } from "./_folder.ts";

const ignore = !granted("read", "write");

function load(options: Omit<Hdf5Options, "type">, folder = fixtures) {
  return loadHdf5({ type: "hdf5", ...options }, { folder });
}

async function refused(options: Omit<Hdf5Options, "type">, message: string, folder = fixtures) {
  return await assertRejects(() => load(options, folder), ExperimentError, message);
}

Deno.test({
  name: "Inputs, labels and class names are found by the names of the datasets",
  ignore,
  async fn() {
    const data = await load({ train: "hdf5/train_pets.h5", test: "hdf5/test_pets.h5" });
    assertEquals(data.inputShape, [2, 2, 3]);
    assertEquals(data.classes, ["not a pet", "pet"]);
    const { train, test } = data.parts;
    assert(train.inputs.values instanceof Uint8Array);
    assertEquals([...train.inputs.values], Array.from({ length: 60 }, (_, i) => i));
    assertEquals([...train.targets.values], [0, 1, 1, 0, 1]);
    assertEquals([...test!.inputs.values.slice(0, 2)], [100, 101]);
    assertEquals([...test!.targets.values], [1, 0, 1]);
  },
});

Deno.test({
  name: "One file may hold all parts, in groups, compressed, with words as labels",
  ignore,
  async fn() {
    const { parts, classes, inputShape } = await load({ path: "hdf5/groups.h5" });
    assertEquals(inputShape, [3]);
    assertEquals(classes, ["a", "b", "c"]);
    const eighths = Array.from({ length: 12 }, (_, i) => i / 8);
    assertEquals([...parts.train.inputs.values], eighths);
    assertEquals([...parts.validation!.targets.values], [0, 0, 1]);
    assertEquals(parts.test, undefined);
  },
});

Deno.test({
  name: "Datasets may be named in the options, one for all files or one for each part",
  ignore,
  async fn() {
    const { parts } = await load({ path: "hdf5/odd.h5", inputs: "pixels", labels: "big" });
    assertEquals(parts.train.targets.columns, 5);
    const truth = await load({ path: "hdf5/odd.h5", inputs: "pixels", labels: "kinds" });
    assertEquals([...truth.parts.train.targets.values], [1, 0, 1, 1, 0]);
    const named = await load({
      path: "hdf5/groups.h5",
      inputs: { train: "data/x_train", test: "data/x_val" },
      labels: { train: "data/y_train", test: "data/y_val" },
    });
    assertEquals(named.parts.test!.inputs.rows, 1);
    assertEquals(named.parts.validation, undefined);
  },
});

Deno.test({
  name: "Without telling names, the datasets that there are are listed",
  ignore,
  async fn() {
    const error = await refused(
      { path: "hdf5/odd.h5" },
      "Cannot find the inputs in hdf5/odd.h5: " +
        "it has the arrays big, kinds, nothing, pairs, pixels",
    );
    assertEquals(error.remedy, "Name the array in data.inputs");
    await refused(
      { path: "hdf5/odd.h5", inputs: "pixles", labels: "kinds" },
      'Unknown array "pixles": did you mean "pixels"?',
    );
    await refused(
      { path: "hdf5/train_pets.h5", classes: "list_clases" },
      'Unknown array "list_clases": did you mean "list_classes"?',
    );
  },
});

Deno.test({
  name: "Datasets of records and empty ones are refused",
  ignore,
  async fn() {
    const path = "hdf5/odd.h5";
    await refused({ path, inputs: "pairs", labels: "kinds" }, 'Cannot use "pairs" in hdf5/odd.h5');
    await refused({ path, inputs: "nothing", labels: "kinds" }, 'Cannot use "nothing" in');
  },
});

Deno.test({
  name: "A truncated file, another kind of file and an empty one are refused with the reason",
  ignore,
  async fn() {
    const bytes = await Deno.readFile(`${fixtures}hdf5/groups.h5`);
    const files = { "cut.h5": bytes.slice(0, 9000), "text.h5": "no HDF5", "empty.h5": "" };
    await withFiles(files, async (folder) => {
      await refused({ path: "cut.h5" }, "Cannot read cut.h5 as HDF5: truncated file", folder);
      await refused({ path: "text.h5" }, "Cannot read text.h5 as HDF5: ", folder);
      await refused({ path: "empty.h5" }, "Cannot read empty.h5 as HDF5: ", folder);
      await refused({ path: "none.h5" }, "Cannot read data from none.h5", folder);
    });
  },
});

Deno.test({
  name: "Two loads at once do not get into each other's way",
  ignore,
  async fn() {
    const [a, b] = await Promise.all([
      load({ train: "hdf5/train_pets.h5" }),
      load({ path: "hdf5/groups.h5" }),
    ]);
    assertEquals(a.classes, ["not a pet", "pet"]);
    assertEquals(b.classes, ["a", "b", "c"]);
  },
});
