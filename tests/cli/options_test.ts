import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { helpText, parseCommandLine, wholeNumber } from "../../src/cli/options.ts";
import { ExperimentError } from "../../src/errors.ts";

const usage = {
  command: "run",
  summary: "Trains.",
  positional: ["EXPERIMENT"],
  options: {
    epochs: { kind: "text", value: "N", doc: "passes" },
    set: { kind: "list", value: "PATH=VALUE", doc: "changes a setting" },
    quiet: { kind: "flag", doc: "prints errors only" },
  },
} as const;

Deno.test("options of every kind are read, and only those that were given", () => {
  const { positional, options } = parseCommandLine(
    ["cat.ts", "--set", "a=1", "--epochs=5", "--set", "b=2", "--quiet"],
    usage,
  );
  assertEquals(positional, ["cat.ts"]);
  assertEquals(options, { set: ["a=1", "b=2"], epochs: "5", quiet: true });
  assertEquals(parseCommandLine(["cat.ts"], usage).options, {});
});

Deno.test("an experiment whose name is a number stays text", () => {
  assertEquals(parseCommandLine(["007"], usage).positional, ["007"]);
});

Deno.test("an unknown option is refused with the nearest one", () => {
  const error = assertThrows(
    () => parseCommandLine(["cat.ts", "--epoch", "5"], usage),
    ExperimentError,
    'Unknown option "--epoch": did you mean "--epochs"?',
  );
  assertEquals(error.remedy, "See: deno task run --help");
});

Deno.test("an option without its value is refused", () => {
  for (const args of [["cat.ts", "--epochs"], ["cat.ts", "--set="], ["cat.ts", "--set"]]) {
    assertThrows(() => parseCommandLine(args, usage), ExperimentError, "needs a value");
  }
});

Deno.test("a missing or surplus argument is refused with what came", () => {
  assertThrows(() => parseCommandLine([], usage), ExperimentError, "needs EXPERIMENT, got none");
  assertThrows(() => parseCommandLine(["a", "b"], usage), ExperimentError, "got a b");
});

Deno.test("the help names every option with its value", () => {
  const text = helpText(usage);
  assertStringIncludes(text, "deno task run EXPERIMENT [options]");
  assertStringIncludes(text, "--set PATH=VALUE  changes a setting");
});

Deno.test("whole numbers are whole, decimal and not too small", () => {
  assertEquals(wholeNumber("workers", "12", 1), 12);
  for (const text of ["0", "-1", "1.5", "1e3", "", "two", "0x10", "99999999999999999999"]) {
    assertThrows(
      () => wholeNumber("workers", text, 1),
      ExperimentError,
      `Cannot read --workers as "${text}": it must be a whole number of at least 1`,
    );
  }
});

Deno.test("where more arguments may follow any number does, and the help says so", () => {
  const open = { ...usage, rest: "INPUT" };
  assertEquals(parseCommandLine(["cat", "a.jpg", "b.jpg"], open).positional, [
    "cat",
    "a.jpg",
    "b.jpg",
  ]);
  assertEquals(parseCommandLine(["cat"], open).positional, ["cat"]);
  assertThrows(() => parseCommandLine([], open), ExperimentError, "needs EXPERIMENT INPUT…");
  assertStringIncludes(helpText(open), "deno task run EXPERIMENT INPUT… [options]");
});

Deno.test("a value may be a negative number, and an option is none", () => {
  assertEquals(parseCommandLine(["cat", "--epochs", "-7,.5"], usage).options.epochs, "-7,.5");
  assertEquals(parseCommandLine(["cat", "--set", "-.5", "--set", "a"], usage).options.set, [
    "-.5",
    "a",
  ]);
  assertThrows(() => parseCommandLine(["cat", "--epochs", "--quiet"], usage), ExperimentError);
});
