import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Loss, losses, outputLosses, resolveMember } from "../../../src/engine/mod.ts";
import { manySettings, titleOf } from "../helpers.ts";

const members: [string, Loss][] = Object.entries(outputLosses);

for (const [name, loss] of members) {
  Deno.test(`the loss ${name} is listed under its own name`, () => {
    assertEquals(loss.name, name);
  });
}

const bound = members.flatMap(([type, loss]) =>
  manySettings(losses, type).map((member) => [titleOf(member), loss, member] as const)
);

for (const [name, loss, member] of bound) {
  const settings = member as never;

  Deno.test(`the loss ${name} has the derivative that central differences find`, () => {
    const h = 1e-5;
    for (const y of [0, 0.25, 1]) {
      for (let p = -8.013; p < 8; p += 0.1) {
        if (loss.kinks?.(y, settings).some((kink) => Math.abs(p - kink) < 2 * h)) continue;
        const value = (p: number) => loss.value(p, y, settings);
        const numerical = (value(p + h) - value(p - h)) / (2 * h);
        const analytic = loss.gradient(p, y, settings);
        assertAlmostEquals(analytic, numerical, 1e-8, `at ${p}, target ${y}`);
      }
    }
  });

  Deno.test(`the loss ${name} is never below 0, and NaN of NaN`, () => {
    for (const p of [-1000, -3, 0, 0.5, 1, 40]) assert(loss.value(p, 1, settings) >= 0);
    assertEquals(loss.value(NaN, 1, settings), NaN);
  });
}

Deno.test("binary cross-entropy is exact where the sigmoid has long been 0 or 1", () => {
  const loss = losses["binary-cross-entropy"];
  const settings = resolveMember(losses, "binary-cross-entropy") as never;
  const value = (z: number, y: number) => loss.value(z, y, settings);
  const gradient = (z: number, y: number) => loss.gradient(z, y, settings);
  const tiny = Math.exp(-100); // ln(1 + e⁻¹⁰⁰) to double precision
  for (const [z, y] of [[100, 1], [-100, 0]] as const) {
    assertAlmostEquals(value(z, y) / tiny, 1, 1e-13);
    assertAlmostEquals(gradient(z, y), 0, 1e-15);
  }
  for (const [z, y] of [[100, 0], [-100, 1]] as const) {
    assertEquals(value(z, y), 100);
    assertEquals(gradient(z, y), z / 100);
  }
  assertAlmostEquals(value(0, 1), Math.LN2, 1e-15);
  // A target in between: −0.25 ln a − 0.75 ln(1 − a) with a = sigmoid(ln 3) = 0.75.
  const expected = -0.25 * Math.log(0.75) - 0.75 * Math.log(0.25);
  assertAlmostEquals(value(Math.log(3), 0.25), expected, 1e-15);
});

Deno.test("squared error has no factor ½", () => {
  assertEquals(losses["squared-error"].value(3, 1, {}), 4);
  assertEquals(losses["squared-error"].gradient(3, 1, {}), 4);
});

Deno.test("absolute error, Huber and hinge have the values of their formulas", () => {
  const { huber, hinge, "absolute-error": absolute } = losses;
  assertEquals([-2, 1, 3].map((a) => absolute.value(a, 1, {})), [3, 0, 2]);
  assertEquals([-2, 1, 3].map((a) => absolute.gradient(a, 1, {})), [-1, 0, 1]);
  // δ = 2: 1²/2, 2²/2, 2·(5 − 1), the last two with the slope δ.
  assertEquals([2, 3, 6].map((a) => huber.value(a, 1, { delta: 2 })), [0.5, 2, 8]);
  assertEquals([2, 3, 6, -9].map((a) => huber.gradient(a, 1, { delta: 2 })), [1, 2, 2, -2]);
  assertEquals([-1, 0.5, 1, 3].map((a) => hinge.value(a, 1, {})), [2, 0.5, 0, 0]);
  assertEquals([-1, 0.5, 1, 3].map((a) => hinge.gradient(a, 1, {})), [-1, -1, 0, 0]);
  assertEquals([-2, -0.5, 3].map((a) => hinge.value(a, 0, {})), [0, 0.5, 4]);
  assertEquals([-2, -0.5, 3].map((a) => hinge.gradient(a, 0, {})), [0, 1, 1]);
});

Deno.test("binary cross-entropy smooths labels as Keras and weighs positives as PyTorch", () => {
  const { value } = losses["binary-cross-entropy"];
  const z = Math.log(3); // a = 0.75
  const smooth = -0.9 * Math.log(0.75) - 0.1 * Math.log(0.25); // y = 1·0.8 + 0.1
  assertAlmostEquals(value(z, 1, { labelSmoothing: 0.2, positiveWeight: 1 }), smooth, 1e-15);
  const weighted = (y: number) => value(z, y, { labelSmoothing: 0, positiveWeight: 5 });
  assertAlmostEquals(weighted(1), -5 * Math.log(0.75), 1e-15);
  assertAlmostEquals(weighted(0), -Math.log(0.25), 1e-15);
});
