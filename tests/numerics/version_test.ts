import { assertEquals } from "@std/assert";
import {
  erf,
  exp,
  expm1,
  log,
  log1p,
  numericsVersion,
  powerInteger,
  sigmoid,
  softplus,
  sum,
  tanh,
} from "../../src/numerics/mod.ts";

/** FNV-1a, 32 bits, over the bits of numbers other than NaN, whose bits are not defined. */
function digest(values: Iterable<number>): string {
  const view = new DataView(new ArrayBuffer(8));
  let hash = 0x811c9dc5;
  for (const value of values) {
    view.setFloat64(0, value);
    for (let i = 0; i < 8; i++) hash = Math.imul(hash ^ view.getUint8(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function* values(compute: (x: number) => number, low: number, high: number) {
  for (let i = 0; i < 20_000; i++) {
    yield compute(low + (high - low) * ((i * 0.6180339887498949) % 1));
  }
}

Deno.test("the results of numerics version 2 have these bits; other bits raise the version", () => {
  const powers = (x: number) => powerInteger(0.999, Math.floor(x));
  const sums = (x: number) => sum([x, 1e16, 1 / x, -1e16, x * x]);
  assertEquals(numericsVersion, 2);
  assertEquals({
    exp: digest(values(exp, -750, 712)),
    expm1: digest(values(expm1, -40, 712)),
    log: digest(values(log, 0, 100)),
    log1p: digest(values(log1p, -1, 100)),
    tanh: digest(values(tanh, -22, 22)),
    sigmoid: digest(values(sigmoid, -750, 40)),
    softplus: digest(values(softplus, -750, 40)),
    erf: digest(values(erf, -7, 7)),
    powerInteger: digest(values(powers, 0, 1e6)),
    sum: digest(values(sums, 1, 1000)),
  }, {
    exp: "b26547b2",
    expm1: "b85df790",
    log: "4ff81baf",
    log1p: "d7abef5b",
    tanh: "d13ab5fd",
    sigmoid: "774667c8",
    softplus: "942d26c3",
    erf: "6d51572c",
    powerInteger: "e4e36a4c",
    sum: "c6554b37",
  });
});
