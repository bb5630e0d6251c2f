import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createSimd } from "../../src/engine/kernels/simd.ts";
import {
  createArena,
  createNetwork,
  createOptimizer,
  createTraining,
  type NetworkSpec,
  normalizations,
  optimizers,
  resolveMember,
} from "../../src/engine/mod.ts";
import { granted } from "../permissions.ts";
import {
  type Case,
  cases,
  difference,
  plainReference,
  sharesAll,
  single,
  train,
  type Trained,
  untilReady,
} from "./_planned.ts";
import { bits, randomExamples, specOf } from "./helpers.ts";

/** Trains with everybody and compares all that is left with the reference's. */
async function compareAll(given: Case, teams: number[]): Promise<Trained> {
  const expected = await train(given, plainReference);
  for (const trainer of [...single, ...teams.map(sharesAll)]) {
    assertEquals(difference(await train(given, trainer), expected), undefined, trainer.name);
  }
  return expected;
}

Deno.test("any training has the same bits step by step, planned, and shared out", async () => {
  const teams = fc.constantFrom(2, 3, 8);
  await fc.assert(
    fc.asyncProperty(cases, teams, async (given, threads) => {
      await compareAll(given, [threads]);
    }),
    { numRuns: 25, seed: 4 },
  );
});

const plain: Case = {
  spec: specOf({
    inputs: 33,
    units: [21, 7, 3],
    activations: ["relu", "tanh", "sigmoid"],
    loss: "binary-cross-entropy",
    dropout: 0.2,
    l2: 0.01,
  }),
  optimizer: resolveMember(optimizers, "adam"),
  limits: {},
  learningRate: 0.1,
  rows: 150,
  chosen: undefined,
  bytes: true,
  batchRows: 32,
  shuffled: true,
  epochs: 3,
  seed: 3,
};

Deno.test("a whole batch whose last block is one row follows the shuffle", async () => {
  const { outputs } = await compareAll({ ...plain, rows: 65, batchRows: 65 }, [2]);
  assertEquals(outputs.length, 5);
});

Deno.test("a batch of more rows than there are is all of them", async () => {
  const wanted = await train({ ...plain, batchRows: 150 }, plainReference);
  const wide = { ...plain, batchRows: 1000 };
  for (const trainer of [...single, sharesAll(2)]) {
    assertEquals(difference(await train(wide, trainer), wanted), undefined, trainer.name);
  }
});

Deno.test("more steps than one run of a plan takes have the same bits", async () => {
  const { steps } = await compareAll({ ...plain, rows: 700, batchRows: 1 }, [2]);
  assertEquals(steps, 2100);
});

for (const batchRows of [5, 64, 150]) {
  Deno.test(`a loss that becomes infinite ends training at the same step: ${batchRows} rows`, async () => {
    const diverging: Case = {
      ...plain,
      spec: specOf({
        inputs: 33,
        units: [21, 3],
        activations: ["relu", "linear"],
        loss: "squared-error",
      }),
      optimizer: resolveMember(optimizers, "gradient-descent"),
      batchRows,
      learningRate: 1e9,
      epochs: 20,
    };
    const { finished, steps } = await compareAll(diverging, [2, 3, 8]);
    assert(finished.includes(false));
    assert(steps > 0 && steps < 20 * Math.ceil(150 / batchRows));
  });
}

Deno.test("a team that is not ready yet, and one that is closed, change no bit", () => {
  const { kernels } = sharesAll(3);
  const examples = randomExamples({ rows: 150, inputs: 33, outputs: 3 }, 1);
  const trained = (closes: boolean, threads: number) => {
    const network = createNetwork(plain.spec, { seed: 1, kernels, threads });
    network.initialize();
    const optimizer = createOptimizer(plain.optimizer, network);
    const training = createTraining(network, optimizer, { examples, batchRows: 32 });
    if (closes) network.close();
    for (let epoch = 1; epoch <= 3; epoch++) training.epoch(epoch, () => 0.01);
    network.close();
    return network.parameters.map(({ values }) => bits(values));
  };
  const expected = trained(false, 1);
  assertEquals(trained(false, 3), expected);
  assertEquals(trained(true, 3), expected);
});

Deno.test("a team that was ready works on alone after it is closed", async () => {
  const { kernels } = sharesAll(3);
  const examples = randomExamples({ rows: 150, inputs: 33, outputs: 3 }, 1);
  const network = createNetwork(plain.spec, { seed: 1, kernels, threads: 3 });
  network.initialize();
  const optimizer = createOptimizer(plain.optimizer, network);
  const training = createTraining(network, optimizer, { examples, batchRows: 32 });
  await untilReady(network);
  training.epoch(1, () => 0.01);
  network.close();
  network.close();
  await new Promise((resolve) => setTimeout(resolve, 50)); // for the helpers to end
  const before = network.parameters.map(({ values }) => bits(values));
  training.epoch(2, () => 0.01);
  assertNotEquals(network.parameters.map(({ values }) => bits(values)), before);
});

Deno.test("a team reads and writes memory that has grown after it started", async () => {
  const { kernels } = sharesAll(3);
  const results: { loss: number; outputs: Uint32Array }[] = [];
  for (const threads of [1, 3]) {
    const network = createNetwork(plain.spec, { seed: 1, kernels, threads });
    network.initialize();
    const small = randomExamples({ rows: 10, inputs: 33, outputs: 3 }, 1);
    network.evaluate(small);
    network.evaluate(small);
    await untilReady(network);
    network.evaluate(small);
    const before = network.arena.memory.buffer.byteLength;
    const large = randomExamples({ rows: 40000, inputs: 33, outputs: 3 }, 2);
    network.evaluate(large);
    const { loss, outputs } = network.evaluate(large);
    assert(network.arena.memory.buffer.byteLength > before);
    results.push({ loss, outputs: bits(outputs) });
    network.close();
  }
  assert(results[0]!.outputs.every((word, k) => word === results[1]!.outputs[k]));
  assertEquals(results[0]!.loss, results[1]!.loss);
});

Deno.test("a step that is refused is refused when it comes, planned or not", () => {
  const normalized = {
    ...plain.spec,
    layers: [resolveMember(normalizations, "batch-norm"), ...plain.spec.layers].map((layer) => ({
      activation: { type: "linear" },
      dropout: 0,
      ...layer,
    })) as unknown as NetworkSpec["layers"],
  };
  const examples = randomExamples({ rows: 65, inputs: 33, outputs: 3 }, 1);
  const results = [plainReference, sharesAll(2)].map(({ kernels }) => {
    const network = createNetwork(normalized, { seed: 1, kernels });
    network.initialize();
    const optimizer = createOptimizer(plain.optimizer, network);
    const training = createTraining(network, optimizer, { examples, batchRows: 32 });
    assertThrows(() => training.epoch(1, () => 0.1), RangeError, "Cannot take a batch of 1 row");
    return network.tensors.map(({ values }) => bits(values));
  });
  assertEquals(results[0], results[1]);
});

Deno.test("a plan refuses what the module has no kernel for", () => {
  const arena = createArena();
  const { planner } = createSimd(arena);
  const [w, g] = [arena.float32(3), arena.float32(3)];
  const rule = { name: "no-such-rule", update() {} };
  assertThrows(
    () => planner!.record(() => planner!.kernels.optimizerUpdate(w, [], g, g, rule, 3)),
    TypeError,
    "Cannot plan optimizerUpdate with these arguments",
  );
});

/** Threads of this process, where the system says so. */
function countThreads(): number | undefined {
  try {
    return [...Deno.readDirSync("/proc/self/task")].length;
  } catch {
    return undefined;
  }
}

Deno.test({
  name: "networks opened and closed one after the other leave no thread behind",
  ignore: !granted("read") || countThreads() === undefined,
  async fn() {
    const openAndClose = async (waits: boolean) => {
      const network = createNetwork(plain.spec, { seed: 1, ...sharesAll(3) });
      const examples = randomExamples({ rows: 9, inputs: 33, outputs: 3 }, 1);
      const optimizer = createOptimizer(plain.optimizer, network);
      const training = createTraining(network, optimizer, { examples, batchRows: 4 });
      if (waits) await untilReady(network);
      training.epoch(1, () => 0.01);
      network.close();
    };
    // The program's own threads are there after the first ones.
    for (let k = 0; k < 3; k++) await openAndClose(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = countThreads()!;
    for (let k = 0; k < 20; k++) await openAndClose(k % 2 === 0);
    for (let k = 0; k < 1000 && countThreads()! > before; k++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert(countThreads()! <= before, `${countThreads()} threads, before ${before}`);
  },
});

Deno.test({
  name: "a program whose networks are closed ends by itself",
  ignore: !granted("run", "read"),
  async fn() {
    const module = (path: string) => new URL(path, import.meta.url).href;
    const source = `
      import { train, sharesAll, cases } from ${JSON.stringify(module("./_planned.ts"))};
      import fc from "fast-check";
      const [given] = fc.sample(cases, { numRuns: 1, seed: 1 });
      await train(given, sharesAll(3));
      console.log("trained");`;
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-check", "--config", config, "--frozen", "--allow-read", "-"],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      cwd: new URL("../..", import.meta.url),
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(source));
    await writer.close();
    const timer = setTimeout(() => child.kill("SIGKILL"), 30000);
    const { code, stdout } = await child.output();
    clearTimeout(timer);
    assertEquals([code, new TextDecoder().decode(stdout)], [0, "trained\n"]);
  },
});
