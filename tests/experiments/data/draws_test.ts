import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { createDataStream, createDraws } from "../../../experiments/data/generate/draws.ts";

function sequence(place: { kind: number; index: number }, count: number): number[] {
  const draws = createDraws(createDataStream(1), place);
  return Array.from({ length: count }, () => draws.uniform(0, 1));
}

Deno.test("the same place gives the same choices and every other place gives others", () => {
  const choices = sequence({ kind: 1, index: 3 }, 9);
  assertEquals(sequence({ kind: 1, index: 3 }, 9), choices);
  assertNotEquals(sequence({ kind: 1, index: 4 }, 9), choices);
  assertNotEquals(sequence({ kind: 2, index: 3 }, 9), choices);
  assertEquals(new Set(choices).size, 9);
});

Deno.test("uniform choices fill their range evenly", () => {
  const draws = createDraws(createDataStream(1), { kind: 1, index: 0 });
  const counts = new Float64Array(10);
  for (let i = 0; i < 10000; i++) counts[Math.floor((draws.uniform(-2, 3) + 2) * 2)]! += 1;
  // 1000 ± 30 are expected in each tenth; five deviations are allowed.
  for (const count of counts) assert(count > 850 && count < 1150, `${count}`);
});

Deno.test("bell choices have mean 0 and deviation 1", () => {
  const draws = createDraws(createDataStream(1), { kind: 1, index: 0 });
  const values = Array.from({ length: 10000 }, () => draws.bell());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  assert(Math.abs(mean) < 0.05, `${mean}`);
  assert(Math.abs(squares - 1) < 0.08, `${squares}`);
});

Deno.test("pick and integer reach every item, and chance keeps its probability", () => {
  const draws = createDraws(createDataStream(1), { kind: 1, index: 0 });
  const picked = new Set(Array.from({ length: 200 }, () => draws.pick(["a", "b", "c"])));
  assertEquals([...picked].sort(), ["a", "b", "c"]);
  const integers = new Set(Array.from({ length: 200 }, () => draws.integer(4)));
  assertEquals([...integers].sort(), [0, 1, 2, 3]);
  let hits = 0;
  for (let i = 0; i < 10000; i++) hits += draws.chance(0.3) ? 1 : 0;
  assert(hits > 2770 && hits < 3230, `${hits}`);
});
