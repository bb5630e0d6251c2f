import { assert, assertEquals } from "@std/assert";
import { createArena } from "../../../../src/engine/arena.ts";
import { instantiate, simdModuleBytes } from "../../../../src/engine/kernels/simd/instance.ts";
import type { Operation } from "../../../../src/engine/kernels/simd/operation.ts";
import { operations } from "../../../../src/engine/kernels/simd/operations.ts";
import { scheduleSteps } from "../../../../src/engine/kernels/simd/schedule_steps.ts";
import { randomBytes, randomValues } from "../../helpers.ts";
import { signaturesOf } from "./_signatures.ts";

const arena = createArena();
const exports = instantiate(arena.memory, 0) as unknown as {
  [name: string]: (...args: number[]) => number;
};

Deno.test("an operation's letters are the types of the module's export", () => {
  const signatures = signaturesOf(simdModuleBytes());
  const types: Record<string, string> = { a: "i32", w: "i32", i: "i32", f: "f32", d: "f64" };
  for (const { name, arguments: letters, sums } of operations) {
    const given = [...letters].map((letter) => types[letter]);
    assertEquals(signatures.get(name), `${given.join(" ")} -> ${sums ? "f64" : ""}`, name);
  }
});

Deno.test("an operation fits its place in a plan: 15 words", () => {
  for (const { name, arguments: letters, sums } of operations) {
    let words = sums ? 1 : 0;
    for (const letter of letters) {
      if (letter === "d") words += words % 2 === 0 ? 3 : 2; // 8 bytes, aligned; the number is word −1
      else words++;
    }
    assert(words <= 15, name);
  }
});

const bytesOfBuffer = 16384;
const buffers = Array.from({ length: 8 }, (_, k) => {
  const values = arena.float32(bytesOfBuffer / 4);
  values.set(randomValues(values.length, k).map((value) => 0.5 + value / 4));
  return values;
});
const [p0, p1, p2, p3, p4, p5] = buffers.map(({ byteOffset }) => byteOffset) as [
  ...[number, number, number, number, number, number],
];
const pixels = arena.uint8(bytesOfBuffer);
pixels.set(randomBytes(bytesOfBuffer, 9));
const rows = arena.uint32(64);
rows.forEach((_, r) => rows[r] = (r * 29) % 64);
const settings = arena.float64(4).byteOffset; // zeros: no smoothing, no class weights

/** Arguments of each operation that can be shared: rows, columns and units in turn are the most. */
const samples: { [name: string]: number[][] } = {
  linearForward: [[33, 20, 17], [5, 20, 70], [37, 30, 1], [70, 9, 2]].map(
    ([B, I, U]) => [p0, 4 * U!, p1, p2, p3, B!, I!, U!],
  ),
  linearForwardBytes: [[33, 20, 17], [5, 20, 70], [37, 30, 1], [70, 9, 2]].map(
    ([B, I, U]) => [p0, 4 * U!, pixels.byteOffset, p2, p3, 0.25, B!, I!, U!],
  ),
  weightGradient: [[9, 200, 5], [9, 20, 70], [7, 300, 1]].map(
    ([B, I, U]) => [p0, 4 * I!, p1, 4 * U!, p2, 4 * I!, B!, I!, U!],
  ),
  weightGradientBytes: [[9, 200, 5], [9, 20, 70], [7, 300, 1]].map(
    ([B, I, U]) => [p0, 4 * I!, p1, 4 * U!, pixels.byteOffset, I!, 0.25, B!, I!, U!],
  ),
  inputGradient: [[9, 71, 5], [3, 40, 3]].map(
    ([B, I, U]) => [p0, 4 * I!, p1, 4 * U!, p2, 4 * I!, B!, I!, U!],
  ),
  activationForward: [[p0, p1, 2, 0, 301]],
  activationBackward: [[p0, p1, p2, p3, 2, 0, 301], [p0, p0, p2, p3, 2, 0, 301]],
  lossBackward: [[p0, p1, p2, 1, settings, 2, 0, 0.5, 301]],
  rowActivationForward: [[p0, p1, 0, 0, 23, 7]],
  rowLossBackward: [[p0, p1, p2, 0, settings, 0.5, 23, 7]],
  multiply: [[p0, p1, p2, 301], [p0, p0, p1, 301]],
  addScaled: [[p0, p1, 0.5, 301]],
  addScaledBy: [[p0, p1, p2, 301]],
  addSign: [[p0, p1, 0.5, 301]],
  clip: [[p0, 0.1, 301]],
  dropInputs: [[p0, p1, p2, 0.5, 301]],
  dropInputBytes: [[p0, pixels.byteOffset, p2, 0.5, 301]],
  scaleInputs: [[p0, p1, 0.25, 301]],
  scaleInputBytes: [[p0, pixels.byteOffset, 0.25, 301]],
  dropoutMask: [[p0, rows.byteOffset, 1, 2, 3, 4, 5, 0, 2 ** 31, 2, 23, 7]],
  normalizeRows: [[p0, p1, p2, p3, p4, p5, 1e-5, 23, 7], [p0, p1, p2, p1, p4, p5, 1e-5, 23, 7]],
  rowsInputGradient: [[p0, p1, p2, p3, p4, 23, 7]],
  optimizerUpdate: [[p0, p1, p2, 0, p4, p5, 10, 301], [p0, 0, 0, 0, p4, p5, 0, 301]],
  clear: [[p0, 4 * 301]],
  neuronForwardTurned: [[320, 37, 30], [576, 100, 70]].map(
    ([step, B, I]) => [p0, 8, pixels.byteOffset, step!, p2, p3, 0.25, B!, I!],
  ),
  neuronGradientTurned: [[320, 0, 37, 301], [64, 1, 3, 1000]].map(
    ([step, isFirst, B, I]) => [p0, p1, 8, pixels.byteOffset, step!, 0.25, isFirst!, B!, I!],
  ),
  weave: [[p0, p1, 8], [p0, p1, 3]],
  unweave: [[p0, p1, 8], [p0, p1, 3]],
  neuronSumsWoven: [[7, 4], [13, 2]].map(([B, n]) => [p0, pixels.byteOffset, p2, B!, n!]),
  neuronGradientWoven: [[7, 4], [13, 2]].map(
    ([B, n]) => [p0, p1, 8, pixels.byteOffset, 0.25, B!, n!],
  ),
  unitsForwardTurned: [[320, 37, 30, 5], [576, 61, 70, 20]].map(
    ([step, B, I, U]) => [p0, 4 * U!, pixels.byteOffset, step!, p2, p3, 0.25, B!, I!, U!],
  ),
  unitsGradientTurned: [[320, 0, 37, 301, 5], [64, 1, 3, 1000, 3]].map(
    ([step, isFirst, B, I, U]) => {
      return [p0, 4 * I!, p1, 4 * U!, pixels.byteOffset, step!, 0.25, isFirst!, B!, I!, U!];
    },
  ),
  gatherRows: [[p0, p1, rows.byteOffset, 33, 28], [p0, p1, rows.byteOffset, 9, 68]],
};

/** Bytes of all buffers before and after a call, as it would be alone. */
function writtenBy(name: string, calls: readonly (readonly number[])[]): Uint8Array[] {
  const views = buffers.map(({ buffer, byteOffset }) =>
    new Uint8Array(buffer, byteOffset, bytesOfBuffer)
  );
  const before = views.map((view) => view.slice());
  for (const args of calls) exports[name]!(...args);
  const after = views.map((view) => view.slice());
  views.forEach((view, k) => view.set(before[k]!));
  return after;
}

/** The pieces that a schedule gives the threads. */
function piecesOf({ name }: Operation, args: number[], threads: number): (readonly number[])[] {
  const operation = operations.findIndex((other) => other.name === name);
  const { steps } = scheduleSteps([{ operation, args }], threads, { least: 1e-9 });
  return steps.flatMap((list) => list.flatMap((step) => "args" in step ? [step.args] : []));
}

for (const operation of operations.filter(({ share }) => share)) {
  const { name } = operation;
  Deno.test(`shares of ${name} write every output exactly once, with the same bits`, () => {
    const initial = writtenBy(name, []);
    assert(samples[name], "a shared operation needs a sample here");
    for (const args of samples[name]) {
      const whole = writtenBy(name, [args]);
      const isWritten = (bytes: Uint8Array[], buffer: number, at: number) =>
        bytes[buffer]![at] !== initial[buffer]![at];
      for (const threads of [2, 3, 8]) {
        const pieces = piecesOf(operation, args, threads);
        assert(pieces.length > 1, `${args} in one piece`);
        assertEquals(writtenBy(name, pieces), whole);
        // Each by itself: no byte is written by two of them.
        const alone = pieces.map((piece) => writtenBy(name, [piece]));
        for (let buffer = 0; buffer < buffers.length; buffer++) {
          for (let at = 0; at < bytesOfBuffer; at++) {
            const writers = alone.filter((bytes) => isWritten(bytes, buffer, at)).length;
            assertEquals(writers, isWritten(whole, buffer, at) ? 1 : 0);
          }
        }
      }
    }
  });
}
