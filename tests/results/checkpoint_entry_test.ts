import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/results/checkpoint_entry.ts";
import { encodeRun } from "../../src/results/run_entry.ts";
import { encodeSafetensors } from "../../src/results/safetensors.ts";
import { seal } from "../../src/results/sealed.ts";
import { checkpoint, origin } from "./_checkpoint.ts";
import { makeRun } from "./_sweep.ts";

Deno.test("a checkpoint comes back with every bit of it", () => {
  const back = decodeCheckpoint(encodeCheckpoint(origin, checkpoint))!;
  assertEquals(back, { origin, checkpoint });
  assert(Object.is(back.checkpoint!.numbers.schedule!.wait, -0));
  assert(Object.is(back.checkpoint!.tensors[0]!.values[1], -0));
});

Deno.test("any flipped bit, any cut and anything added is seen", () => {
  const bytes = encodeCheckpoint(origin, checkpoint);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const damaged = bytes.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assertEquals(decodeCheckpoint(damaged), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < bytes.length; length++) {
    assertEquals(decodeCheckpoint(bytes.subarray(0, length)), undefined, `${length} bytes`);
  }
  assertEquals(decodeCheckpoint(Uint8Array.of(...bytes, 0)), undefined);
});

Deno.test("a finished run is no checkpoint, and one of another format only says whose it is", () => {
  const { run: _, ...result } = makeRun("he", 1);
  assertEquals(decodeCheckpoint(encodeRun(origin.key, result).bytes), undefined);
  const { bytes } = encodeSafetensors([], {
    format: "sameseed-checkpoint",
    version: "1",
    ...origin,
  });
  assertEquals(decodeCheckpoint(seal(bytes)), { origin });
});

Deno.test("states of another shape are refused, however right their digest is", () => {
  const [row] = checkpoint.curve;
  const others: Record<string, unknown>[] = [
    { epoch: 0 },
    { epoch: 1.5 },
    { numbers: null },
    { numbers: { optimizer: [1] } },
    { numbers: { optimizer: { steps: "12" } } },
    { curve: {} },
    { curve: [null] },
    { curve: [{ epoch: 1, learningRate: 0.1 }] },
    { curve: [{ ...row, learningRate: "0.1" }] },
    { curve: [{ ...row, other: { loss: 1 } }] },
    { curve: [{ ...row, train: {} }] },
    { curve: [{ ...row, train: { loss: 1, accuracy: null } }] },
    { curve: [{ ...row, train: { loss: 1, metrics: { f1: [] } } }] },
    { layers: {} },
    { layers: [null] },
    { layers: [{ epochs: 0.5, layers: [] }] },
    { layers: [{ epochs: 0, layers: [{ layer: {} }] }] },
    { elapsedMs: -1 },
    { elapsedMs: NaN },
  ];
  for (const other of others) {
    const bytes = encodeCheckpoint(origin, { ...checkpoint, ...other } as typeof checkpoint);
    assertEquals(decodeCheckpoint(bytes), undefined, JSON.stringify(other));
  }
});

Deno.test("what would not be read back is not written", () => {
  let deep: unknown = 1;
  for (let i = 0; i < 10; i++) deep = [deep];
  const numbers = { optimizer: { steps: deep as number } };
  assertThrows(
    () => encodeCheckpoint(origin, { ...checkpoint, numbers }),
    RangeError,
    "Cannot write a checkpoint: it nests more than 6 deep",
  );
});
