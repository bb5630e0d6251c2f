import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { canonicalDigest, canonicalJson } from "../../src/experiment/canonical.ts";

Deno.test("canonical JSON has sorted keys, no white space and the shortest numbers", () => {
  assertEquals(
    canonicalJson({ b: [1, 0.1, 1e21, 1e-7, -0, 100], a: { d: null, c: true } }),
    '{"a":{"c":true,"d":null},"b":[1,0.1,1e+21,1e-7,0,100]}',
  );
  assertEquals(canonicalJson([]), "[]");
  assertEquals(canonicalJson({}), "{}");
});

Deno.test("keys are sorted by their code units, not by a locale or as numbers", () => {
  // U+20AC is below the surrogates that U+1F600 is made of, and U+FB33 is above them.
  const object = { "\ufb33": 1, "😀": 2, "€": 3, "ä": 4, z: 5, B: 6, a: 7, "10": 8, "9": 9 };
  assertEquals(
    canonicalJson(object),
    '{"10":8,"9":9,"B":6,"a":7,"z":5,"ä":4,"€":3,"😀":2,"\ufb33":1}',
  );
});

Deno.test("text is kept as it is, but for what JSON escapes", () => {
  assertEquals(canonicalJson('"\\\n\u0001é\u0301'), '"\\"\\\\\\n\\u0001é\u0301"');
  assertEquals(canonicalJson("\ud800"), '"\\ud800"');
});

Deno.test("keys without a value are left out", () => {
  assertEquals(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
});

Deno.test("what is no plain data has no canonical JSON", () => {
  for (const value of [NaN, Infinity, () => 1, Symbol("x"), 1n, undefined]) {
    assertThrows(() => canonicalJson([value]), TypeError, "as JSON");
  }
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, reversed(child)]);
  return Object.fromEntries(entries.reverse());
}

Deno.test("the order in which keys are written does not change canonical JSON", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assertEquals(canonicalJson(reversed(value)), canonicalJson(value));
  }));
});

Deno.test("canonical JSON reads back to the value", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    // JSON itself makes 0 of −0.
    const expected = JSON.parse(JSON.stringify(value));
    assertEquals(JSON.parse(canonicalJson(value)), expected);
  }));
});

Deno.test("the digest is the SHA-256 of the canonical JSON's UTF-8", () => {
  // printf '{"a":"é"}' | sha256sum
  assertEquals(
    canonicalDigest({ a: "é" }),
    "b3a092a6af48807fa9482b2ee140105575daa26d5b24b3c0e60a7e2dee6683b1",
  );
  assertNotEquals(canonicalDigest([1]), canonicalDigest([2]));
});
