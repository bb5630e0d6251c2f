import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findNotPlain } from "../../src/experiment/plain.ts";

function placeOf(value: unknown): string | undefined {
  const found = findNotPlain(value);
  return found && `${found.path.join(".")}: ${found.got}`;
}

Deno.test("what JSON holds is plain", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    fc.pre(!JSON.stringify(value).includes("__proto__"));
    assertEquals(findNotPlain(value), undefined);
  }));
});

Deno.test("what JSON would drop or change is found, with its path", () => {
  assertEquals(placeOf({ seeds: [1, NaN] }), "seeds.1: NaN");
  assertEquals(placeOf({ a: { b: -Infinity } }), "a.b: -Infinity");
  assertEquals(placeOf({ epochs: undefined }), "epochs: undefined");
  assertEquals(placeOf({ data: () => 1 }), "data: a function");
  assertEquals(placeOf({ data: Symbol("x") }), "data: a symbol");
  assertEquals(placeOf({ epochs: 10n }), "epochs: a bigint");
  assertEquals(placeOf({ data: new Map() }), "data: an instance of Map");
  assertEquals(placeOf({ data: new Float32Array(1) }), "data: an instance of Float32Array");
  // deno-lint-ignore no-sparse-arrays
  assertEquals(placeOf({ seeds: [1, , 3] }), "seeds.1: undefined");
  assertEquals(placeOf({ [Symbol("x")]: 1 }), ": an object with a symbol as key");
  assertEquals(placeOf(JSON.parse('{"__proto__": 1}')), ": an object with the key __proto__");
});

Deno.test("a value inside itself is found, the same value twice is plain", () => {
  const loop: Record<string, unknown> = {};
  loop.self = { again: loop };
  assertEquals(placeOf(loop), "self.again: a part of itself");
  const shared = { units: 3 };
  assertEquals(findNotPlain([shared, shared]), undefined);
});

Deno.test("deep nesting is refused before it could overflow the stack", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  assertEquals(findNotPlain(deep)?.problem, "nothing may be nested more than 50 levels deep");
});

Deno.test("objects without a prototype are plain", () => {
  const object = Object.create(null);
  object.units = 3;
  assertEquals(findNotPlain(object), undefined);
});
