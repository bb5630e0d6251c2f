import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { decodeRun } from "../../src/results/decode_run.ts";
import { encodeRun, type FinishedRun, withKey } from "../../src/results/run_entry.ts";
import { makeRun, point } from "./_sweep.ts";

const key = "a".repeat(64);

function finished(overrides: Parameters<typeof makeRun>[2] = {}): FinishedRun {
  const { run: _, ...result } = makeRun("he", 1, overrides);
  return result;
}

Deno.test("a run comes back with every bit of it, also what JSON has no number for", () => {
  const odd = finished({
    status: "diverged",
    divergedAt: 2,
    curve: [
      point(1, { loss: 0.1, accuracy: -0 }, { loss: NaN }),
      point(2, { loss: Infinity, metrics: { "10": 1 / 3, roc_auc: -Infinity } }),
    ],
    final: { train: { loss: 5e-324 } },
    weights: [
      { name: "layers.0.weight", shape: [1, 4], values: new Float32Array([NaN, -0, 1e-45, 3e38]) },
    ],
    bestWeights: [{ name: "layers.0.weight", shape: [0], values: new Float32Array() }],
    elapsedMs: 0.1 + 0.2,
  });
  const { bytes, digest } = encodeRun(key, odd);
  const entry = decodeRun(key, bytes)!;
  assertEquals(entry.result, odd);
  assert(Object.is(entry.result.curve[0]!.train.accuracy, -0));
  assert(Object.is(entry.result.weights[0]!.values[1], -0));
  assertEquals(entry.digest, digest);
  const plain = finished();
  assertEquals(decodeRun(key, encodeRun(key, plain).bytes)!.result, plain);
});

Deno.test("the digest is of all but the wall time", () => {
  const digest = (overrides: Partial<FinishedRun>) => encodeRun(key, finished(overrides)).digest;
  assertEquals(digest({ elapsedMs: 1 }), digest({ elapsedMs: 2 }));
  const [weight, bias] = finished().weights;
  const others: Partial<FinishedRun>[] = [
    { bestEpoch: 1 },
    { final: { train: { loss: 0.25, accuracy: 1 }, test: { loss: 0.4, accuracy: 0.5 } } },
    { weights: [weight!, { ...bias!, values: new Float32Array([-0.125]) }] },
    { bestWeights: [weight!, bias!] },
  ];
  for (const other of others) assertNotEquals(digest(other), digest({}));
});

Deno.test("bytes that differ anywhere, are cut off or are another key's are no run", () => {
  const { bytes } = encodeRun(key, finished());
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.slice();
    damaged[at]! ^= 1 << (at % 8);
    assertEquals(decodeRun(key, damaged), undefined, `byte ${at}`);
  }
  for (const length of [0, 1, 31, 32, 33, 40, bytes.length - 1]) {
    assertEquals(decodeRun(key, bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
  assertEquals(decodeRun("b".repeat(64), bytes), undefined);
});

Deno.test("binary data that is no weight is refused, not written as something else", () => {
  const result = { ...finished(), more: new Float32Array(2) } as FinishedRun;
  assertThrows(() => encodeRun(key, result), TypeError, "Cannot write binary data as JSON");
});

Deno.test("an entry under another key is the one that is made under that key", () => {
  const other = "0123456789abcdef".repeat(4);
  for (const result of [finished(), finished({ elapsedMs: 1e-9 })]) {
    const { bytes, digest } = encodeRun(key, result);
    assertEquals(withKey(other, { key, bytes, digest }), encodeRun(other, result));
    assertEquals(withKey(key, { key: other, bytes, digest }), undefined);
    // Written by somebody else: the same header, otherwise.
    const odd = bytes.slice();
    odd.set(new TextEncoder().encode(" "), 40);
    assertEquals(withKey(other, { key, bytes: odd, digest }), undefined);
  }
});
