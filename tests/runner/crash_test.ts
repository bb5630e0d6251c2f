import { assert, assertEquals } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { finishReplacing } from "../../src/results/replace_files.ts";
import { openJournal } from "../../src/results/journal.ts";
import { runKeys } from "../../src/runner/run_key.ts";
import { granted } from "../permissions.ts";
import {
  type CrashFiles,
  crashFiles,
  type CrashPoint,
  Killed,
  losses,
} from "../results/_crash_files.ts";
import { planOf, session, small } from "./_sweeps.ts";

// The sweep before: one variant goes, one stays, and the one that stays gets another seed.
const earlier = { ...small, variants: { ...small.variants, ones: { init: "ones" } } };
const later = { ...small, seeds: [1, 2] };
const [planBefore, plan] = [await planOf(earlier), await planOf(later)];
const folder = "results/small";
const ignore = !granted("read");

type Files = Record<string, string>;

/** The result files, without the journal and what only waits. */
function results(files: CrashFiles): Files {
  return Object.fromEntries(
    Object.entries(files.content()).filter(([path]) =>
      !/\/\.(journal\/|pending\/|probe)/.test(path)
    ),
  );
}

/** What a reader finds: the waiting set where there is one, otherwise what is in place. */
async function visible(files: CrashFiles): Promise<Files> {
  const copy = files.afterPowerCut("none");
  if (await copy.kind(folder) === "folder") await finishReplacing(folder, copy);
  return results(copy);
}

/** Paths with other content, or in one of the two only. */
function differing(a: Files, b: Files): string[] {
  const paths = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return paths.filter((path) => a[path] !== b[path]);
}

interface Case {
  what: string;
  /** The disk at the start, with a point at which something happens. */
  disk(...points: CrashPoint[]): CrashFiles;
  before: Files;
  expected: Files;
  operations: string[];
}

async function caseOf(what: string, start: CrashFiles): Promise<Case> {
  const disk = (...points: CrashPoint[]) => start.afterPowerCut("none", ...points);
  const whole = disk();
  await session(plan, { files: whole });
  return { what, disk, before: results(start), expected: results(whole), operations: whole.log };
}

async function cases(): Promise<Case[]> {
  const used = crashFiles();
  await session(planBefore, { files: used });
  return [
    await caseOf("an empty disk", crashFiles()),
    await caseOf("earlier results", used.afterPowerCut("none")),
  ];
}

/** Disks that were looked at: another point often leaves the same. */
const seen = new Set<string>();

/** Whatever was there must be whole, nothing that was reported may be lost, and it must go on. */
async function check(files: CrashFiles, { before, expected }: Case, done: string[]) {
  const state = JSON.stringify([files.content(), before, done]);
  if (seen.has(state)) return;
  seen.add(state);
  const found = await visible(files);
  if (differing(found, before).length > 0) assertEquals(differing(found, expected), []);

  const copy = files.afterPowerCut("none");
  if (done.length > 0) {
    const journal = await openJournal(folder, { files: copy });
    const keys = runKeys(plan);
    for (const [index, { run }] of plan.jobs.entries()) {
      if (!done.includes(run.name)) continue;
      assertEquals((await journal.find(keys[index]!)).state, "finished", run.name);
    }
  }
  const again = files.afterPowerCut("none");
  const { trained } = await session(plan, { files: again, mode: "all" });
  assertEquals(trained.filter((name) => done.includes(name)), []);
  assertEquals(differing(results(again), expected), []);
  const leftovers = Object.keys(again.content()).filter((path) =>
    /\.pending|\.tmp|\.probe/.test(path)
  );
  assertEquals(leftovers, []);
}

Deno.test({
  name:
    "killed before or after any operation, with any loss of what was not synced, nothing is torn or lost",
  ignore,
  async fn() {
    for (const one of await cases()) {
      assert(one.operations.length > 40, `${one.operations.length}`);
      for (const at of one.operations.keys()) {
        for (const after of [false, true]) {
          const files = one.disk({ at, after });
          const done: string[] = [];
          const end = await session(plan, { files, onDone: (name) => done.push(name) })
            .then(() => undefined, (error) => error);
          const place = `${one.what}, ${after ? "after" : "before"} ${one.operations[at]}`;
          assert(containsKilled(end), `${place}: ${end}`);
          for (const loss of losses) {
            try {
              await check(files.afterPowerCut(loss), one, done);
            } catch (error) {
              throw new Error(`${place}, lost: ${loss}`, { cause: error });
            }
          }
        }
      }
    }
  },
});

function containsKilled(error: unknown): boolean {
  return error instanceof Killed || error instanceof Error && containsKilled(error.cause);
}

const errors: [string, () => Error, RegExp][] = [
  ["ENOSPC", () => new Error("No space left on device (os error 28)"), /no space left on device$/],
  ["EACCES", () => new Deno.errors.PermissionDenied("(os error 13)"), /permission denied$/],
  ["EIO", () => new Error("Input/output error (os error 5)"), /input\/output error$/],
];

for (const [name, makeError, why] of errors) {
  Deno.test({
    name: `${name} at any operation leaves old or new results, names the file, and is got over`,
    ignore,
    async fn() {
      let failed = 0;
      for (const one of await cases()) {
        for (const at of one.operations.keys()) {
          const files = one.disk({ at, error: makeError() });
          const done: string[] = [];
          const operation = one.operations[at]!;
          const end = await session(plan, { files, onDone: (run) => done.push(run) })
            .then(() => undefined, (error) => error);
          try {
            if (end === undefined) {
              // What failed was not needed: the results must be there.
              assertEquals(differing(await visible(files), one.expected), []);
            } else {
              failed++;
              assert(end instanceof ExperimentError, `${end}`);
              assert(why.test(end.message), end.message);
              const [, path] = /^Cannot write (.*?): /.exec(end.message)!;
              // Before anything is trained the folder is what the user has to look at.
              const unusable = path === folder && !/\.(journal|pending)/.test(operation);
              assert(unusable || operation.includes(path!), `${end.message}`);
            }
            // Nobody can sync the name of a folder in one that may not be opened.
            const above = name === "EACCES" && /^sync (\.|results)$/.test(operation);
            for (const loss of above ? ["none"] as const : losses) {
              await check(files.afterPowerCut(loss), one, done);
            }
          } catch (error) {
            throw new Error(`${one.what}, ${operation}`, { cause: error });
          }
        }
      }
      assert(failed > 60, `${failed}`);
    },
  });
}

Deno.test({
  name: "killed while a failure is cleared up, the old or the new results are whole too",
  ignore,
  async fn() {
    for (const one of await cases()) {
      for (const at of one.operations.keys()) {
        for (const after of [false, true]) {
          const error = { at, after, error: new Error("Input/output error (os error 5)") };
          for (let kill = at + 1, more = true; more; kill++) {
            const files = one.disk(error, { at: kill, after: true });
            const done: string[] = [];
            await session(plan, { files, onDone: (name) => done.push(name) }).catch(() => {});
            // Where the failure was got over, the kill is that of the first test.
            more = files.log.length > kill && kill < at + 40;
            for (const loss of losses) {
              try {
                await check(files.afterPowerCut(loss), one, done);
              } catch (cause) {
                const place = `${one.operations[at]}, then ${files.log[kill]}`;
                throw new Error(`${one.what}, ${place}, lost: ${loss}`, { cause });
              }
            }
          }
        }
      }
    }
  },
});
