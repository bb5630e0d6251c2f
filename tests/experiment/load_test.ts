import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { loadExperiment } from "../../src/experiment/load.ts";
import { granted } from "../permissions.ts";

const ignore = !granted("read", "write", "run");

const settings = `name: "small", data: { type: "generated", shape: "xor" },
  architecture: [{ units: 1, activation: "sigmoid" }]`;

type Files = Record<string, string>;

/** Calls back with a folder that holds these files. */
async function inFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function load(text: string, others: Files = {}) {
  return inFolder(
    { ...others, "small.ts": text },
    (folder) => loadExperiment(join(folder, "small.ts")),
  );
}

/** What is said against an experiment file; the folder is left out of it. */
function refused(files: Files, { name = "small.ts", timeLimitMs = 10_000 } = {}) {
  return inFolder(files, async (folder) => {
    const { message, place, remedy } = await assertRejects(
      () => loadExperiment(join(folder, name), { timeLimitMs }),
      ExperimentError,
    );
    const short = (text: string | undefined) =>
      text?.replaceAll(folder, "").replaceAll("/small", "small");
    return { message: short(message), place: short(place), remedy: short(remedy) };
  });
}

function test(name: string, fn: () => Promise<void>) {
  Deno.test({ name, ignore, fn });
}

test("an experiment file gives its default export, checked", async () => {
  const sameseed = new URL("../../src/mod.ts", import.meta.url).href;
  const experiment = await load(`
    import { defineExperiment } from ${JSON.stringify(sameseed)};
    export default defineExperiment({ ${settings}, epochs: 3 });
  `);
  assertEquals(experiment.epochs, 3);
  assertEquals(
    (await load(`
    import { defineExperiment, type Layer } from "sameseed";
    const architecture: Layer[] = [{ units: 2 }];
    export default defineExperiment({ ${settings}, architecture });
  `)).architecture,
    [{ units: 2 }],
  );
});

test("an experiment file may import from its own folder and compute", async () => {
  const experiment = await load(
    `import { epochs } from "./shared.ts";
     import layers from "./layers.json" with { type: "json" };
     export default { ${settings}, epochs: 2 * epochs, architecture: layers };`,
    { "shared.ts": "export const epochs: number = 4;", "layers.json": '[{ "units": 9 }]' },
  );
  assertEquals([experiment.epochs, experiment.architecture], [8, [{ units: 9 }]]);
});

test("an experiment file is read anew each time", async () => {
  await inFolder({}, async (folder) => {
    const file = join(folder, "small.ts");
    for (const epochs of [3, 4]) {
      await Deno.writeTextFile(file, `export default { ${settings}, epochs: ${epochs} };`);
      assertEquals((await loadExperiment(file)).epochs, epochs);
    }
  });
});

test("a JSON file is an experiment", async () => {
  const json =
    '{"name":"x","data":{"type":"generated","shape":"xor"},"architecture":[{"units":1}]}';
  const experiment = await inFolder(
    { "x.json": json },
    (folder) => loadExperiment(join(folder, "x.json")),
  );
  assertEquals(experiment.name, "x");
  assertEquals(await refused({ "small.json": `${json}}` }, { name: "small.json" }), {
    message: "Cannot read small.json as JSON: unexpected non-whitespace character after JSON",
    place: `line 1, column ${json.length + 1}`,
    remedy: undefined,
  });
});

test("a JSON file of countless lists is refused before they take memory", async () => {
  const { message } = await refused(
    { "small.json": `[${"[],".repeat(1_000_000)}[]]` },
    { name: "small.json" },
  );
  assertEquals(message, "Cannot load small.json: it must have at most 1000000 lists and objects");
});

test("a file that is not there is refused with the one that was meant", async () => {
  const files = { "small.ts": "", "other.ts": "", "notes.md": "" };
  assertEquals(await refused(files, { name: "smal.ts" }), {
    message: "Cannot find small.ts: did you mean small.ts?".replace("small", "/smal"),
    place: undefined,
    remedy: "Files in : other.ts, small.ts",
  });
  assertStringIncludes(
    (await refused(files, { name: "other" })).message!,
    "Cannot find /other: did you mean /other.ts?",
  );
  assertEquals(
    (await refused(files, { name: "no/x.ts" })).message,
    "Cannot find /no/x.ts: there is no folder /no",
  );
  assertEquals(
    (await refused(files, { name: "notes.md" })).message,
    "Cannot load /notes.md: it must end in .ts, .js, .mjs, .json",
  );
  assertEquals(
    (await refused(files, { name: "." })).message,
    "Cannot load /: it must be a file".replace("/", ""),
  );
});

test("a path that the system makes nothing of is told of in words, that of an import too", async () => {
  const files = { "small.ts": "", "other.ts": 'import "./small.ts/inner.ts";' };
  for (const name of [`${"x".repeat(300)}.ts`, "small.ts/inner.ts"]) {
    const { message } = await refused(files, { name });
    assertMatch(message!, /^Cannot (read|find) .*inner.ts: [a-z ]+$|x.ts: [a-z ]+$/);
  }
  assertMatch(
    (await refused(files, { name: "other.ts" })).message!,
    /^Cannot load .other.ts: it imports small.ts.inner.ts, which [a-z: ]+$/,
  );
});

test("only modules are listed for a file that is not there, JSON where there are none", async () => {
  const json = { "deno.json": "{}", "package.json": "{}" };
  assertEquals(
    (await refused({ ...json, "other.ts": "" }, { name: "wrong.ts" })).remedy,
    "Files in : other.ts",
  );
  assertEquals(
    (await refused(json, { name: "wrong.ts" })).remedy,
    "Files in : deno.json, package.json",
  );
});

test("a file that is not there is offered from the folder experiments", async () => {
  await inFolder({ "deno.json": "{}" }, async (folder) => {
    await Deno.mkdir(join(folder, "experiments"));
    await Deno.writeTextFile(join(folder, "experiments", "cat.ts"), "");
    for (const name of ["cat.ts", "cat"]) {
      const { message, remedy } = await assertRejects(
        () => loadExperiment(join(folder, name)),
        ExperimentError,
      );
      const meant = join(folder, "experiments", "cat.ts");
      assertEquals(message, `Cannot find ${join(folder, name)}: did you mean ${meant}?`);
      assertEquals(remedy, undefined);
    }
  });
});

const wrong: [title: string, text: string, message: string, place?: string][] = [
  [
    "has no default export",
    "export const x = 1;",
    "Cannot load small.ts: it has no default export",
  ],
  [
    "exports no object",
    "export default 3;",
    "Cannot read the experiment as 3: it must be an object",
  ],
  [
    "exports a promise",
    "export default Promise.resolve({});",
    "Cannot read the experiment as an instance of Promise: an experiment is plain data",
  ],
  [
    "exports a function inside",
    `export default { ${settings}, epochs: () => 3 };`,
    "Cannot read epochs as a function: an experiment is plain data",
    "epochs",
  ],
  [
    "throws",
    "const a = 1;\n\nthrow new RangeError('boom');",
    "Cannot load small.ts: it throws RangeError: boom",
    "line 3, column 7",
  ],
  [
    "throws what is no error",
    "throw 'boom';",
    'Cannot load small.ts: it throws "boom"',
  ],
  [
    "throws what can't be shown",
    "throw new (class extends Error { get message() { throw 1; } })();",
    "Cannot load small.ts: it throws something that cannot be shown",
  ],
  [
    "throws later",
    "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});",
    "Cannot load small.ts: it throws Error: late",
    "line 1, column 26",
  ],
  [
    "is no TypeScript",
    "export default {\n  name: 'x'\n  epochs: 3,\n};",
    "Cannot load small.ts: Expected ',', got 'epochs'",
    "line 3, column 3",
  ],
  [
    "imports a file that is not there",
    'import "./missing.ts"; export default {};',
    "Cannot load small.ts: it imports missing.ts, which is not there",
    "line 1, column 8",
  ],
  [
    "imports a package that is not there",
    'import "unknown"; export default {};',
    "Cannot load small.ts: it imports from unknown",
    "line 1, column 8",
  ],
  [
    "imports from the network",
    'import "https://example.com/x.ts"; export default {};',
    "Cannot load small.ts: it imports from example.com:443",
    "line 1, column 8",
  ],
  [
    "exports nothing at all",
    "export default undefined;",
    "Cannot read the experiment as undefined: it must be an object",
  ],
  [
    "ends itself",
    "Deno.exit(3);",
    "Cannot load small.ts: it uses Deno.exit",
    "line 1, column 6",
  ],
  ["closes itself", "self.close();", "Cannot load small.ts: it uses close", "line 1, column 6"],
  [
    "reads the environment",
    'export default { name: Deno.env.get("HOME") };',
    "Cannot load small.ts: it uses Deno.env",
    "line 1, column 29",
  ],
  [
    "fetches",
    'await fetch("https://example.com"); export default {};',
    "Cannot load small.ts: it uses fetch",
    "line 1, column 1",
  ],
  [
    "starts a program",
    'new Deno.Command("ls").outputSync(); export default {};',
    "Cannot load small.ts: it uses Deno.Command",
    "line 1, column 10",
  ],
  [
    "starts a worker",
    'new Worker("data:text/javascript,", { type: "module" }); export default {};',
    "Cannot load small.ts: it uses Worker",
    "line 1, column 1",
  ],
  [
    "writes to the terminal",
    "Deno.stdout.writeSync(new Uint8Array(1)); export default {};",
    "Cannot load small.ts: it uses Deno.stdout",
    "line 1, column 6",
  ],
];

for (const [title, text, message, place] of wrong) {
  test(`an experiment file that ${title} is refused`, async () => {
    const error = await refused({ "small.ts": text });
    assertEquals([error.message, error.place], [message, place]);
  });
}

test("no file can be read, not even in the experiment's own folder", async () => {
  const own = '"./own.txt"';
  const reads = [
    [`Deno.readTextFileSync(${own})`, "it uses Deno.readTextFileSync"],
    [`(await import("node:fs")).readFileSync(${own}, "utf8")`, "it imports while it runs"],
    [`await (await fetch(${own})).text()`, "it uses fetch"],
  ] as const;
  for (const [read, what] of reads) {
    const text = `export default { ${settings}, question: ${read} };`;
    const { message } = await refused({ "small.ts": text, "own.txt": "secret" });
    assertEquals(message, `Cannot load small.ts: ${what}`);
  }
});

test("nothing outside the experiment's folder can be imported", async () => {
  await inFolder(
    { "secret.ts": "export default 'secret';", "secret.txt": "secret" },
    async (folder) => {
      await Deno.mkdir(join(folder, "inner"));
      const file = join(folder, "inner", "small.ts");
      for (
        const text of [
          'import x from "../secret.ts"; export default { x };',
          'import x from "../secret.txt" with { type: "text" }; export default { x };',
          'const x = await import("../" + "secret.ts"); export default { x };',
        ]
      ) {
        await Deno.writeTextFile(file, text);
        const error = await assertRejects(() => loadExperiment(file), ExperimentError);
        assertEquals(
          /it imports (from \.\.\/secret|while it runs)/.test(error.message),
          true,
          error.message,
        );
      }
    },
  );
});

test("an error in another file is placed there", async () => {
  const error = await refused({
    "small.ts": 'import "./helper.ts"; export default {};',
    "helper.ts": "const x = undefined as any;\nx.y;",
  });
  assertEquals(error.place, "helper.ts, line 2, column 3");
});

test("an experiment file that never ends is given up", async () => {
  const error = await refused(
    { "small.ts": "await new Promise(() => {}); export default {};" },
    { timeLimitMs: 300 },
  );
  assertEquals(error.message, "Cannot load small.ts: it is not done after 0.3 s");
});

test("what an experiment file prints goes where it is asked to, without its colours", async () => {
  const lines: string[] = [];
  const text = `console.log("\\x1b[31mred", { a: 1 }); console.error("two");
    console.table([1]); export default { ${settings} };`;
  await inFolder(
    { "small.ts": text },
    (folder) => loadExperiment(join(folder, "small.ts"), { onPrint: (line) => lines.push(line) }),
  );
  assertEquals(lines, ["red { a: 1 }", "two", "[ 1 ]"]);
});

test("what an experiment file tampers with stays with it", async () => {
  const text = `
    Array.prototype.map = () => ["tampered"];
    Object.prototype.polluted = true;
    JSON.stringify = () => '{"name":"tampered"}';
    JSON.parse = () => ({ name: "tampered" });
    Math.fround = () => 0;
    export default { ${settings} };`;
  const before = Math.fround(1.5);
  const experiment = await load(text);
  assertEquals(experiment.name, "small");
  assertEquals([1].map((x) => x + 1), [2]);
  assertEquals("polluted" in {}, false);
  assertEquals(Math.fround(1.5), before);
});

test("a message that an experiment file forges is no way around the checks", async () => {
  const forge = 'globalThis["post" + "Message"]?.({ type: "value", json: "{}" });';
  assertEquals(
    (await refused({ "small.ts": `${forge} export default {};` })).message,
    'Missing key "name": it must be text',
  );
});

/** The exit code and the lines of a program of its own that loads an experiment. */
function loadedApart(text: string): Promise<[code: number, lines: string[]]> {
  const loader = new URL("../../src/experiment/load.ts", import.meta.url).href;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const program = `import { loadExperiment } from ${JSON.stringify(loader)};
    try { await loadExperiment(Deno.args[0], { timeLimitMs: Number(Deno.args[1]) }); }
    catch ({ message, remedy }) {
      console.log(message.replace(Deno.args[0], ""));
      if (remedy) console.log(remedy);
      Deno.exit(2);
    }`;
  const limit = text.startsWith("while") ? "500" : "10000";
  return inFolder({ "main.ts": program, "small.ts": text }, async (folder) => {
    const files = [join(folder, "main.ts"), join(folder, "small.ts")];
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "-A", "--config", config, ...files, limit],
      stdout: "piped",
    }).output();
    return [code, new TextDecoder().decode(stdout).trimEnd().split("\n")];
  });
}

Deno.test({
  name: "an experiment file that loops for ever is given up, and the program can end",
  ignore: !granted("read", "write", "run"),
  async fn() {
    const [code, [message]] = await loadedApart("while (true);");
    assertEquals([code, message], [2, "Cannot load : it is not done after 0.5 s"]);
  },
});

Deno.test({
  name: "an experiment file that imports from npm is refused like one from the network",
  ignore: !granted("read", "write", "run"),
  async fn() {
    assertEquals(await loadedApart('import "npm:zod"; export default {};'), [2, [
      "Cannot load : it imports from npm",
      "Import nothing but sameseed and files of the experiment's own folder",
    ]]);
  },
});
