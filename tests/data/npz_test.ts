import { assertEquals, assertRejects } from "@std/assert";
import type { NpzOptions } from "../../src/data/array_options.ts";
import { loadNpz } from "../../src/data/npz.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures, withFiles } from "./_folder.ts";

const ignore = !granted("read", "write");

function load(path: string, options: Partial<NpzOptions> = {}) {
  return loadNpz({ type: "npz", path, ...options }, { folder: fixtures });
}

async function refusedBytes(bytes: Uint8Array, message: string) {
  await withFiles({ "a.npz": bytes }, (folder) =>
    assertRejects(
      () => loadNpz({ type: "npz", path: "a.npz" }, { folder }),
      ExperimentError,
      message,
    ));
}

Deno.test({
  name: "Parts are found by the names of the arrays",
  ignore,
  async fn() {
    const { parts, inputShape, classes } = await load("npz/parts.npz");
    assertEquals(inputShape, [2, 2, 3]);
    assertEquals(classes, ["0", "1", "2"]);
    assertEquals(parts.train.inputs.rows, 5);
    assertEquals([...parts.test!.inputs.values.slice(0, 3)], [100, 101, 102]);
    assertEquals([...parts.test!.targets.values], [1, 0, 0, 0, 1, 0]);
  },
});

Deno.test({
  name: "A compressed file is read; floats are a regression",
  ignore,
  async fn() {
    const { parts, classes } = await load("npz/whole.npz");
    assertEquals(classes, undefined);
    const row = Array.from({ length: 2000 }, (_, i) => i % 7 * 0.5);
    assertEquals([...parts.train.inputs.values.slice(2000, 4000)], row);
    assertEquals([...parts.train.targets.values], [1.5, -2, 0.25]);
  },
});

Deno.test({
  name: "Arrays may be named in the options, and classes too",
  ignore,
  async fn() {
    const data = await load("npz/other_names.npz", {
      inputs: "pixels",
      labels: "kinds",
      classes: ["a", "b", "c"],
    });
    assertEquals(data.classes, ["a", "b", "c"]);
    assertEquals(data.parts.test, undefined);
  },
});

Deno.test({
  name: "Without telling names, the arrays that there are are listed",
  ignore,
  async fn() {
    await assertRejects(
      () => load("npz/other_names.npz"),
      ExperimentError,
      "Cannot find the inputs in npz/other_names.npz: it has the arrays kinds, pixels",
    );
    await assertRejects(
      () => load("npz/other_names.npz", { inputs: "pixel" }),
      ExperimentError,
      'Unknown array "pixel": did you mean "pixels"? One of: kinds, pixels',
    );
  },
});

Deno.test({
  name: "A damaged archive is refused",
  ignore,
  async fn() {
    const bytes = await Deno.readFile(`${fixtures}npz/parts.npz`);
    await refusedBytes(bytes.slice(0, 900), "it is not a whole zip archive");
    await refusedBytes(new Uint8Array(0), "it is not a whole zip archive");
    await refusedBytes(new TextEncoder().encode("no archive".repeat(9)), "not a whole zip archive");
    const flipped = bytes.slice();
    flipped[200]! ^= 1;
    await refusedBytes(flipped, '"x_train.npy" in it is damaged: its checksum is wrong');
  },
});

Deno.test({
  name: "An archive that claims an impossible size is refused before anything is unpacked",
  ignore,
  async fn() {
    const bytes = await Deno.readFile(`${fixtures}npz/whole.npz`);
    const view = new DataView(bytes.buffer);
    let entry = bytes.length - 22;
    while (view.getUint32(entry, true) !== 0x02014b50) entry -= 1;
    view.setUint32(entry + 24, 0xfffffff0, true);
    await refusedBytes(bytes, '"y.npy" in it cannot have the 4294967280 bytes it is said to');
  },
});
