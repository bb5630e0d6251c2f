import { assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { checkWritable } from "../../src/results/check_writable.ts";
import { claimFolder } from "../../src/results/claim_folder.ts";
import { granted } from "../permissions.ts";
import { fill, memoryFiles } from "./_memory_files.ts";

const holder = { pid: 1, since: "2026-01-01T00:00:00Z" };

Deno.test("a folder is created with the folders it is in, and holds nothing", async () => {
  const files = memoryFiles();
  await checkWritable("results/cat/again", files);
  assertEquals(files.content(), {
    results: null,
    "results/cat": null,
    "results/cat/again": null,
  });
});

Deno.test("a failure at any operation is explained and leaves no traces", async () => {
  const whole = memoryFiles();
  await checkWritable("results/cat", whole);
  // The first makeFolder fails anyway, since its parent is missing; removing what was made may not.
  for (let at = 0; at < whole.log.length - 1; at++) {
    const files = memoryFiles({ at, error: new Error("Input/output error (os error 5)") });
    const error = await assertRejects(() => checkWritable("results/cat", files), ExperimentError);
    assertEquals(error.message, "Cannot write results/cat: input/output error");
    assertEquals(error.remedy, "Make the folder writable, or choose another one with --out");
    assertEquals(files.content(), {}, whole.log[at]);
  }
});

Deno.test("a folder above that may not be opened cannot be synced, which is no reason to fail", async () => {
  const whole = memoryFiles();
  await whole.makeFolder("results");
  await checkWritable("results/cat", whole);
  const at = whole.log.indexOf("sync results");
  const files = memoryFiles({ at, error: new Deno.errors.PermissionDenied("os error 13") });
  await files.makeFolder("results");
  await checkWritable("results/cat", files);
  assertEquals(files.log, whole.log);
});

Deno.test("a full disk and a missing permission of Deno have their own words", async () => {
  const cases: [Error, string, string][] = [
    [
      new Error("No space left on device (os error 28)"),
      "Cannot write results/cat: no space left on device",
      "Make room on the disk, or choose another place with --out",
    ],
    [
      new Deno.errors.NotCapable('Requires write access to "results/cat"'),
      "Cannot write results/cat: this command has no permission for it",
      "Write below results/, or give Deno --allow-write and --allow-read for that folder",
    ],
  ];
  for (const [error, message, remedy] of cases) {
    const files = memoryFiles({ at: 1, error });
    const found = await assertRejects(() => checkWritable("results/cat", files), ExperimentError);
    assertEquals([found.message, found.remedy], [message, remedy]);
  }
});

Deno.test("a file in the place of a folder, or a folder in that of a file, is named", async () => {
  const cases = {
    "results": "Cannot write results/cat: a part of the path is a file",
    "results/cat": "Cannot write results/cat: a file is in its place",
    "results/cat/models": "Cannot write results/cat/models: a file is in its place",
    "results/cat/runs.csv/x": "Cannot write results/cat/runs.csv: a folder is in its place",
  };
  for (const [path, message] of Object.entries(cases)) {
    const files = memoryFiles();
    await fill(files, { [path]: "mine" });
    const before = files.content();
    const error = await assertRejects(() => checkWritable("results/cat", files), ExperimentError);
    assertEquals(error.message, message);
    assertEquals(files.content(), before);
  }
});

Deno.test({
  name: "a real folder is created and left empty; a file in its place is refused",
  ignore: !granted("read", "write"),
  async fn() {
    const root = await Deno.makeTempDir();
    try {
      const folder = `${root}/a/b`;
      await checkWritable(folder);
      await checkWritable(folder);
      assertEquals([...Deno.readDirSync(folder)], []);
      await Deno.writeTextFile(`${root}/file`, "mine");
      await assertRejects(() => checkWritable(`${root}/file`), ExperimentError, "a file is in its");
      await assertRejects(() => checkWritable(`${root}/file/x`), ExperimentError, "is a file");
      assertEquals(await Deno.readTextFile(`${root}/file`), "mine");
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "a link in the place of what is emptied or removed is refused, and where it leads untouched",
  ignore: !granted("read", "write") || Deno.build.os === "windows",
  async fn() {
    const root = await Deno.makeTempDir();
    try {
      await Deno.mkdir(`${root}/theirs`);
      await Deno.writeTextFile(`${root}/theirs/runs.csv`, "mine");
      for (const name of [".lock", ".probe", ".pending", "partial"]) {
        const target = [".lock", ".probe"].includes(name) ? "theirs/runs.csv" : "theirs";
        await Deno.mkdir(`${root}/${name}`);
        await Deno.symlink(`${root}/${target}`, `${root}/${name}/${name}`);
        const error = await assertRejects(
          () => claimFolder(`${root}/${name}`, { experiment: "cat", runs: [], holder }),
          ExperimentError,
        );
        assertEquals(
          error.message,
          `Cannot write ${join(root, name, name)}: a link is in its place`,
        );
        assertEquals(await Deno.readTextFile(`${root}/theirs/runs.csv`), "mine");
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});

Deno.test("files that only have the names of results are not written over", async () => {
  const manifest = JSON.stringify({ formatVersion: 1, experimentDigest: "e" });
  const refused: [string, Record<string, string>][] = [
    ["summary.md", { "summary.md": "# My own" }],
    ["runs.csv", { "runs.csv": "km", "manifest.json": "{" }],
    ["manifest.json", { "manifest.json": '{"name":"app","formatVersion":1}' }],
    ["manifest.json", { "manifest.json": "null" }],
    ["curves.svg", { "curves.svg": "<svg/>", ".pending/runs.csv": "half" }],
  ];
  for (const [name, contents] of refused) {
    const files = memoryFiles();
    await fill(files, inFolder(contents));
    const before = files.content();
    const error = await assertRejects(() => checkWritable("out", files), ExperimentError);
    assertEquals(
      error.message,
      `Cannot write out: it holds ${name}, which no run of sameseed wrote there`,
    );
    assertEquals(error.remedy, "Move it away, or choose another folder with --out");
    assertEquals(files.content(), before);
  }
  const accepted: Record<string, string>[] = [
    { "summary.md": "ours", "manifest.json": manifest },
    { "summary.md": "ours", ".pending/commit.json": '{"files":["runs.csv"],"models":[]}' },
    { "notes.txt": "mine" },
  ];
  for (const contents of accepted) {
    const files = memoryFiles();
    await fill(files, inFolder(contents));
    await checkWritable("out", files);
  }
});

function inFolder(contents: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(contents).map(([path, text]) => [`out/${path}`, text]));
}
