import { assert, assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import { deflateSync } from "node:zlib";
import { decodePicture } from "../../../src/data/images.ts";
import { ExperimentError } from "../../../src/errors.ts";
import { granted } from "../../permissions.ts";
import { fixture, fixtures, largestDifference, pngOf } from "./fixtures.ts";

const ignore = !granted("read");
const file = "photos/cat.1.jpg";

/** libjpeg smooths colours that are stored coarser than pixels; the decoder here repeats them. */
const coarseColours = ["subsampled.jpg", "odd_size.jpg"];

/** The error of a picture that cannot be read. */
async function refusal(bytes: Uint8Array): Promise<ExperimentError> {
  const error = await assertRejects(
    () => decodePicture(bytes, { file, size: [4, 4] }),
    ExperimentError,
  );
  assertEquals(error.file, file);
  assert(error.message.startsWith(`Cannot read the picture ${file}: `), error.message);
  return error;
}

async function refusedBecause(bytes: Uint8Array, reason: string): Promise<void> {
  assertEquals((await refusal(bytes)).message, `Cannot read the picture ${file}: ${reason}`);
}

/** Some thousand changed copies: shortened, overwritten, shifted. */
function* mutations(source: Uint8Array, count: number): Generator<Uint8Array> {
  let state = 1;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * n);
  };
  for (let i = 0; i < count; i++) {
    const bytes = source.slice(0, i % 3 === 0 ? below(source.length) : source.length);
    if (i % 3 === 1) bytes.copyWithin(below(bytes.length), below(bytes.length), bytes.length - 3);
    for (let k = 0; k < 3 && bytes.length > 0; k++) bytes[below(bytes.length)] = below(256);
    yield bytes;
  }
}

Deno.test({
  name: "pictures of every colour model, depth and orientation are read as they look",
  ignore,
  async fn(test) {
    assert(Object.keys(fixtures).length > 40);
    for (const [name, { size, rgb }] of Object.entries(fixtures)) {
      const tolerance = name.endsWith(".png") ? 0 : coarseColours.includes(name) ? 10 : 3;
      await test.step(`${name} to within ${tolerance}`, async () => {
        const seen = await decodePicture(fixture(name), { file: name, size });
        assertLessOrEqual(largestDifference(seen, Uint8Array.fromBase64(rgb)), tolerance);
      });
    }
  },
});

Deno.test({
  name: "a turned picture is resized as it looks, not as it is stored",
  ignore,
  async fn() {
    const size = [6, 4] as const;
    const upright = await decodePicture(fixture("orientation1.jpg"), { file, size: [4, 6] });
    const turned = await decodePicture(fixture("orientation6.jpg"), { file, size });
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 4; x++) {
        // Turned clockwise: the upper right corner was the upper left one.
        const from = 3 * ((3 - x) * 6 + y);
        const to = 3 * (y * 4 + x);
        assertEquals(turned.slice(to, to + 3), upright.slice(from, from + 3));
      }
    }
  },
});

for (const name of ["baseline.jpg", "progressive.jpg", "restarts.jpg", "rgb8.png"]) {
  Deno.test({
    name: `${name} cut off anywhere is refused`,
    ignore,
    async fn() {
      const whole = fixture(name);
      for (let length = 0; length < whole.length; length++) {
        const { message } = await refusal(whole.subarray(0, length));
        if (length > 100) assert(message.includes("is cut off"), message);
      }
    },
  });
}

Deno.test({
  name: "a PNG with any byte changed is refused",
  ignore,
  async fn() {
    const whole = fixture("palette4_alpha.png");
    for (let i = 0; i < whole.length; i++) {
      const changed = whole.slice();
      changed[i]! ^= 0x20;
      await refusal(changed);
    }
  },
});

Deno.test({
  name: "a damaged JPEG is refused or read, and never anything else",
  ignore,
  async fn() {
    for (const name of ["odd_size.jpg", "progressive.jpg"]) {
      for (const bytes of mutations(fixture(name), 400)) {
        try {
          const row = await decodePicture(bytes, { file, size: [3, 5] });
          assertEquals(row.length, 45);
        } catch (error) {
          assert(error instanceof ExperimentError, String(error));
          assertEquals(error.file, file);
        }
      }
    }
  },
});

Deno.test({
  name: "a JPEG that declares more than its data can hold is refused before it is decoded",
  ignore,
  async fn() {
    const changed = fixture("baseline.jpg");
    const frame = changed.findIndex((byte, i) => byte === 0xff && changed[i + 1] === 0xc0);
    const view = new DataView(changed.buffer);
    view.setUint16(frame + 5, 9000);
    view.setUint16(frame + 7, 9000);
    const { message } = await refusal(changed);
    assert(message.endsWith("bytes of data are too few for 9000 x 9000 pixels"), message);
    view.setUint16(frame + 5, 60_000);
    view.setUint16(frame + 7, 60_000);
    await refusedBecause(
      changed,
      "it declares 60000 x 60000 pixels; at most 100 megapixels and 30000 pixels a side are decoded",
    );
  },
});

Deno.test({
  name: "JPEGs whose colours would come out wrong are refused",
  ignore,
  async fn() {
    const whole = fixture("baseline.jpg");
    const adobe = [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, 0];
    await refusedBecause(
      Uint8Array.from([...whole.subarray(0, 2), ...adobe, ...whole.subarray(2)]),
      "it is a JPEG of red, green and blue, which is not supported",
    );
  },
});

Deno.test("a PNG of 100,000 x 100,000 pixels is refused by its header", async () => {
  await refusedBecause(
    pngOf([100_000, 100_000], new Uint8Array(10)),
    "it declares 100000 x 100000 pixels; at most 100 megapixels and 30000 pixels a side are decoded",
  );
});

Deno.test("a decompression bomb is stopped at the size that its header declares", async () => {
  const bomb = new Uint8Array(deflateSync(new Uint8Array(20_000_000)));
  await refusedBecause(pngOf([2, 2], bomb), "it holds more data than its header declares");
});

Deno.test("a PNG with too little data for its header is refused", async () => {
  const short = new Uint8Array(deflateSync(new Uint8Array(13)));
  await refusedBecause(pngOf([2, 2], short), "it holds less data than its header declares");
  await refusedBecause(pngOf([9000, 9000], short), "it holds less data than its header declares");
});

Deno.test("compressed data and filters that make no sense are refused", async () => {
  await refusedBecause(pngOf([2, 2], Uint8Array.of(1, 2, 3, 4)), "its compressed data is damaged");
  const filters = new Uint8Array(deflateSync(new Uint8Array(14).fill(9)));
  await refusedBecause(pngOf([2, 2], filters), "its data is damaged: it names filter 9");
});

Deno.test("other formats are named, and what is no picture is said to be none", async () => {
  const text = (value: string) => Uint8Array.from(value, (letter) => letter.charCodeAt(0));
  await refusedBecause(
    text("GIF89a..........."),
    "it is a GIF picture, and only JPEG and PNG are read",
  );
  await refusedBecause(
    text("RIFF....WEBPVP8 "),
    "it is a WebP picture, and only JPEG and PNG are read",
  );
  await refusedBecause(text("hello"), "it is neither a JPEG nor a PNG picture");
  await refusedBecause(new Uint8Array(), "the file is empty");
});
