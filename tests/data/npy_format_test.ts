import { assert, assertEquals, assertThrows } from "@std/assert";
import { parseNpy } from "../../src/data/npy_format.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures } from "./_folder.ts";

const ignore = !granted("read");

/** A file of format 1.0 with this header and body. */
function npy(header: string, body: number[], version = 1): Uint8Array {
  const text = new TextEncoder().encode(header + "\n");
  const length = [text.length & 255, text.length >> 8, ...(version === 1 ? [] : [0, 0])];
  return Uint8Array.from([
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    version,
    0,
    ...length,
    ...text,
    ...body,
  ]);
}

function header(descr: string, shape: string, order = "False"): string {
  return `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }`;
}

function refused(bytes: Uint8Array, message: string) {
  const error = assertThrows(() => parseNpy(bytes, { file: "a.npy" }), ExperimentError, message);
  assertEquals(error.file, "a.npy");
  assert(error.remedy !== undefined);
}

Deno.test({
  name: "Arrays of every type, byte order, layout and format version are what NumPy saved",
  ignore,
  async fn() {
    const expected = JSON.parse(await Deno.readTextFile(`${fixtures}expected.json`));
    let compared = 0;
    for (const { name: file } of Deno.readDirSync(`${fixtures}npy`)) {
      const name = file.replace(/\.npy$/, "");
      const recorded = expected[name];
      if (recorded === undefined || name === "half") continue;
      const { shape, values } = parseNpy(await Deno.readFile(`${fixtures}npy/${file}`), { file });
      assertEquals(shape, recorded.shape, name);
      const shown = Array.from<unknown, unknown>(values, (value) => {
        if (recorded.kind === "b") return value === 1;
        return "iu".includes(recorded.kind) ? String(value) : value;
      });
      assertEquals(shown, recorded.values, name);
      compared += 1;
    }
    assertEquals(compared, 25);
  },
});

Deno.test({
  name: "Truth values are told apart from bytes",
  ignore,
  async fn() {
    const read = async (name: string) =>
      parseNpy(await Deno.readFile(`${fixtures}npy/${name}.npy`), { file: name });
    assertEquals((await read("bool")).truth, true);
    assertEquals((await read("u1")).truth, undefined);
  },
});

Deno.test({
  name: "Arrays of other types are refused with the types that are read",
  ignore,
  async fn() {
    for (const [name, type] of [["half", "<f2"], ["object", "|O"], ["record", "a record"]]) {
      refused(
        await Deno.readFile(`${fixtures}npy/${name}.npy`),
        `Cannot read a.npy as an array: values of type ${type} are not supported. One of: bool`,
      );
    }
  },
});

Deno.test("A shape that needs more or fewer bytes than there are is refused", () => {
  assertEquals(
    parseNpy(npy(header("|u1", "2,"), [7, 9]), { file: "" }).values,
    Uint8Array.of(7, 9),
  );
  refused(npy(header("|u1", "3,"), [7, 9]), "shape (3) needs 3 bytes and there are 2");
  refused(npy(header("|u1", "1,"), [7, 9]), "shape (1) needs 1 bytes and there are 2");
  refused(
    npy(header("<f8", "99999999999, 99999999999"), [7, 9]),
    "shape (99999999999, 99999999999) needs",
  );
});

Deno.test("What does not start like an array, or ends within its header, is refused", () => {
  const whole = npy(header("|u1", "2,"), [7, 9]);
  refused(new TextEncoder().encode("PK not an array"), "it does not start like an array");
  refused(new Uint8Array(0), "it does not start like an array");
  for (const length of [9, 30]) refused(whole.slice(0, length), "it ends within its header");
  refused(npy(header("|u1", "2,"), [7, 9], 4), "its format has version 4.0");
  refused(npy("{'descr': '|u1'}", [1]), "its header is not one of an array");
});
