import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ExperimentError } from "../../src/errors.ts";
import { expanded, runNames } from "./_experiments.ts";

const variants = { zeros: { init: "zeros" }, he: { init: "he" } };

Deno.test("an experiment without variants has one called base", () => {
  assertEquals(runNames(), ["base-seed1"]);
  assertEquals(runNames({ seeds: [3, 1] }), ["base-seed3", "base-seed1"]);
});

Deno.test("runs are variants × points × grid × seeds in the order of the file", () => {
  assertEquals(
    runNames({
      variants,
      points: [{ epochs: 5 }, { epochs: 6 }],
      grid: { "optimizer.learningRate": [0.1, 0.01] },
      seeds: [1, 2],
    }),
    ["zeros", "he"].flatMap((variant) =>
      [5, 6].flatMap((epochs) =>
        [0.1, 0.01].flatMap((rate) =>
          [1, 2].map((seed) => `${variant}-epochs=${epochs}-learningRate=${rate}-seed${seed}`)
        )
      )
    ),
  );
});

Deno.test("the last axis of the grid is innermost, and names list paths in one order", () => {
  assertEquals(runNames({ grid: { epochs: [1, 2], batchSize: [8, "full"] } }), [
    "base-batchSize=8-epochs=1-seed1",
    "base-batchSize=full-epochs=1-seed1",
    "base-batchSize=8-epochs=2-seed1",
    "base-batchSize=full-epochs=2-seed1",
  ]);
});

Deno.test("a variant's patch comes before the point's, and the grid last", () => {
  const { runs } = expanded({
    epochs: 1,
    variants: { a: { epochs: 2, init: "zeros", shuffle: false } },
    points: [{ epochs: 3, init: "xavier" }],
    grid: { epochs: [4] },
  });
  const { epochs, init, shuffle } = runs[0]!.settings;
  assertEquals([epochs, init.type, shuffle], [4, "xavier", false]);
});

Deno.test("paths are named by as many keys as tell them apart", () => {
  assertEquals(
    runNames({
      init: "random",
      biasInit: "random",
      grid: { "init.scale": [1], "biasInit.scale": [2], "architecture.0.units": [5] },
    }),
    ["base-units=5-biasInit.scale=2-init.scale=1-seed1"],
  );
});

Deno.test("values are named readably: members, lists, defaults", () => {
  const [first] = runNames({ grid: { init: [{ type: "random", scale: 0.5 }] } });
  assertEquals(first, "base-init=random+scale=0.5-seed1");
  assertEquals(runNames({ grid: { epochs: [null] } }), ["base-epochs=default-seed1"]);
  assertEquals(runNames({ grid: { shuffle: [false] } }), ["base-shuffle=false-seed1"]);
  const layers = [{ units: 4 }, { units: 1, activation: "sigmoid" }];
  const [architecture] = runNames({ grid: { architecture: [layers] } });
  assertEquals(/^base-architecture=4x1_[0-9a-f]{10}-seed1$/.test(architecture!), true);
});

Deno.test("a value that is no file name is told by its digest", () => {
  const data = { type: "csv", path: "a.csv", target: "y" };
  const names = runNames({ data, grid: { "data.path": ["../a b.csv", "../a/b.csv"] } });
  assertEquals(new Set(names).size, 2);
  for (const name of names) {
    assertEquals(/^base-path=[A-Za-z0-9._]+_[0-9a-f]{10}-seed1$/.test(name), true, name);
  }
});

Deno.test("a name that would be too long is cut and told by its digest", () => {
  const point = { data: { type: "generated", shape: "spiral", rows: 1000, noise: 0.123456789 } };
  const grid = {
    "optimizer.learningRate": [0.000123456789],
    "regularization.l2": [0.000123456789],
    "regularization.dropout": [0.123456789],
  };
  const [name] = runNames({ variants: { ["v".repeat(60)]: {} }, points: [point], grid });
  assertEquals(/^v{60}-[0-9a-f]{10}-seed1$/.test(name!), true, name);
});

const axis = fc.uniqueArray(fc.double({ min: 1e-6, max: 10, noNaN: true }), {
  minLength: 1,
  maxLength: 4,
});
const variantNames = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), {
  minLength: 1,
  maxLength: 4,
});
const seedLists = fc.uniqueArray(fc.nat({ max: 99 }), { minLength: 1, maxLength: 4 });

interface Sweep {
  names: string[];
  rates: number[];
  penalties: number[];
  seeds: number[];
}

function sweepNames({ names, rates, penalties, seeds }: Sweep): string[] {
  return runNames({
    variants: Object.fromEntries(names.map((name) => [name, {}])),
    points: penalties.map((l2) => ({ regularization: { l2 } })),
    grid: { "optimizer.learningRate": rates },
    seeds,
  });
}

const sweeps = fc.record({ names: variantNames, rates: axis, penalties: axis, seeds: seedLists });

Deno.test("names are unique, and safe on every file system", () => {
  fc.assert(fc.property(sweeps, (sweep) => {
    const names = sweepNames(sweep);
    assertEquals(new Set(names.map((name) => name.toLowerCase())).size, names.length);
    for (const name of names) assertEquals(/^[A-Za-z0-9][A-Za-z0-9._=+-]{0,119}$/.test(name), true);
  }));
});

Deno.test("adding, removing and reordering leave the names of other runs alone", () => {
  fc.assert(
    fc.property(sweeps, sweeps, (one, other) => {
      const merged = (key: keyof Sweep) => [...new Set<unknown>([...other[key], ...one[key]])];
      const both = {
        names: merged("names"),
        rates: merged("rates"),
        penalties: merged("penalties"),
        seeds: merged("seeds"),
      } as Sweep;
      const all = new Set(sweepNames(both));
      assertEquals(sweepNames(one).filter((name) => !all.has(name)), []);
    }),
    { numRuns: 30 },
  );
});

Deno.test("a name always stands for the same settings", () => {
  const settingsOf = (changes: Record<string, unknown>) =>
    expanded(changes).runs.find(({ name }) => name === "he-epochs=5-seed2")!.settings;
  const alone = settingsOf({ variants, grid: { epochs: [5] }, seeds: [2] });
  const among = settingsOf({
    variants: { b: {}, ...variants },
    grid: { epochs: [9, 5] },
    seeds: [1, 2],
  });
  assertEquals(alone, among);
});

Deno.test("two names of the same runs are allowed, the same name for two is not", () => {
  assertEquals(runNames({ variants: { a: {}, b: {} } }), ["a-seed1", "b-seed1"]);
  const clash = { variants: { a: {}, "a-epochs=5": {} }, points: [{}, { epochs: 5 }] };
  assertEquals(
    assertThrows(() => expanded(clash), ExperimentError).message,
    "Cannot use variants a-epochs=5 and a-epochs=5 together: their runs would have the same names",
  );
});

Deno.test("the digest changes with what is asked, not with how it is written", () => {
  const { digest } = expanded({ epochs: 100, seeds: [1] });
  assertEquals(expanded({}).digest, digest);
  assertEquals(
    expanded({
      init: { distribution: "normal", type: "he" },
      loss: "binary-cross-entropy",
      architecture: [
        { activation: { type: "relu" }, units: 3, init: "he", dropout: 0 },
        { units: 1, activation: "sigmoid", biasInit: "zeros" },
      ],
    }).digest,
    digest,
  );
  assertNotEquals(expanded({ epochs: 101 }).digest, digest);
  assertNotEquals(expanded({ seeds: [2] }).digest, digest);
  assertNotEquals(expanded({ variants: { other: {} } }).digest, digest);
});
