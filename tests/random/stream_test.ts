import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { createStream, type Stream, threefry4x32 } from "../../src/random/mod.ts";

function words(stream: Stream, ...[c0, c1, c2, c3]: [number, number, number, number]): number[] {
  const out = new Uint32Array(4);
  stream.words(out, c0, c1, c2, c3);
  return [...out];
}

Deno.test("the key is the seed and the characters of the name, four to a word", () => {
  const stream = createStream(7, "bootstrap");
  const key = Uint32Array.of(7, 0x746f6f62, 0x61727473, 0x70); // "boot" "stra" "p", backwards
  assertEquals(stream.key, key);
  const expected = new Uint32Array(4);
  threefry4x32(expected, key, Uint32Array.of(1, 2, 3, 0xffffffff));
  assertEquals(words(stream, 1, 2, 3, 0xffffffff), [...expected]);
});

Deno.test("a stream of a seed and a name has the same words wherever and whenever it is made", () => {
  assertEquals(words(createStream(1, "init"), 0, 0, 0, 0), [
    4163651209,
    3607201735,
    1030981733,
    3553834242,
  ]);
});

Deno.test("what is drawn at a place does not depend on what was drawn before", () => {
  const forward = createStream(3, "dropout");
  const backward = createStream(3, "dropout");
  const places = Array.from({ length: 50 }, (_, i) => i);
  const ahead = places.map((i) => words(forward, i, 1, 2, 3));
  const behind = places.toReversed().map((i) => words(backward, i, 1, 2, 3)).toReversed();
  assertEquals(ahead, behind);
});

Deno.test("streams differ by name, by seed and by every part of the place", () => {
  const seen = new Map<string, string>();
  const names = ["init", "shuffle", "dropout", "split", "generate", "bootstrap", "a", "b", "aa"];
  for (const seed of [0, 1, 2, 0xffffffff]) {
    for (const name of names) {
      for (const place of [[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]) {
        const [c0, c1, c2, c3] = place as [number, number, number, number];
        for (const word of words(createStream(seed, name), c0, c1, c2, c3)) {
          const label = `${seed} ${name} ${place}`;
          assertEquals(seen.get(String(word)), undefined, label);
          seen.set(String(word), label);
        }
      }
    }
  }
});

Deno.test("the words of two streams are uncorrelated", () => {
  const n = 20_000;
  const a = createStream(1, "init");
  for (const b of [createStream(2, "init"), createStream(1, "split"), createStream(1, "inis")]) {
    let equalBits = 0;
    for (let i = 0; i < n; i++) {
      equalBits += 1 - ((words(a, i, 0, 0, 0)[0]! ^ words(b, i, 0, 0, 0)[0]!) & 1);
    }
    // Binomial with ½: 5 deviations of √(n / 4) ≈ 71.
    assertEquals(Math.abs(equalBits - n / 2) < 5 * 71, true, `${equalBits} of ${n} bits agree`);
  }
});

Deno.test("the name is looked at to its last character", () => {
  const a = createStream(1, "abcdefghijkl");
  const b = createStream(1, "abcdefghijkm");
  assertNotEquals(words(a, 0, 0, 0, 0), words(b, 0, 0, 0, 0));
});

Deno.test("a seed that is no whole number of 32 bits is refused with the value got", () => {
  for (const seed of [-1, 0.5, 4294967296, NaN, Infinity]) {
    assertThrows(() => createStream(seed, "init"), RangeError, `Cannot use ${seed} as a seed`);
  }
  assertEquals(createStream(4294967295, "init").seed, 4294967295);
});

Deno.test("a name that is empty, too long or not printable ASCII is refused", () => {
  for (const name of ["", "abcdefghijklm", "two words", "naïve", "line\n"]) {
    assertThrows(() => createStream(1, name), RangeError, "Cannot name a stream");
  }
});
