import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { applyPatch } from "../../src/experiment/patch.ts";

Deno.test("objects are merged key by key", () => {
  const base = { regularization: { l2: 0.1, dropout: 0.2 }, epochs: 5 };
  assertEquals(applyPatch(base, { regularization: { l2: 0.3 } }), {
    regularization: { l2: 0.3, dropout: 0.2 },
    epochs: 5,
  });
});

Deno.test("lists and single values replace what was there", () => {
  const base = { architecture: [{ units: 1 }, { units: 2 }], epochs: 5, batchSize: "full" };
  assertEquals(applyPatch(base, { architecture: [{ units: 9 }], epochs: 6, batchSize: 32 }), {
    architecture: [{ units: 9 }],
    epochs: 6,
    batchSize: 32,
  });
});

Deno.test("null takes a key away", () => {
  assertEquals(applyPatch({ epochs: 5, shuffle: false }, { epochs: null }), { shuffle: false });
  assertEquals(
    applyPatch({ regularization: { l2: 1, dropout: 0.5 } }, { regularization: { l2: null } }),
    { regularization: { dropout: 0.5 } },
  );
});

Deno.test("a member with another type replaces the old one with all its options", () => {
  const base = { optimizer: { type: "adam", learningRate: 0.1, beta1: 0.5 } };
  assertEquals(applyPatch(base, { optimizer: { type: "momentum", learningRate: null } }), {
    optimizer: { type: "momentum" },
  });
  assertEquals(applyPatch(base, { optimizer: "momentum" }), { optimizer: "momentum" });
});

Deno.test("a member of the same type, or without one, keeps the options that it had", () => {
  const base = { optimizer: { type: "adam", learningRate: 0.1 } };
  const merged = { optimizer: { type: "adam", learningRate: 0.1, beta1: 0.5 } };
  assertEquals(applyPatch(base, { optimizer: { type: "adam", beta1: 0.5 } }), merged);
  assertEquals(applyPatch(base, { optimizer: { beta1: 0.5 } }), merged);
});

Deno.test("options are put over a member's name, or over the default member", () => {
  assertEquals(applyPatch({ init: "random" }, { init: { scale: 2 } }), {
    init: { type: "random", scale: 2 },
  });
  assertEquals(applyPatch({}, { optimizer: { learningRate: 2 } }), {
    optimizer: { type: "gradient-descent", learningRate: 2 },
  });
  assertEquals(applyPatch({}, { init: { distribution: "uniform" } }), {
    init: { type: "he", distribution: "uniform" },
  });
});

Deno.test("data of another type replaces the data whole", () => {
  const base = { data: { type: "csv", path: "a.csv", target: "rain", normalize: "none" } };
  assertEquals(applyPatch(base, { data: { type: "generated", shape: "xor" } }), {
    data: { type: "generated", shape: "xor" },
  });
  assertEquals(applyPatch(base, { data: { normalize: "standardize" } }), {
    data: { ...base.data, normalize: "standardize" },
  });
});

Deno.test("neither argument is changed, and what the patch leaves alone is shared", () => {
  const data = { type: "generated", shape: "xor" };
  const base = { data, regularization: { l2: 1 } };
  const before = structuredClone(base);
  const patched = applyPatch(base, { regularization: { dropout: 0.5 } });
  assertEquals(base, before);
  assertStrictEquals(patched.data, data);
});

const settings = fc.record({
  epochs: fc.nat(),
  init: fc.constantFrom("he", "zeros"),
  regularization: fc.record({ l2: fc.nat(), dropout: fc.nat() }, { requiredKeys: [] }),
}, { requiredKeys: [] });

Deno.test("a patch applied twice is the patch applied once, and the empty patch changes nothing", () => {
  fc.assert(fc.property(settings, settings, (base, patch) => {
    const once = applyPatch(base, patch);
    assertEquals(applyPatch(once, patch), once);
    assertEquals(applyPatch(base, {}), base);
  }));
});

Deno.test("a patch's single values are what the settings then hold", () => {
  fc.assert(fc.property(settings, settings, (base, patch) => {
    const merged = applyPatch(base, patch);
    for (const key of ["epochs", "init"] as const) {
      assertEquals(merged[key], patch[key] ?? base[key]);
    }
    for (const key of ["l2", "dropout"] as const) {
      const regularization = merged.regularization as typeof patch.regularization;
      const expected = patch.regularization?.[key] ?? base.regularization?.[key];
      assertEquals(regularization?.[key], expected);
    }
  }));
});
