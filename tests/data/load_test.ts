import { assert, assertEquals } from "@std/assert";
import { type DataOptions, loadData } from "../../src/data/mod.ts";
import { granted } from "../permissions.ts";
import { fixtures } from "./_folder.ts";

Deno.test({
  name: "Each type of data is read by its reader, into shared memory, with the same digest again",
  ignore: !granted("read"),
  async fn() {
    const all: DataOptions[] = [
      { type: "hdf5", train: "hdf5/train_pets.h5" },
      { type: "npz", path: "npz/parts.npz" },
      { type: "npy", train: { inputs: "npy/f4.npy", labels: "npy/bytes.npy" } },
      { type: "inline", inputs: [[1], [2]], targets: [0, 1] },
      { type: "generated", shape: "xor", rows: 8 },
    ];
    const digests = new Set<string>();
    for (const options of all) {
      const data = await loadData(options, { folder: fixtures });
      assert(data.parts.train.inputs.values.buffer instanceof SharedArrayBuffer);
      assert(data.parts.train.targets.values.buffer instanceof SharedArrayBuffer);
      assertEquals((await loadData(options, { folder: fixtures })).digest, data.digest);
      digests.add(data.digest);
    }
    assertEquals(digests.size, all.length);
  },
});
