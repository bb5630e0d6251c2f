import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { prepareData } from "../../src/data/mod.ts";
import type { StoredWeights } from "../../src/engine/mod.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { Run } from "../../src/experiment/types.ts";
import {
  decodeCheckpoint,
  encodeCheckpoint,
  type RunCheckpoint,
} from "../../src/results/checkpoint_entry.ts";
import { encodeRun } from "../../src/results/run_entry.ts";
import { loadDataSets } from "../../src/runner/data_sets.ts";
import { type TrainOptions, trainRun } from "../../src/runner/train.ts";
import { granted } from "../permissions.ts";
import { experiments } from "./_random_runs.ts";

const ignore = !granted("read");
const origin = { key: "a".repeat(64), run: "he-seed1", numericsVersion: "1", data: "d" };

/** What layers start from that start from a file: some values for whatever shape is asked for. */
function stored(run: Run): StoredWeights {
  const tensors = new Map<string, Float32Array>();
  let inputs = 2;
  run.settings.architecture.forEach((layer, index) => {
    if (!("units" in layer)) return;
    const values = (n: number) => Float32Array.from({ length: n }, (_, k) => (k % 7 - 3) / 8);
    tensors.set(`layers.${index}.weight`, values(layer.units * inputs));
    tensors.set(`layers.${index}.bias`, values(layer.units));
    inputs = layer.units;
  });
  const path = "start.safetensors";
  return new Map([[path, tensors]]);
}

async function trainerOf(experiment: Record<string, unknown>) {
  const [run] = expand(parseExperiment(experiment, "small.json")).runs as [Run];
  const { data, keyOf } = await loadDataSets([run], { folder: "/" });
  const loaded = data.get(keyOf(run))!;
  const { split, normalize } = run.settings.data;
  const prepared = prepareData(loaded, { split, normalize, seed: run.seed });
  const given = { ...prepared, ...(loaded.classes ? { classes: loaded.classes } : {}) };
  return (options: TrainOptions = {}) => trainRun(run, given, { stored: stored(run), ...options });
}

type Trainer = Awaited<ReturnType<typeof trainerOf>>;

function bytesOf({ run: _, ...result }: ReturnType<Trainer>): string {
  return encodeRun("", { ...result, elapsedMs: 0 }).bytes.toHex();
}

class Stopped extends Error {}

/** Trains until after an epoch and takes its checkpoint through bytes; undefined where it ended. */
function checkpointAt(train: Trainer, epoch: number, options: TrainOptions) {
  let bytes: Uint8Array | undefined;
  try {
    train({
      ...options,
      onResumable(capture) {
        const checkpoint = capture();
        if (checkpoint.epoch !== epoch) return;
        bytes = encodeCheckpoint(origin, { ...checkpoint, elapsedMs: 1 });
        throw new Stopped();
      },
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  return bytes && decodeCheckpoint(bytes)!.checkpoint!;
}

const backends = ["reference", "simd"] as const;
const refuse = (why: string) => {
  throw new Error(why);
};

Deno.test({
  name: "a run that is stopped after any epoch goes on to the same bytes, on any backend",
  ignore,
  async fn() {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(experiments, async (experiment) => {
        const train = await trainerOf(experiment);
        const whole = train({ backend: "reference" });
        const expected = bytesOf(whole);
        seen.set(whole.status, (seen.get(whole.status) ?? 0) + 1);
        for (let epoch = 1; epoch < whole.epochs; epoch++) {
          const backend = backends[epoch % 2]!;
          const from = checkpointAt(train, epoch, { backend });
          assert(from, `after epoch ${epoch}`);
          const other = backends[(epoch + 1) % 2]!;
          let first = 0;
          const rest = train({
            from,
            backend: other,
            onRefused: refuse,
            onEpoch: (progress) => first ||= progress.epoch,
          });
          assertEquals(first || epoch + 1, epoch + 1);
          assertEquals(bytesOf(rest), expected, `after epoch ${epoch}`);
        }
      }),
      { numRuns: 150, seed: 5 },
    );
    for (const status of ["finished", "stopped", "diverged"]) {
      assert(seen.get(status)! >= 3, `${status}: ${seen.get(status)}`);
    }
  },
});

Deno.test({
  name: "a run that is stopped after every epoch, each part in a fresh network, ends the same",
  ignore,
  async fn() {
    await fc.assert(
      fc.asyncProperty(experiments, async (experiment) => {
        const train = await trainerOf(experiment);
        const whole = train();
        let from: RunCheckpoint | undefined;
        for (let epoch = 1; epoch < whole.epochs; epoch++) {
          from = checkpointAt(train, epoch, { from, onRefused: refuse });
        }
        assertEquals(bytesOf(train({ from, onRefused: refuse })), bytesOf(whole));
      }),
      { numRuns: 60, seed: 6 },
    );
  },
});

const experiment = {
  name: "small",
  data: { type: "generated", shape: "xor", rows: 24, split: { validation: 0.25 } },
  architecture: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  optimizer: { type: "adam", learningRate: 0.1 },
  schedule: { type: "reduce-on-plateau", patience: 1 },
  epochs: 9,
  recordEvery: 2,
};

Deno.test({
  name: "a checkpoint is complete, and a copy: what the run does next does not change it",
  ignore,
  async fn() {
    const train = await trainerOf(experiment);
    const kept: [RunCheckpoint, string][] = [];
    train({
      onResumable(capture) {
        const checkpoint = { ...capture(), elapsedMs: 2 };
        kept.push([checkpoint, encodeCheckpoint(origin, checkpoint).toHex()]);
      },
    });
    assertEquals(kept.map(([{ epoch }]) => epoch), [1, 2, 3, 4, 5, 6, 7, 8]);
    for (const [checkpoint, hex] of kept) {
      assertEquals(encodeCheckpoint(origin, checkpoint).toHex(), hex);
    }
    const [{ numbers, tensors, curve }] = kept[4]!;
    assertEquals(numbers.optimizer, { steps: 5 });
    assertEquals(Object.keys(numbers.schedule!).sort(), ["best", "cooldown", "cuts", "wait"]);
    assertEquals(curve.map(({ epoch }) => epoch), [1, 3, 5]);
    // 17 weights: the network's, two means of them, the best ones so far.
    assertEquals(tensors.reduce((sum, { values }) => sum + values.length, 0), 4 * 17);
  },
});

Deno.test({
  name: "a state that is none of the run's is refused, nothing of it is taken, and it starts anew",
  ignore,
  async fn() {
    const train = await trainerOf(experiment);
    const expected = bytesOf(train());
    const whole = checkpointAt(train, 4, {})!;
    const [tensor, ...tensors] = whole.tensors;
    const { optimizer: _, ...numbers } = whole.numbers;
    const others: [RunCheckpoint, string][] = [
      [{ ...whole, epoch: 9 }, "it is of epoch 9, the run goes on from epochs 1 to 8"],
      [{ ...whole, numbers }, "its numbers are others"],
      [{ ...whole, numbers: { ...whole.numbers, best: { lowest: 1, more: 2 } } }, "its numbers"],
      ...[{ steps: 3 }, { steps: 1e300 }, { steps: NaN }].map((
        optimizer,
      ): typeof others[number] => [
        { ...whole, numbers: { ...whole.numbers, optimizer } },
        "its numbers",
      ]),
      [
        {
          ...whole,
          numbers: { ...whole.numbers, schedule: { ...whole.numbers.schedule, cuts: Infinity } },
        },
        "its numbers",
      ],
      [{ ...whole, tensors }, "its arrays"],
      [{ ...whole, tensors: [...whole.tensors, tensor!] }, "its arrays"],
      [{ ...whole, tensors: [{ ...tensor!, name: "network/other" }, ...tensors] }, "its arrays"],
      [
        { ...whole, tensors: [{ ...tensor!, values: new Float32Array(7) }, ...tensors] },
        "its arrays",
      ],
      [{ ...whole, epoch: 2 }, "its numbers"],
      [
        { ...whole, epoch: 2, numbers: { ...whole.numbers, optimizer: { steps: 2 } } },
        "its recorded rows",
      ],
      [{ ...whole, curve: [] }, "its recorded rows"],
      [{ ...whole, curve: whole.curve.map((row) => ({ ...row, epoch: 1 })) }, "its recorded rows"],
      [
        { ...whole, curve: whole.curve.map(({ validation: _, ...row }) => row) },
        "its recorded rows",
      ],
      [
        { ...whole, curve: whole.curve.with(1, { ...whole.curve[1]!, train: { loss: 1 } }) },
        "its recorded rows",
      ],
    ];
    for (const [from, why] of others) {
      const said: string[] = [];
      assertEquals(bytesOf(train({ from, onRefused: (text) => said.push(text) })), expected);
      assertEquals(said.length, 1);
      assert(said[0]!.startsWith(why), said[0]);
    }
    assertThrows(() => train({ from: whole, onResumable: refuse as never }), Error);
  },
});
