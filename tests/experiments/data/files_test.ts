import { assert, assertEquals } from "@std/assert";
import { granted } from "../../permissions.ts";

const ignore = !granted("read");
const folder = new URL("../../../experiments/data/", import.meta.url);

/** Paths of all files below a folder of the data, the generator's own source left out. */
function committedFiles(below = ""): string[] {
  return [...Deno.readDirSync(new URL(below, folder))].flatMap((entry) => {
    if (entry.isDirectory && entry.name === "generate") return [];
    return entry.isDirectory ? committedFiles(`${below}${entry.name}/`) : [below + entry.name];
  });
}

Deno.test({
  name: "the generator draws every committed file to the byte, and no other",
  ignore,
  async fn() {
    const { generateFiles } = await import("../../../experiments/data/generate/files.ts");
    const generated = generateFiles();
    const different = [...generated].filter(([path, bytes]) => !isCommitted(path, bytes));
    assertEquals(different.map(([path]) => path), []);
    const committed = committedFiles().filter((path) => path !== "README.md");
    assertEquals(committed.sort(), [...generated.keys()].sort());
  },
});

function isCommitted(path: string, bytes: Uint8Array): boolean {
  const committed = Deno.readFileSync(new URL(path, folder));
  return committed.length === bytes.length && committed.every((byte, i) => byte === bytes[i]);
}

Deno.test({
  name: "all data together stays below 4 MB",
  ignore,
  fn() {
    const sizes = committedFiles().map((path) => Deno.statSync(new URL(path, folder)).size);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert(total > 0 && total <= 4_000_000, `${total} bytes`);
  },
});

Deno.test({
  name: "another seed draws other pictures",
  ignore,
  async fn() {
    const { createDataStream } = await import("../../../experiments/data/generate/draws.ts");
    const { drawPictureSet } = await import("../../../experiments/data/generate/pictures.ts");
    const set = { kind: 1, folder: "x", subject: "cat", count: 3 } as const;
    const [one, two] = [1, 2].map((seed) => drawPictureSet(createDataStream(seed), set));
    for (let i = 0; i < 3; i++) {
      assertEquals(one![i]![0], two![i]![0]);
      assert(one![i]![1].join() !== two![i]![1].join());
    }
  },
});

Deno.test({
  name: "a larger set begins with the pictures of the smaller one",
  ignore,
  async fn() {
    const { createDataStream } = await import("../../../experiments/data/generate/draws.ts");
    const { drawPictureSet } = await import("../../../experiments/data/generate/pictures.ts");
    const stream = createDataStream(5);
    const set = { kind: 2, folder: "x", subject: "dog" } as const;
    const small = drawPictureSet(stream, { ...set, count: 2 });
    const large = drawPictureSet(stream, { ...set, count: 4 });
    assertEquals(large.slice(0, 2), small);
  },
});
