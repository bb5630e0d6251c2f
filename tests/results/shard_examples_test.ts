import { assertEquals } from "@std/assert";
import type { LoadedData } from "../../src/data/mod.ts";
import { addExamples, encodeExamples } from "../../src/results/shard_examples.ts";
import { seal, unseal } from "../../src/results/sealed.ts";
import { loadedAs, sweepOf } from "./_examples.ts";

Deno.test("of rows that are no points, those with mistakes are kept, and several files add up", () => {
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(addExamples(sets, encodeExamples(sweepOf("bytes", [3, 1]))), true);
  const { train } = sets[0]!.parts;
  assertEquals([...train.inputs.values], [0, 0, 0, 30, 40, 50, 0, 0, 0, 90, 100, 110, 0, 0, 0]);
  assertEquals(train.names, ["", "b", "", "d", ""]);
  assertEquals(addExamples(sets, encodeExamples(sweepOf("bytes", [4]))), true);
  assertEquals([...train.inputs.values].slice(9), [90, 100, 110, 120, 130, 140]);
  assertEquals(train.names, ["", "b", "", "d", "e"]);
  assertEquals(train.inputs.values instanceof Uint8Array, true);
});

Deno.test("of points in a plane all rows are kept with their classes, to the bit", () => {
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(addExamples(sets, encodeExamples(sweepOf("plane", [1]))), true);
  assertEquals(sets, [loadedAs("plane")]);
});

Deno.test("data that no run of the shard uses is left to other shards", () => {
  const sweep = sweepOf("plane", []);
  const other = { ...sweep.data[0]!, settings: { ...sweep.data[0]!.settings, seed: 9 } } as never;
  const sets: (LoadedData | undefined)[] = [];
  assertEquals(
    addExamples(sets, encodeExamples({ ...sweep, data: [other, sweep.data[0]!] })),
    true,
  );
  assertEquals([...sets], [undefined, loadedAs("plane")]);
});

Deno.test("a file with any byte changed or missing is not whole", () => {
  const file = encodeExamples(sweepOf("bytes", [1]));
  for (let k = 0; k < file.length; k += 7) {
    const other = file.slice();
    other[k]! ^= 64;
    assertEquals(addExamples([], other), false, `byte ${k}`);
    assertEquals(addExamples([], file.subarray(0, k)), false, `${k} bytes`);
  }
});

Deno.test("a file that contradicts itself or the ones before it is not whole", () => {
  const whole = unseal(encodeExamples(sweepOf("bytes", [3, 1])))!;
  const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
  const text = new TextDecoder().decode(whole.subarray(4, 4 + length));
  const addWith = (from: string, to: string, rows = whole.subarray(4 + length)) => {
    const head = new TextEncoder().encode(text.replace(from, to));
    assertEquals(from === to, text.replace(from, to) === text, `${from} is not in it`);
    const bytes = new Uint8Array(4 + head.length + rows.length);
    new DataView(bytes.buffer).setUint32(0, head.length, true);
    bytes.set(head, 4);
    bytes.set(rows, 4 + head.length);
    const sets: (LoadedData | undefined)[] = [];
    return addExamples(sets, encodeExamples(sweepOf("bytes", [0]))) &&
      addExamples(sets, seal(bytes));
  };
  assertEquals(addWith("", ""), true);
  const contradictions = [
    ['"columns":3', '"columns":4'],
    ['"columns":3', '"columns":-3'],
    ['"inputShape":[3]', '"inputShape":[2]'],
    ['"inputShape":[3]', '"inputShape":[{"toString":"x"}]'],
    ['"rows":5', '"rows":6'],
    ['"rows":5', '"rows":1e15'],
    ['"rows":5', '"rows":"5"'],
    ['"targetColumns":1', '"targetColumns":2'],
    ['"isBytes":true', '"isBytes":false'],
    ['"isBytes":true', '"isBytes":1'],
    ['"kept":[1,3]', '"kept":[3,1]'],
    ['"kept":[1,3]', '"kept":[1,5]'],
    ['"kept":[1,3]', '"kept":[1]'],
    ['"names":["b","d"]', '"names":["b"]'],
    ['"names":["b","d"]', '"names":["b",{}]'],
    ['"classes":["no","yes"]', '"classes":["no",1]'],
    ['"digest":"d"', '"digest":"e"'],
    ['"version":1', '"version":2'],
    ['"parts"', '"other"'],
  ] as const;
  for (const [from, to] of contradictions) assertEquals(addWith(from, to), false, to);
  assertEquals(addWith("", "", whole.subarray(4 + length, -1)), false);
});
