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
