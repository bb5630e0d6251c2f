import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parse } from "@std/csv";
import fc from "fast-check";
import { crc32, deflateRawSync } from "node:zlib";
import { CsvFault, maximumCsvColumns, readRecords } from "../../src/data/csv_records.ts";
import { parseNpy } from "../../src/data/npy_format.ts";
import { readRegularFile } from "../../src/data/regular_file.ts";
import { unzip } from "../../src/data/zip.ts";
import { decodePng } from "../../src/data/images/png.ts";
import { readJpeg } from "../../src/data/images/jpeg.ts";
import { PictureFault } from "../../src/data/images/fault.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures, withFiles } from "./_folder.ts";

const encode = (text: string) => new TextEncoder().encode(text);

Deno.test({
  name: "A device, a pipe and a file over the bound are refused before they are opened",
  ignore: !granted("read", "write", "run") || Deno.build.os === "windows",
  async fn() {
    await withFiles({ "a.csv": "1,2,3\n" }, async (folder) => {
      const pipe = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      for (const path of ["/dev/zero", pipe]) {
        const message = `Cannot read ${path}: it is a device or a pipe, not a file`;
        await assertRejects(() => readRegularFile(path, { file: path }), ExperimentError, message);
      }
      const read = (limit: number) => readRegularFile(`${folder}/a.csv`, { file: "a.csv", limit });
      assertEquals((await read(6)).length, 6);
      await assertRejects(() => read(5), ExperimentError, "it has 6 bytes, and at most 5 are read");
    });
  },
});

Deno.test("Records of a CSV file are those of the standard library's reader", () => {
  const piece = fc.constantFrom("a", ",", '"', '""', "\n", "\r\n", "\r", " ", "é", '"x"', ",,");
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (text) => {
      let expected: string[][] | undefined;
      try {
        expected = parse(text);
      } catch {
        expected = undefined;
      }
      const read = () => readRecords(encode(text), { separator: "," }).map(({ fields }) => fields);
      if (expected === undefined) assertThrows(read, CsvFault);
      else assertEquals(read(), expected);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

Deno.test("A CSV file of too many columns or fields, or with a quote left open, is refused", () => {
  const refused = (text: string, message: string, fields?: number) => {
    const options = { separator: ",", ...(fields === undefined ? {} : { fields }) };
    return assertThrows(() => readRecords(encode(text), options), CsvFault, message);
  };
  const wide = ",".repeat(maximumCsvColumns - 1);
  assertEquals(readRecords(encode(wide), { separator: "," })[0]!.fields.length, maximumCsvColumns);
  assertEquals(refused(`a\n${wide},`, "it has more than 100000 columns").line, 2);
  refused(`"",${wide}`, "it has more than 100000 columns");
  refused("1,2\n3,4\n5,6\n", "it has more than 5 fields", 5);
  refused(`1,"${"2\n".repeat(500_001)}`, "a field has more than 1000000 characters");
});

/** An `.npy` of version 1.0 with this header. */
function npyOf(header: string, data = new Uint8Array()): Uint8Array {
  const text = encode(header);
  const start = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length % 256, text.length >> 8];
  return Uint8Array.from([...start, ...text, ...data]);
}

Deno.test("An array of more than its bytes, its dimensions or its letters allow is refused", () => {
  const refused = (descr: string, shape: string, message: string) => {
    const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
    const read = () => parseNpy(npyOf(header), { file: "a.npy" });
    assertThrows(read, ExperimentError, `Cannot read a.npy as an array: ${message}`);
  };
  refused("<f8", "1099511627776,", "shape (1099511627776) needs 8796093022208 bytes");
  refused("<U0", "1000000000000000,", "its words have no letters");
  refused("|u1", "0, ".repeat(65), "it has 65 dimensions, over 64");
});

/** A zip archive of one deflated file, `copies` times in its directory. */
function archive(content: Uint8Array, { size = content.length, copies = 1 } = {}) {
  const packed = new Uint8Array(deflateRawSync(content));
  const [local, end] = [new Uint8Array(31), new Uint8Array(22)];
  const directory = Array.from({ length: copies }, (_, i) => {
    const entry = new Uint8Array(51);
    const view = new DataView(entry.buffer);
    view.setUint32(0, 0x02014b50, true);
    view.setUint16(10, 8, true);
    view.setUint32(16, crc32(content), true);
    view.setUint32(20, packed.length, true);
    view.setUint32(24, size, true);
    view.setUint16(28, 5, true);
    entry.set(encode(String(10_000 + i)), 46);
    return [...entry];
  }).flat();
  new DataView(local.buffer).setUint32(0, 0x04034b50, true);
  new DataView(local.buffer).setUint16(26, 1, true);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(10, copies, true);
  view.setUint32(16, 31 + packed.length, true);
  return Uint8Array.from([...local, ...packed, ...directory, ...end]);
}

Deno.test("An archive is unpacked file by file; a bomb is refused before it is", async () => {
  const zeros = new Uint8Array(2_000_000);
  const files = await unzip(archive(zeros), "a.npz");
  assertEquals(files.get("10000")!(), zeros);
  const refused = (bytes: Uint8Array<ArrayBuffer>, message: string) =>
    assertRejects(() => unzip(bytes, "a.npz"), ExperimentError, `Cannot read a.npz: ${message}`);
  await refused(archive(zeros, { size: 4e9 }), '"10000" in it cannot have the 4000000000 bytes');
  // The same bytes again and again: 400 MB in 22 KB.
  await refused(
    archive(zeros, { copies: 200 }),
    "it unpacks to 400000000 bytes, over 268435456 and more than 200 times its size",
  );
  await refused(archive(zeros, { copies: 4000 }), "it holds 8000000000 bytes, and at most");
  const damaged = await unzip(archive(zeros, { size: 1_999_999 }), "a.npz");
  assertThrows(() => damaged.get("10000")!(), ExperimentError, "its checksum is wrong");
});

Deno.test("Pictures of endless chunks and segments are refused", () => {
  const empty = new Uint8Array(12);
  empty.set(encode("IDAT"), 4);
  new DataView(empty.buffer).setUint32(8, crc32(encode("IDAT")));
  const header = Uint8Array.fromHex("89504e470d0a1a0a0000000d4948445200000001000000010800000000");
  const head = new Uint8Array(33 + 12 * 100_001);
  head.set(header);
  new DataView(head.buffer).setUint32(29, crc32(head.subarray(12, 29)));
  for (let i = 33; i < head.length; i += 12) head.set(empty, i);
  assertThrows(() => decodePng(head), PictureFault, "it has more than 100000 chunks");

  const jpeg = new Uint8Array(2 + 4 * 10_002);
  jpeg.set([0xff, 0xd8]);
  for (let i = 2; i < jpeg.length; i += 4) jpeg.set([0xff, 0xc4, 0, 2], i);
  assertThrows(() => readJpeg(jpeg), PictureFault, "it has more than 10000 segments");
});

Deno.test({
  name: "An HDF5 file that the library never comes back from is refused in time",
  ignore: !granted("read", "write", "run"),
  async fn() {
    const bytes = await Deno.readFile(`${fixtures}hdf5/groups.h5`);
    for (const [place, value] of [[714, 1], [9168, 0], [9176, 0], [9184, 0]] as const) {
      bytes[place] = value;
    }
    await withFiles({ "loop.h5": bytes }, async (folder) => {
      const child = new URL("./_hdf5_child.ts", import.meta.url).pathname;
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-q", "--no-check", "--allow-read", child, `${folder}/loop.h5`],
      }).output();
      const said = new TextDecoder().decode(stdout);
      assert(/as HDF5: it is not read after \d+ s, so it is damaged/.test(said), said);
    });
  },
});
