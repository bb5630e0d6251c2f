import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { loadData } from "../../src/data/mod.ts";
import { expand, parseExperiment } from "../../src/experiment/mod.ts";
import { sha256Hex } from "../../src/results/mod.ts";
import { decodeData, encodeData } from "../../src/queue/data_blob.ts";
import { decodeJob, encodeJob, Refusal } from "../../src/queue/job.ts";
import { contentDigest } from "../../src/runner/mod.ts";

const written = {
  name: "x",
  data: { type: "generated", shape: "xor", rows: 20, split: { test: 0.25 } },
  architecture: [{ units: 3, activation: "relu", dropout: 0.2 }, {
    units: 1,
    activation: "sigmoid",
  }],
  optimizer: { type: "adam", learningRate: 0.01 },
  schedule: { type: "step", factor: 0.5, every: 3 },
  earlyStopping: null,
  seeds: [7, 8],
};

const { earlyStopping: _, ...experiment } = written;
const { runs } = expand(parseExperiment(experiment));
const data = { type: "generated", shape: "xor", rows: 20 } as const;
const loaded = await loadData(data, { folder: "/" });
const encode = (index = 0) => encodeJob(runs[index]!, { loaded, weights: new Map() });
const idOf = (text: string) => sha256Hex(new TextEncoder().encode(text));

Deno.test("a job comes back as the run that it was, data aside", () => {
  const { id, text } = encode();
  const { run, data } = decodeJob(id, { text, run: "base-seed7" });
  const { data: own, ...settings } = runs[0]!.settings;
  const { data: sent, ...others } = run.settings;
  assertEquals(others, settings);
  assertEquals([sent.split, sent.normalize], [own.split, own.normalize]);
  assertEquals([run.seed, run.name], [7, "base-seed7"]);
  assertEquals(data, { digest: loaded.digest, content: contentDigest(loaded) });
});

Deno.test("a job's id is that of its run, whatever the run is called", () => {
  assertEquals(encode().id, encode().id);
  assertNotEquals(encode(0).id, encode(1).id);
  const renamed = encodeJob({ ...runs[0]!, name: "other", variant: "other" }, {
    loaded,
    weights: new Map(),
  });
  assertEquals(renamed.id, encode().id);
});

Deno.test("a run that is to be halted is another job, whose checkpoints are those of the whole run", () => {
  const whole = encode();
  assertEquals(whole.key, whole.id);
  const halted = [5, 6].map((stopAfter) =>
    encodeJob({ ...runs[0]!, stopAfter }, { loaded, weights: new Map() })
  );
  assertEquals(new Set([whole, ...halted].map(({ id }) => id)).size, 3);
  assertEquals(halted.map(({ key }) => key), [whole.id, whole.id]);
  const [{ id, text }] = halted as [typeof whole];
  const { run, key } = decodeJob(id, { text, run: "r" });
  assertEquals([run.stopAfter, key], [5, whole.id]);
  assertEquals("stopAfter" in decodeJob(whole.id, { text: whole.text, run: "r" }).run, false);
  for (const wrong of ["0", "-1", "1.5", `${runs[0]!.settings.epochs}`, '"5"', "null", "1e300"]) {
    const other = text.replace('"stopAfter":5', `"stopAfter":${wrong}`);
    assertThrows(() => decodeJob(idOf(other), { text: other, run: "r" }), Error, "stopAfter");
  }
});

Deno.test("a job of another numerics version is for another worker", () => {
  const text = encode().text.replace(/"numericsVersion":\d+/, '"numericsVersion":99');
  assertThrows(() => decodeJob(idOf(text), { text, run: "r" }), Refusal, "numerics version 99");
});

Deno.test("what is no job is refused, wherever it differs from one", () => {
  const { id, text } = encode();
  const refuse = (text: string, id = idOf(text)) =>
    assertThrows(() => decodeJob(id, { text, run: "r" }), Error);
  refuse(text.replace('"units":3', '"units":4'), id);
  refuse(text.replace('"units":3', '"units":-3'));
  refuse(text.replace('"units":3', '"units":3,"code":"x"'));
  refuse(text.replace('"seeds":[7]', '"seeds":[7,8]'));
  refuse(text.replace('"seeds":[7]', '"seeds":[1e10]'));
  refuse("null");
  refuse("[".repeat(10_000));
  assertThrows(() => decodeJob(id, { text, run: "r".repeat(10_000) }), Error);
  assertThrows(() => decodeJob(id, { text, run: "r", more: 1 }), Error);
  assertThrows(() => decodeJob(id, null), Error);
});

Deno.test("a job that differs in its seed from one that was understood is looked at as closely", () => {
  const { id, text } = encode();
  assertEquals(decodeJob(id, { text, run: "r" }).run.seed, 7);
  const withSeeds = (seeds: string) => text.replace('"seeds":[7]', `"seeds":[${seeds}]`);
  const decode = (text: string) => decodeJob(idOf(text), { text, run: "r" });
  for (const seed of [0, 8, 123, 0xffff_ffff]) {
    const { run, key } = decode(withSeeds(`${seed}`));
    assertEquals([run.seed, key], [seed, idOf(withSeeds(`${seed}`))]);
    assertEquals(run.settings, decodeJob(id, { text, run: "r" }).run.settings);
  }
  for (const seeds of ["07", "-1", "-0", "1.5", "4294967296", "9999999999", "", "7,8", '"7"']) {
    assertThrows(() => decode(withSeeds(seeds)), Error);
  }
  assertThrows(() => decode(text.replace('"name":"run"', '"name":"run","seeds":[7]')), Error);
  assertThrows(() => decode(withSeeds("7").replace('"name":"run"', '"seeds":[9]')), Error);
  assertThrows(() => decodeJob(id, { text: withSeeds("8"), run: "r" }), Error, "its id");
});

Deno.test("data goes through bytes unchanged, and every changed byte of it is seen", () => {
  const wanted = { digest: loaded.digest, content: contentDigest(loaded) };
  const bytes = encodeData(loaded);
  const back = decodeData(bytes, wanted);
  assertEquals(back.parts.train.inputs.values, loaded.parts.train.inputs.values);
  assertEquals(back.classes, loaded.classes);
  for (let i = 0; i < bytes.length; i += 7) {
    const damaged = bytes.slice();
    damaged[i]! ^= 0x10;
    assertThrows(() => decodeData(damaged, wanted), Error);
  }
  assertThrows(() => decodeData(bytes.subarray(0, 30), wanted), Error);
});
