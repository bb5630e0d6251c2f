import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  activations,
  type Family,
  initializers,
  losses,
  normalizations,
  optimizers,
  problemWith,
  regularizers,
  resolveMember,
} from "../../src/engine/mod.ts";

const families: { [name: string]: Family } = {
  activations,
  initializers,
  losses,
  normalizations,
  optimizers,
};

for (const [title, family] of Object.entries(families)) {
  for (const [name, member] of Object.entries(family)) {
    Deno.test(`${title}: ${name} documents itself and allows its own defaults`, () => {
      assert(member.doc.length > 3 && member.source.length > 3);
      // A path has no default: it must be given.
      const given: { [key: string]: string } = {};
      for (const [key, option] of Object.entries(member.options)) {
        if (option.kind === "path") given[key] = "a.safetensors";
        assertEquals(problemWith(option, given[key] ?? option.default), undefined, key);
        assert(option.doc.length > 3, key);
        assert(key !== "type");
      }
      const resolved = resolveMember(family, { type: name, ...given });
      assertEquals(Object.keys(resolved), ["type", ...Object.keys(member.options)]);
      assertEquals(resolveMember(family, resolved), resolved);
    });
  }
}

Deno.test("a path must be given, as text that is not empty", () => {
  const option = initializers.file.options.path;
  assertEquals(problemWith(option, "w.safetensors"), undefined);
  for (const value of ["", 1, undefined]) {
    assertEquals(problemWith(option, value), "it must be a path");
  }
  assertThrows(() => resolveMember(initializers, "file"), RangeError, "Cannot read file.path");
});

Deno.test("regularizers allow their own defaults", () => {
  for (const { option } of Object.values(regularizers)) {
    assertEquals(problemWith(option, option.default), undefined);
  }
});

Deno.test("what is wrong with a number is said with its bound", () => {
  const base = { kind: "number", default: 0.5, doc: "x" } as const;
  assertEquals(problemWith({ ...base, above: 0 }, 0), "it must be above 0");
  assertEquals(problemWith({ ...base, min: 0 }, -1), "it must be at least 0");
  assertEquals(problemWith({ ...base, below: 1 }, 1), "it must be below 1");
  assertEquals(problemWith({ ...base, max: 1 }, 1.5), "it must be at most 1");
  assertEquals(problemWith({ ...base, integer: true }, 1.5), "it must be a whole number");
  for (const value of [NaN, Infinity, "1", null]) {
    assertEquals(problemWith(base, value), "it must be a finite number");
  }
  assertEquals(problemWith({ ...base, min: 0, max: 1 }, 1), undefined);
});

Deno.test("what is wrong with a choice or a flag is said with what is allowed", () => {
  const choice = { kind: "choice", default: "a", values: ["a", "b"], doc: "x" } as const;
  assertEquals(problemWith(choice, "c"), "it must be one of a, b");
  assertEquals(problemWith(choice, "b"), undefined);
  const flag = { kind: "flag", default: false, doc: "x" } as const;
  assertEquals(problemWith(flag, "yes"), "it must be true or false");
  assertEquals(problemWith(flag, true), undefined);
});

Deno.test("an unknown name, an unknown option and a value out of bounds are refused", () => {
  assertThrows(() => resolveMember(optimizers, "adan"), RangeError, 'did you mean "adam"?');
  assertThrows(
    () => resolveMember(optimizers, "constructor"),
    RangeError,
    "One of: gradient-descent",
  );
  assertThrows(
    () => resolveMember(optimizers, { type: "adam", beta: 0.9 }),
    RangeError,
    'Unknown option of adam "beta": did you mean "beta1"?',
  );
  assertThrows(
    () => resolveMember(optimizers, { type: "momentum", beta: 1 }),
    RangeError,
    "Cannot read momentum.beta as 1: it must be below 1",
  );
});
