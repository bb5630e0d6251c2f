import { assertEquals, assertRejects } from "@std/assert";
import { deflateSync } from "node:zlib";
import { type ImagesOptions, loadImages } from "../../src/data/images.ts";
import { decodeAll } from "../../src/data/images/pool.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixture, pngOf } from "./images/fixtures.ts";

const ignore = !granted("read", "write");
const size: [number, number] = [3, 4];

/** Acts on a folder with these files: names of recorded pictures, or contents. */
async function withFiles(
  files: Record<string, string | Uint8Array>,
  act: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = `${folder}/${name}`;
      await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      await Deno.writeFile(path, typeof content === "string" ? fixture(content) : content);
    }
    await act(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const twoClasses = {
  "train/dog/b.png": "rgb8.png",
  "train/dog/a.jpg": "baseline.jpg",
  "train/cat/c.png": "rgba8.png",
  "test/dog/x.png": "grey8_13.png",
};

function load(folder: string, options: Omit<ImagesOptions, "type">, cache?: string) {
  return loadImages({ type: "images", size, ...options }, {
    folder,
    ...(cache === undefined ? {} : { cache }),
  });
}

async function refusal(folder: string, options: Omit<ImagesOptions, "type">) {
  return await assertRejects(() => load(folder, options), ExperimentError);
}

function test(
  name: string,
  files: Record<string, string | Uint8Array>,
  act: (folder: string) => Promise<void>,
) {
  Deno.test({ name, ignore, fn: () => withFiles(files, act) });
}

test("rows are in the order of paths, with labels, names and bytes", twoClasses, async (folder) => {
  const data = await load(folder, { train: "train", test: "./test/" });
  const { train, test } = data.parts;
  assertEquals(data.inputShape, [3, 4, 3]);
  assertEquals(data.classes, ["cat", "dog"]);
  assertEquals(train.names, ["cat/c.png", "dog/a.jpg", "dog/b.png"]);
  assertEquals([...train.targets.values], [0, 1, 1]);
  assertEquals(train.inputs.values instanceof Uint8Array, true);
  assertEquals([train.inputs.rows, train.inputs.columns], [3, 36]);
  assertEquals(train.inputs.values.length, 108);
  assertEquals(test!.names, ["dog/x.png"]);
  assertEquals([...test!.targets.values], [1]);
  assertEquals(data.parts.validation, undefined);
});

test("one folder with names as labels is read from path too", {
  "cat.1.jpg": "baseline.jpg",
  "cow.1.jpg": "grey.jpg",
  "dog.1.jpg": "cmyk.jpg",
}, async (folder) => {
  const { classes, parts } = await load(folder, { path: "." });
  assertEquals(classes, ["cat", "cow", "dog"]);
  assertEquals([...parts.train.targets.values], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test("the digest changes with a pixel, the size and the classes, not with the folder", {
  ...twoClasses,
  "moved/dog/b.png": "rgb8.png",
  "moved/dog/a.jpg": "baseline.jpg",
  "moved/cat/c.png": "rgba8.png",
  "other/dog/b.png": "rgb16.png",
  "other/dog/a.jpg": "baseline.jpg",
  "other/cat/c.png": "rgba8.png",
}, async (folder) => {
  const { digest } = await load(folder, { train: "train" });
  assertEquals((await load(folder, { train: "moved" })).digest, digest);
  const others = await Promise.all([
    load(folder, { train: "other" }),
    load(folder, { train: "train", size: [4, 3] }),
    load(folder, { train: "train", resize: "cover" }),
    load(folder, { train: "train", classes: { dog: ["dog"], cat: ["cat"] } }),
  ]);
  assertEquals(new Set([digest, ...others.map((other) => other.digest)]).size, 5);
});

test("what is known to lie beside pictures is passed over", {
  ...twoClasses,
  "train/.hidden/x.png": new Uint8Array(3),
  "train/__MACOSX/cat/._c.png": new Uint8Array(3),
  "train/cat/.DS_Store": new Uint8Array(3),
  "train/cat/Thumbs.db": new Uint8Array(3),
  "train/README.md": new Uint8Array(3),
}, async (folder) => {
  assertEquals((await load(folder, { train: "train" })).parts.train.inputs.rows, 3);
});

test("a picture is known by its content, not by its name", {
  "train/cat/really_a_png.jpg": "rgb8.png",
  "train/dog/no_extension": "rgb8.png",
}, async (folder) => {
  const { inputs } = (await load(folder, { train: "train" })).parts.train;
  assertEquals(inputs.values.subarray(0, 36), inputs.values.subarray(36));
});

test("a file that is no picture is an error that names it", {
  ...twoClasses,
  "train/cat/notes.pdf": new TextEncoder().encode("%PDF-1.4"),
}, async (folder) => {
  const error = await refusal(folder, { train: "train" });
  assertEquals(
    error.message,
    "Cannot read the picture train/cat/notes.pdf: it is neither a JPEG nor a PNG picture",
  );
  assertEquals(error.file, "train/cat/notes.pdf");
});

test("missing folders, files and folders without pictures are errors that name them", {
  ...twoClasses,
  "empty/notes.txt": new Uint8Array(3),
  "train/bird/notes.txt": new Uint8Array(3),
}, async (folder) => {
  const messages: string[] = [];
  for (const train of ["none", "train/dog/b.png", "empty", "train"]) {
    const { message, remedy } = await refusal(folder, { train });
    assertEquals(typeof remedy, "string");
    messages.push(message);
  }
  assertEquals(messages, [
    `Cannot read data from none (${folder}/none): there is nothing at this path`,
    "Cannot read pictures from train/dog/b.png: it is a file",
    "Cannot find any picture in empty",
    "Cannot find any picture in the class folder train/bird",
  ]);
});

Deno.test({
  name: "a folder that is a link into itself is an error",
  ignore: ignore || Deno.build.os === "windows",
  fn: () =>
    withFiles(twoClasses, async (folder) => {
      // Without a path given, Deno wants all of both permissions for a link.
      await Deno.symlink(`${folder}/train`, `${folder}/train/cat/again`);
      const { message } = await refusal(folder, { train: "train" });
      assertEquals(message.endsWith("folders are nested more than 16 deep"), true);
    }),
});

test(
  "the second load comes from the cache, and a damaged cache does no harm",
  twoClasses,
  async (folder) => {
    const cache = `${folder}/cache`;
    const steps: number[] = [];
    const context = { folder, cache, progress: (done: number) => void steps.push(done) };
    const options = { type: "images", train: "train", size } as const;
    const first = await loadImages(options, context);
    assertEquals(steps, [1, 2, 3]);
    const second = await loadImages(options, context);
    assertEquals(steps, [1, 2, 3, 3]);
    assertEquals(second, first);
    for (const { name } of Deno.readDirSync(cache)) Deno.writeTextFileSync(`${cache}/${name}`, "x");
    assertEquals(await loadImages(options, context), first);
    assertEquals(steps.length, 7);
    assertEquals(await load(folder, { train: "train" }), first);
  },
);

test("a changed picture is decoded again", twoClasses, async (folder) => {
  const cache = `${folder}/cache`;
  const before = await load(folder, { train: "train" }, cache);
  await Deno.writeFile(`${folder}/train/cat/c.png`, fixture("rgb16.png"));
  const after = await load(folder, { train: "train" }, cache);
  assertEquals(after, await load(folder, { train: "train" }));
  assertEquals(after.digest === before.digest, false);
});

/** Enough pictures to keep three workers busy. */
const many = Array.from({ length: 30 }, (_, i) => ({
  name: `p${i}.img`,
  content: ["baseline.jpg", "rgb8.png", "orientation6.jpg", "palette4.png"][i % 4]!,
}));

function jobsIn(folder: string) {
  return many.map(({ name }, row) => ({
    row,
    picture: { name, file: name, path: `${folder}/${name}`, bytes: 1 },
  }));
}

test(
  "workers write the same bytes, however many there are",
  Object.fromEntries(many.map(({ name, content }) => [name, content])),
  async (folder) => {
    const rows: Uint8Array[] = [];
    for (const workers of [0, 1, 2, 3]) {
      const target = new Uint8Array(new SharedArrayBuffer(30 * 36));
      const steps: number[] = [];
      const progress = (done: number, total: number) => void steps.push(done / total);
      await decodeAll(jobsIn(folder), { target, size, resize: "stretch", progress, workers });
      assertEquals(steps, many.map((_, i) => (i + 1) / 30));
      rows.push(target.slice());
    }
    for (const other of rows.slice(1)) assertEquals(other, rows[0]);
    assertEquals(rows[0]!.every((byte) => byte === 0), false);
  },
);

/** A picture whose last line is broken: the longer its sides, the later that is noticed. */
function lateFault(side: number): Uint8Array {
  const filtered = new Uint8Array(side * (1 + 3 * side));
  filtered[(side - 1) * (1 + 3 * side)] = 9;
  return pngOf([side, side], new Uint8Array(deflateSync(filtered)));
}

for (const [fifth, sixth] of [[1500, 2], [400, 1500]] as const) {
  const broken: Record<string, Uint8Array> = {
    "p5.img": lateFault(fifth),
    "p6.img": lateFault(sixth),
    "p20.img": new Uint8Array(9),
  };
  test(
    `of pictures broken after ${fifth} and ${sixth} lines the first in the list is named`,
    Object.fromEntries(many.map(({ name, content }) => [name, broken[name] ?? content])),
    async (folder) => {
      for (const workers of [0, 2]) {
        const target = new Uint8Array(new SharedArrayBuffer(30 * 36));
        const error = await assertRejects(
          () => decodeAll(jobsIn(folder), { target, size, resize: "stretch", workers }),
          ExperimentError,
        );
        assertEquals(error.file, "p5.img");
        assertEquals(error.message.endsWith("it names filter 9"), true);
      }
    },
  );
}

test(
  "a picture that changes after its digest was taken is refused",
  { "p0.img": "rgb8.png" },
  async (folder) => {
    const [job] = jobsIn(folder);
    const target = new Uint8Array(new SharedArrayBuffer(36));
    const error = await assertRejects(
      () => decodeAll([{ ...job!, digest: "00" }], { target, size, resize: "stretch" }),
      ExperimentError,
    );
    assertEquals(
      error.message,
      "Cannot read the picture p0.img: it was changed while it was being read",
    );
  },
);

test("a link to nothing among pictures is named", twoClasses, async (folder) => {
  await Deno.symlink(`${folder}/gone.png`, `${folder}/train/dog/link.png`);
  const { message, file, remedy } = await refusal(folder, { path: "train" });
  assertEquals(message, "Cannot read train/dog/link.png: it is a link to nothing");
  assertEquals(file, "train/dog/link.png");
  assertEquals(remedy, "Remove the link, or put back what it leads to");
});
