import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { type DataOptions, loadData, overrideData } from "../../src/data/mod.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures, withFiles } from "./_folder.ts";

const ignore = !granted("read", "write");

const pictures: DataOptions = {
  type: "images",
  train: "./drawn/train",
  test: "./drawn/test",
  size: [32, 32],
  normalize: "unit",
  classes: { "non-cat": ["dog", "other"], cat: ["cat"] },
};
const table: DataOptions = {
  type: "csv",
  path: "./weather.csv",
  target: "Rain",
  features: ["Humidity"],
  missing: "mean",
  split: { test: 0.3, validation: 0.1, stratify: true },
  normalize: "standardize",
};

/** What an experiment in the folder `experiments` beside the files would get. */
function override(
  base: DataOptions,
  files: Record<string, string | Uint8Array>,
  path = "data",
): Promise<DataOptions> {
  return withFiles(
    files,
    (folder) => overrideData(base, join(folder, path), { folder: join(folder, "experiments") }),
  );
}

async function refused(files: Record<string, string>, path: string, message: string) {
  const error = await assertRejects(() => override(table, files, path), ExperimentError, message);
  assert(error.remedy !== undefined);
}

const pets = () => Deno.readFile(`${fixtures}hdf5/train_pets.h5`);
const picture = "the content is not looked at";

Deno.test({
  name: "A folder of HDF5 files is used by their names, and split no further",
  ignore,
  async fn() {
    const files = { "data/train_pets.h5": await pets(), "data/test_pets.h5": await pets() };
    assertEquals(await override(pictures, files), {
      type: "hdf5",
      train: "../data/train_pets.h5",
      test: "../data/test_pets.h5",
    });
    assertEquals((await override(table, files)).split, { validation: 0.1, stratify: true });
  },
});

Deno.test({
  name: "What is returned can be loaded from the experiment's folder",
  ignore,
  async fn() {
    const folder = join(fixtures, "experiments");
    const options = await overrideData(table, join(fixtures, "npz/parts.npz"), { folder });
    assertEquals(options, {
      type: "npz",
      path: "../npz/parts.npz",
      split: { validation: 0.1, stratify: true },
      normalize: "standardize",
    });
    assertEquals((await loadData(options, { folder })).parts.test!.inputs.rows, 2);
  },
});

Deno.test({
  name: "For a part that only the experiment's data has, a fifth is split off",
  ignore,
  async fn() {
    const options = await override(pictures, { "data.h5": await pets() }, "data.h5");
    assertEquals(options, { type: "hdf5", path: "../data.h5", split: { test: 0.2 } });
  },
});

Deno.test({
  name: "A CSV file keeps the columns of a CSV experiment, and has its target last otherwise",
  ignore,
  async fn() {
    const files = { "w.csv": "Humidity,Rain,Town\n1,2,3\n" };
    assertEquals(await override(table, files, "w.csv"), { ...table, path: "../w.csv" });
    assertEquals(await override(pictures, files, "w.csv"), {
      type: "csv",
      path: "../w.csv",
      target: "Town",
      split: { test: 0.2 },
    });
  },
});

Deno.test({
  name: "A folder of two CSV files is train and test, of one that file",
  ignore,
  async fn() {
    const files = { "data/train.csv": "a,y\n1,2\n", "data/test.csv": "a,y\n1,2\n" };
    const { split, ...options } = await override(table, files);
    assertEquals(split, { validation: 0.1, stratify: true });
    const { path: _, split: __, ...kept } = table as typeof table & { path: string };
    assertEquals(options, { ...kept, train: "../data/train.csv", test: "../data/test.csv" });
    const one = await override(table, { "data/all.csv": "a,y\n1,2\n" });
    assertEquals(one, { ...table, path: "../data/all.csv" });
  },
});

Deno.test({
  name: "A folder of pictures with labels in their names keeps the labels of classes that occur",
  ignore,
  async fn() {
    const cats = { "data/cat.1.jpg": picture, "data/dog.2.jpg": picture };
    assertEquals(await override(pictures, cats), {
      type: "images",
      path: "../data",
      size: [32, 32],
      classes: { "non-cat": ["dog"], cat: ["cat"] },
      normalize: "unit",
      split: { test: 0.2 },
    });
    const birds = { ...cats, "data/bird.3.jpg": picture, "data/labels.csv": "a,y\n1,2\n" };
    assertEquals(await override(pictures, birds), {
      type: "images",
      path: "../data",
      size: [32, 32],
      normalize: "unit",
      split: { test: 0.2 },
    });
  },
});

Deno.test({
  name: "Folders of pictures may be parts with class folders in them, or class folders",
  ignore,
  async fn() {
    const parts = {
      "data/train/cat/1.png": picture,
      "data/train/dog/1.png": picture,
      "data/test/cat/1.png": picture,
    };
    assertEquals(await override(pictures, parts), {
      ...pictures,
      train: "../data/train",
      test: "../data/test",
      classes: { "non-cat": ["dog"], cat: ["cat"] },
    });
    const classes = { "data/cat/1.png": picture, "data/dog/1.png": picture };
    assertEquals(await override(table, classes), {
      type: "images",
      path: "../data",
      split: { test: 0.3, validation: 0.1, stratify: true },
      normalize: "standardize",
    });
  },
});

Deno.test({
  name: "A folder of .npy files is used by their names",
  ignore,
  async fn() {
    const files = { "data/x_train.npy": "", "data/y_train.npy": "", "data/x_test.npy": "" };
    await refused(files, "data", "Cannot find the labels in");
    assertEquals(await override(pictures, { ...files, "data/y_test.npy": "" }), {
      type: "npy",
      train: { inputs: "../data/x_train.npy", labels: "../data/y_train.npy" },
      test: { inputs: "../data/x_test.npy", labels: "../data/y_test.npy" },
    });
  },
});

Deno.test({
  name: "Nothing at the path, other kinds of files and files without telling names are refused",
  ignore,
  async fn() {
    await refused({}, "nothing", "there is nothing at this path");
    await refused(
      { "a.txt": "" },
      "a.txt",
      "it is neither a folder nor a file that ends with .csv",
    );
    await refused({ "a.txt": "" }, "a.txt/b", "there is nothing at this path");
    const files = { "data/a.csv": "", "data/b.csv": "" };
    await refused(files, "data", "holds the train rows: a.csv or b.csv");
    const twice = { "data/train1.h5": "", "data/train_2.h5": "" };
    await refused(twice, "data", "holds the train rows: train1.h5 or train_2.h5");
  },
});
