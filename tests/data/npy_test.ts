import { assertEquals, assertRejects } from "@std/assert";
import { loadNpy } from "../../src/data/npy.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures, withFiles } from "./_folder.ts";

Deno.test({
  name: "Inputs and labels are read from a file each, for each part",
  ignore: !granted("read"),
  async fn() {
    const part = { inputs: "npy/words_rows.npy", labels: "npy/bool.npy" };
    const files = { inputs: "npy/f4.npy", labels: "npy/bytes.npy" };
    const data = await loadNpy({ type: "npy", train: files, test: files }, { folder: fixtures });
    assertEquals(data.inputShape, [3]);
    assertEquals(data.classes, ["cat", "doggy"]);
    assertEquals([...data.parts.test!.targets.values], [0, 1]);
    await assertRejects(
      () => loadNpy({ type: "npy", train: part }, { folder: fixtures }),
      ExperimentError,
      "Cannot read data from npy/words_rows.npy",
    );
  },
});

Deno.test({
  name: "An empty file is refused by its name",
  ignore: !granted("read", "write"),
  async fn() {
    const train = { inputs: "x.npy", labels: "y.npy" };
    await withFiles({ "x.npy": "" }, (folder) =>
      assertRejects(
        () => loadNpy({ type: "npy", train }, { folder }),
        ExperimentError,
        "Cannot read x.npy: the file is empty",
      ));
  },
});
