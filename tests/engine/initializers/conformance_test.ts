import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  type Initializer,
  initializers,
  type Member,
  type Option,
  resolveMember,
} from "../../../src/engine/mod.ts";
import { createStream } from "../../../src/random/mod.ts";

const members: [string, Initializer][] = Object.entries(initializers);

const [fanIn, fanOut] = [500, 300]; // 150 000 draws

/** What a file of weights holds, for members that start from one. */
const samplePath = "weights.safetensors";
const stored = (length: number) => new Float32Array(length).fill(0.5);

function draw(member: Member, { seed = 1, layer = 0, tensor = 0, length = fanIn * fanOut } = {}) {
  const values = new Float32Array(length).fill(NaN);
  const initializer = (initializers as { [name: string]: Initializer })[member.type]!;
  const context = {
    stream: createStream(seed, "init"),
    place: { c0: layer, c1: tensor },
    fanIn,
    fanOut,
    tensor: "layers.0.weight",
    stored: new Map([[samplePath, new Map([["layers.0.weight", stored(length)]])]]),
  };
  initializer.fill(values, context, member as never);
  return values;
}

function momentsOf(values: Float32Array) {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const moment = (n: number) =>
    values.reduce((sum, v) => sum + Math.pow(v - mean, n), 0) / values.length;
  const variance = moment(2);
  return { mean, deviation: Math.sqrt(variance), kurtosis: moment(4) / (variance * variance) };
}

/** Every combination of a member's choices, a file for its paths, the rest at their defaults. */
function settingsOf(name: string, options: { [name: string]: Option }): Member[] {
  const paths = Object.keys(options).filter((key) => options[key]!.kind === "path");
  let all: Record<string, string>[] = [
    Object.fromEntries(paths.map((key) => [key, samplePath])),
  ];
  for (const [key, option] of Object.entries(options)) {
    if (option.kind !== "choice") continue;
    all = all.flatMap((some) => option.values.map((value) => ({ ...some, [key]: value })));
  }
  return all.map((some) => resolveMember(initializers, { type: name, ...some }));
}

for (const [name, initializer] of members) {
  Deno.test(`the initializer ${name} is listed under its own name`, () => {
    assertEquals(initializer.name, name);
  });

  for (const member of settingsOf(name, initializer.options)) {
    const title = Object.values(member).join(" ");

    Deno.test(`the initializer ${title} writes every element, the same for the same seed`, () => {
      const values = draw(member);
      assert(values.every(Number.isFinite));
      assertEquals(draw(member), values);
      if (initializer.needsMatrix) {
        assertThrows(() => draw(member, { length: 7 }), RangeError, `300 × 500 weights`);
      } else assertEquals(draw(member, { length: 7 }), values.slice(0, 7));
    });

    Deno.test(`the initializer ${title} differs between seeds, layers and tensors or is constant`, () => {
      const values = draw(member);
      if (new Set(values).size === 1) return assertEquals(draw(member, { seed: 2 }), values);
      for (const other of [{ seed: 2 }, { layer: 1 }, { tensor: 1 }]) {
        assertNotEquals(draw(member, other), values);
      }
    });
  }
}

const expected: [Member, { deviation: number; uniform: boolean }][] = [
  [resolveMember(initializers, "random"), { deviation: 0.01, uniform: false }],
  [resolveMember(initializers, { type: "random", scale: 2 }), { deviation: 2, uniform: false }],
  [resolveMember(initializers, { type: "random", scale: 0.5, distribution: "uniform" }), {
    deviation: 0.5 / Math.sqrt(3),
    uniform: true,
  }],
  [resolveMember(initializers, "he"), { deviation: Math.sqrt(2 / 500), uniform: false }],
  [resolveMember(initializers, { type: "he", distribution: "uniform" }), {
    deviation: Math.sqrt(2 / 500),
    uniform: true,
  }],
  [resolveMember(initializers, "lecun"), { deviation: Math.sqrt(1 / 500), uniform: false }],
  [resolveMember(initializers, { type: "lecun", distribution: "uniform" }), {
    deviation: Math.sqrt(1 / 500),
    uniform: true,
  }],
  [resolveMember(initializers, "xavier"), { deviation: Math.sqrt(2 / 800), uniform: false }],
  [resolveMember(initializers, { type: "xavier", distribution: "uniform" }), {
    deviation: Math.sqrt(2 / 800),
    uniform: true,
  }],
];

for (const [member, { deviation, uniform }] of expected) {
  Deno.test(`${Object.values(member).join(" ")} has the moments and bounds of its formula`, () => {
    const values = draw(member, { length: 1_000_000 });
    const got = momentsOf(values);
    // Five standard errors: σ/√n of the mean, σ√((κ−1)/4n) of σ, √(24/n) of a normal kurtosis.
    const error = 5 / Math.sqrt(values.length);
    const kurtosis = uniform ? 1.8 : 3;
    assert(Math.abs(got.mean) < error * deviation, `mean ${got.mean}`);
    assert(Math.abs(got.deviation / deviation - 1) < error * Math.sqrt((kurtosis - 1) / 4));
    assert(Math.abs(got.kurtosis - kurtosis) < error * Math.sqrt(24), `kurtosis ${got.kurtosis}`);
    const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const limit = uniform ? Math.sqrt(3) * deviation : 6 * deviation;
    assert(largest <= limit * (1 + 1e-7) && largest > 0.6 * limit, `largest ${largest}`);
  });
}

Deno.test("zeros are zeros, ones are ones and a constant is its value", () => {
  assertEquals(draw({ type: "ones" }, { length: 3 }), Float32Array.of(1, 1, 1));
  assertEquals(draw({ type: "constant", value: 0.1 }, { length: 1 }), Float32Array.of(0.1));
  assertEquals(draw({ type: "zeros" }, { length: 3 }), Float32Array.of(0, 0, 0));
});
