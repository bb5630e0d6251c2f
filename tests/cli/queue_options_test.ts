import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { join } from "@std/path";
import { standLines } from "../../src/cli/queue.ts";
import { checkQueueOptions, checkRunOptions } from "../../src/cli/queue_options.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { cli, inFolder, tiny, writeExperiment } from "./_run.ts";

const queue = "rediss://h";

Deno.test("options of a queue that would have no effect are refused", () => {
  const refused = (options: Parameters<typeof checkRunOptions>[0], message: string) =>
    assertThrows(() => checkRunOptions(options), ExperimentError, message);
  refused({ "queue-ca": "ca.pem" }, "Cannot use --queue-ca without --queue");
  refused({ "queue-password-file": "p" }, "Cannot use --queue-password-file without --queue");
  refused({ queue: "redis://h", "queue-ca": "ca.pem" }, "--queue-ca with redis://: it is not encr");
  refused({ queue, "queue-cert": "c.pem" }, "Cannot use --queue-cert without --queue-key");
  refused({ queue, "queue-key": "c.key" }, "Cannot use --queue-key without --queue-cert");
  refused({ queue, workers: "2" }, "Cannot use --workers with --queue");
  refused({ queue, checkpoint: "0" }, "Cannot use --checkpoint with --queue");
  checkRunOptions({ workers: "2", backend: "simd" });
  checkRunOptions({ queue, "queue-ca": "a", "queue-cert": "b", "queue-key": "c" });
  checkQueueOptions({ queue: "redis://h", "queue-password-file": "p" });
});

Deno.test("the stand of a queue fits a terminal, with hundreds of workers too", () => {
  const workers = Array.from({ length: 300 }, (_, i) => `node${i % 12}:${i}`).sort();
  const failures = [{ id: "a", run: "he-seed1", why: "its worker was lost in each of 3 tries" }];
  const stand = { waiting: 7, active: 2, delayed: 1, failed: 12, finished: 40 };
  const lines = standLines({ ...stand, workers, perMinute: [9, 8], failures }, 0.5);
  assertEquals(lines, [
    "waiting   7",
    "active    2",
    "put back  1",
    "failed    12",
    "  he-seed1: its worker was lost in each of 3 tries",
    "  …and 11 more",
    "workers   300: node0 ×25, node10 ×25, node11 ×25 and 9 more machines",
    "finished  40; 0.5 a second now, in the minutes before: 9 8",
    "--retry gives failed runs their tries again, --clear forgets them and what waits",
  ]);
  for (const line of lines) assertEquals(line.length <= 80, true, line);
});

Deno.test("where runs wait and nobody works, that is said", () => {
  const stand = { waiting: 3, active: 0, delayed: 0, failed: 0, finished: 0 };
  assertEquals(standLines({ ...stand, workers: [], perMinute: [], failures: [] }, 0), [
    "waiting   3",
    "active    0",
    "failed    0",
    "workers   0",
    "finished  0; 0 a second now",
    "Nobody works: deno task worker --queue URL, on any machine",
  ]);
});

Deno.test({
  name:
    "files and paths that are not what they should be are named, and nothing is asked of a server",
  ignore: !granted("read", "write", "run", "env"),
  fn: () =>
    inFolder(async (folder) => {
      const text = join(folder, "text");
      const empty = join(folder, "empty");
      const locked = join(folder, "locked");
      await Deno.writeTextFile(text, "hello\n");
      await Deno.writeTextFile(empty, "\n");
      await Deno.writeTextFile(locked, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
      const file = await writeExperiment(folder, tiny);
      const out = ["--out", join(folder, "out")];
      const url = ["--queue", "rediss://127.0.0.1:1"];
      const cases: [string[], RegExp][] = [
        [["queue", ...url, "--queue-ca", text], /it has no certificate as PEM/],
        [["queue", ...url, "--queue-ca", join(folder, "none")], /there is nothing at this path/],
        [["queue", ...url, "--queue-password-file", empty], /Cannot read a password from .*empty/],
        [["queue", ...url, "--retry", "--clear"], /Cannot use --retry with --clear/],
        [
          ["worker", ...url, "--data", join(folder, "none")],
          /Cannot read --data .*nothing at this/,
        ],
        [["worker"], /Command needs --queue URL/],
        [["run", file, ...out, "--queue-ca", text], /Cannot use --queue-ca without --queue/],
        [["run", file, ...out, ...url, "--workers", "2"], /Give --concurrency to deno task worker/],
      ];
      const outcomes = await Promise.all(cases.map(([args]) => cli(args)));
      for (const [index, { code, stderr }] of outcomes.entries()) {
        assertEquals(code, 2, stderr);
        assertMatch(stderr, cases[index]![1]);
      }
      assertEquals([...Deno.readDirSync(folder)].some(({ name }) => name === "out"), false);
    }),
});
