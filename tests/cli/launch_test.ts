import { assertEquals, assertThrows } from "@std/assert";
import { denoArguments } from "../../src/cli/launch.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";

function flags(args: string[]): string[] {
  return denoArguments(args, "/home/user").filter((arg) => /^(-P|--allow|--no-prompt)/.test(arg));
}

const allowRun = `--allow-run=${Deno.execPath()}`;

Deno.test("a command gets its own permission set and cannot ask for more", () => {
  assertEquals(flags(["run", "cat.ts"]), ["--no-prompt", "-P=run", allowRun]);
  assertEquals(flags(["describe", "cat.ts"]), ["--no-prompt", "-P=describe", allowRun]);
  assertEquals(flags(["gradcheck", "cat.ts"]), ["--no-prompt", "-P=gradcheck", allowRun]);
  assertEquals(flags(["predict", "results/cat", "a.jpg"]), ["--no-prompt", "-P=predict"]);
  assertEquals(flags(["compare", "a", "b"]), ["--no-prompt", "-P=compare"]);
  assertEquals(flags(["verify", "results/cat"]), ["--no-prompt", "-P=verify"]);
});

Deno.test("compare may run git only where a place is named at a revision", () => {
  const allowGit = "--allow-run=git";
  assertEquals(flags(["compare", "a", "a@HEAD~1"]), ["--no-prompt", "-P=compare", allowGit]);
  assertEquals(flags(["compare", "HEAD:a", "b", "--metric", "x"]).at(-1), allowGit);
  assertEquals(flags(["compare", "a", "C:\\b", "--format=csv"]).at(-1), "-P=compare");
  assertEquals(flags(["run", "a@HEAD"]).at(-1), allowRun);
});

Deno.test("an unknown command gets no permission to write", () => {
  assertEquals(flags(["rnu", "--out", "/etc"]), ["--no-prompt", "-P=compare"]);
});

Deno.test("--out adds its folder, and only its folder, to where results are written", () => {
  for (const args of [["--out", "../there"], ["--out=x", "--out=../there"]]) {
    const write = flags(["run", "cat.ts", ...args])[3]!;
    const [results, out, ...others] = write.slice("--allow-write=".length).split(",");
    assertEquals(results!.endsWith("results"), true);
    assertEquals([out, others], ["/home/there", []]);
  }
});

Deno.test("a report writes to the folders that it is of, or to that of the file it is told", () => {
  const written = (...args: string[]) =>
    flags(["report", ...args])[2]!.slice("--allow-write=".length).split(",").slice(1);
  assertEquals(written("a", "../b"), ["/home/user/a", "/home/b"]);
  assertEquals(written("a", "--out", "/there/x.html"), ["/there"]);
  assertEquals(flags(["report", "--help"]), ["--no-prompt", "-P=report"]);
  assertThrows(() => written("/a,/etc"), ExperimentError, "its path has a comma in it");
});

Deno.test("a comma in a folder's name does not open another folder", () => {
  assertThrows(
    () => flags(["run", "cat.ts", "--out", "/a,/etc"]),
    ExperimentError,
    "Cannot write to /a,/etc: its path has a comma in it",
  );
});

Deno.test({
  name: "where folders above --out are missing, the outermost of them may be made",
  ignore: !granted("read"),
  fn() {
    const write = flags(["run", "cat.ts", "--out", "/no-such-folder/a/b"])[3]!;
    assertEquals(write.split(",").slice(1), ["/no-such-folder"]);
  },
});

Deno.test("a network there is only with --queue, and of it one port of one host", () => {
  const network = (...args: string[]) =>
    denoArguments(args, "/home/user").filter((arg) => arg.startsWith("--allow-net"));
  const url = "redis://10.0.0.5/1";
  assertEquals(network("run", "cat.ts"), []);
  for (const command of ["run", "worker", "queue"]) {
    assertEquals(network(command, "--queue", url), ["--allow-net=10.0.0.5:6379"]);
  }
  assertEquals(network("verify", "results/cat", "--queue", url), []);
  assertThrows(() => network("run", "--queue", "redis://:secret@h"), ExperimentError, "password");
});
