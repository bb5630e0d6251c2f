import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Loss, losses, resolveMember } from "../../../src/engine/mod.ts";

const members: [string, Loss][] = Object.entries(losses);

for (const [name, loss] of members) {
  const settings = resolveMember(losses, name) as never;

  Deno.test(`the loss ${name} is listed under its own name`, () => {
    assertEquals(loss.name, name);
  });

  Deno.test(`the loss ${name} has the derivative that central differences find`, () => {
    const h = 1e-5;
    for (const y of [0, 0.25, 1]) {
      for (let p = -8.013; p < 8; p += 0.1) {
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
  const { value, gradient } = losses["binary-cross-entropy"];
  const tiny = Math.exp(-100); // ln(1 + e⁻¹⁰⁰) to double precision
  for (const [z, y] of [[100, 1], [-100, 0]] as const) {
    assertAlmostEquals(value(z, y, {}) / tiny, 1, 1e-13);
    assertAlmostEquals(gradient(z, y, {}), 0, 1e-15);
  }
  for (const [z, y] of [[100, 0], [-100, 1]] as const) {
    assertEquals(value(z, y, {}), 100);
    assertEquals(gradient(z, y, {}), z / 100);
  }
  assertAlmostEquals(value(0, 1, {}), Math.LN2, 1e-15);
  // A target in between: −0.25 ln a − 0.75 ln(1 − a) with a = sigmoid(ln 3) = 0.75.
  const expected = -0.25 * Math.log(0.75) - 0.75 * Math.log(0.25);
  assertAlmostEquals(value(Math.log(3), 0.25, {}), expected, 1e-15);
});

Deno.test("squared error has no factor ½", () => {
  assertEquals(losses["squared-error"].value(3, 1, {}), 4);
  assertEquals(losses["squared-error"].gradient(3, 1, {}), 4);
});
