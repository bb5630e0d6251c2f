import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { loadExperiment } from "../../src/experiment/load.ts";
import { cli } from "../cli/_run.ts";
import { granted } from "../permissions.ts";
import { type Attempt, filesBelow, layOut, readCorpus, secret } from "./_escapes.ts";

const ignore = !granted("read", "write", "run", "env");

/** What a terminal would act on. */
// deno-lint-ignore no-control-regex
const controls = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** A server that nobody may reach, where there is a permission to listen. */
function listen() {
  if (!granted("net")) return { port: 9, contacts: () => 0, close() {} };
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let contacts = 0;
  const accepted = (async () => {
    for await (const connection of listener) {
      contacts++;
      connection.close();
    }
  })();
  return {
    port: listener.addr.port,
    contacts: () => contacts,
    async close() {
      listener.close();
      await accepted;
    },
  };
}

/** Lays an attempt out, lets it loose and checks that nothing has happened. */
async function inCage(
  attempt: Attempt,
  letLoose: (file: string, root: string) => Promise<string | undefined>,
): Promise<void> {
  const server = listen();
  const root = await Deno.makeTempDir({ prefix: "sameseed-escape-" });
  Deno.env.set("SAMESEED_CANARY", secret);
  try {
    const { file } = layOut(attempt, { root, port: server.port });
    const before = filesBelow(root);
    const said = await letLoose(file, root);
    const { name, refusal } = attempt;
    if (refusal === undefined) {
      assertEquals(said, undefined, name);
    } else {
      assertStringIncludes(
        said ?? "nothing said",
        refusal.replace("CANARY_PORT", `${server.port}`),
      );
      assertStringIncludes(said!, file, `${name}: the file is named`);
    }
    assertEquals(said?.includes(secret) ?? false, false, `${name}: the secret is out`);
    assertEquals(controls.test(said ?? ""), false, `${name}: controls`);
    assertEquals(filesBelow(root), before, `${name}: files came or went`);
    assertEquals(Deno.readTextFileSync(join(root, "canary.txt")), secret, name);
    assertEquals(server.contacts(), 0, `${name}: the server was contacted`);
    assertEquals("polluted" in {}, false, `${name}: prototypes`);
  } finally {
    Deno.env.delete("SAMESEED_CANARY");
    await server.close();
    await Deno.remove(root, { recursive: true });
  }
}

/** What is said against an attempt; nothing if it loads as the small experiment that it pretends. */
async function loadAttempt(file: string, attempt: Attempt): Promise<string | undefined> {
  const endless = attempt.refusal?.includes("not done") || attempt.name.startsWith("multiplies");
  const hungry = attempt.name.startsWith("eats_memory");
  try {
    const experiment = await loadExperiment(file, {
      timeLimitMs: endless ? 1500 : 30_000,
      memoryLimitMiB: hungry ? 64 : undefined,
    });
    assertEquals(experiment.name, "small");
    assertEquals(experiment.data, { type: "generated", shape: "xor" });
    return undefined;
  } catch (error) {
    if (!(error instanceof ExperimentError)) throw error;
    return [error.message, error.file, error.place, error.remedy].join("\n");
  }
}

const corpus = ignore ? [] : readCorpus();

for (const attempt of corpus) {
  Deno.test({
    name: `an experiment that ${attempt.name.replaceAll("_", " ")} gets nowhere`,
    fn: () => inCage(attempt, (file) => loadAttempt(file, attempt)),
  });
}

Deno.test({
  name: "there is a corpus of attempts to escape",
  ignore,
  fn() {
    assertEquals(corpus.length >= 145, true);
    assertEquals(corpus.filter(({ refusal }) => refusal === "unknown first line"), []);
  },
});

/** Those that would do most harm where the command line itself let them. */
const dangerous = [
  "brings_its_own_packages",
  "changes_between_two_looks",
  "eats_memory",
  "fetches",
  "hides_an_import_that_starts_programs",
  "imports_a_link",
  "imports_a_package_two_modules_away",
  "maps_imports_beside_itself",
  "reads_the_environment",
  "starts_a_program",
  "writes_a_file",
];

for (const name of dangerous) {
  Deno.test({
    name: `run lets an experiment that ${name.replaceAll("_", " ")} get nowhere`,
    ignore,
    async fn() {
      const attempt = corpus.find((one) => one.name === name)!;
      await inCage(attempt, async (file, root) => {
        // From the stranger's folder, so that its deno.json and packages lie in the working folder.
        const args = ["run", file, "--out", join(root, "results")];
        const { code, stdout, stderr } = await cli(args, { cwd: join(root, "stranger") });
        assertEquals([code, stdout], [2, ""], stderr);
        return stderr;
      });
    },
  });
}
