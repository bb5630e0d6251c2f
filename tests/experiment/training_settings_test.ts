import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { checkAgainstData } from "../../src/experiment/check_data.ts";
import { experimentOf } from "../../src/experiment/canonical_experiment.ts";
import { expand } from "../../src/experiment/expand.ts";
import { parseExperiment } from "../../src/experiment/parse.ts";
import type { ResolvedExperiment } from "../../src/experiment/types.ts";

function experimentWith(changes: Record<string, unknown>) {
  return {
    name: "small",
    data: { type: "generated", shape: "xor" },
    architecture: [{ units: 3, activation: "relu" }, { units: 1, activation: "sigmoid" }],
    ...changes,
  };
}

function expanded(changes: Record<string, unknown>): ResolvedExperiment {
  return expand(parseExperiment(experimentWith(changes)));
}

function refusal(changes: Record<string, unknown>): string {
  return assertThrows(() => parseExperiment(experimentWith(changes)), ExperimentError).message;
}

const momentum = { type: "momentum", learningRate: 0.1 };

for (
  const [changes, message] of [
    [
      { optimizer: { type: "adam", beta1: 1 } },
      "Cannot read optimizer.beta1 as 1: it must be below 1",
    ],
    [
      { optimizer: { type: "rmsprop", beta: 1 } },
      "Cannot read optimizer.beta as 1: it must be below 1",
    ],
    [
      { regularization: { dropout: 1 } },
      "Cannot read regularization.dropout as 1: it must be below 1",
    ],
    [
      { regularization: { inputDropout: 1 } },
      "Cannot read regularization.inputDropout as 1: it must be below 1",
    ],
    [
      { regularization: { clipNorm: -1 } },
      "Cannot read regularization.clipNorm as -1: it must be at least 0",
    ],
    [
      { earlyStopping: { patience: -1 } },
      "Cannot read earlyStopping.patience as -1: it must be at least 1",
    ],
    [
      { earlyStopping: { patience: 2.5 } },
      "Cannot read earlyStopping.patience as 2.5: it must be a whole number of at least 1",
    ],
    [
      { earlyStopping: { metric: "los" } },
      'Unknown earlyStopping.metric "los": did you mean "loss"? One of: loss, accuracy',
    ],
    [
      { optimizer: momentum, schedule: { type: "reduce-on-plateau", patience: -1 } },
      "Cannot read schedule.patience as -1: it must be at least 0",
    ],
    [
      { schedule: "cosine" },
      'Cannot read schedule as "cosine": there is no optimizer whose learningRate it starts from',
    ],
    [
      { optimizer: momentum, schedule: { type: "cosine", minimum: 0.5 } },
      "Cannot read schedule.minimum as 0.5: it must be at most optimizer.learningRate, 0.1",
    ],
    [
      { optimizer: momentum, schedule: { type: "cosine", warmup: 50 }, epochs: 50 },
      "Cannot read schedule.warmup as 50: it must be below the number of epochs, 50",
    ],
  ] as [Record<string, unknown>, string][]
) {
  Deno.test(`${JSON.stringify(changes)} is refused with what is allowed`, () => {
    assertEquals(refusal(changes), message);
  });
}

Deno.test("an unknown schedule is refused with the nearest name", () => {
  const message = refusal({ optimizer: momentum, schedule: "cosin" });
  assertEquals(message.startsWith('Unknown schedule "cosin": did you mean "cosine"?'), true);
});

Deno.test("keys at the top that belong to early stopping or regularisation are sent there", () => {
  const remedyOf = (changes: Record<string, unknown>) =>
    assertThrows(() => parseExperiment(experimentWith(changes)), ExperimentError).remedy;
  assertEquals(remedyOf({ patience: 3 }), "Put it where it belongs: earlyStopping.patience");
  assertEquals(remedyOf({ clipNorm: 3 }), "Put it where it belongs: regularization.clipNorm");
});

Deno.test("early stopping and listening schedules are refused without validation rows", () => {
  const settingsOf = (changes: Record<string, unknown>) => expanded(changes).runs[0]!.settings;
  const data = { targetColumns: 1, classes: ["a", "b"] };
  const refused = (changes: Record<string, unknown>, shape: object) =>
    assertThrows(
      () => checkAgainstData(settingsOf(changes), { ...data, ...shape }),
      ExperimentError,
    )
      .message;
  assertEquals(
    refused({ earlyStopping: {} }, { hasValidation: false }),
    "Cannot use earlyStopping: the data has no validation part",
  );
  const plateau = { optimizer: momentum, schedule: "reduce-on-plateau" };
  assertEquals(
    refused(plateau, { hasValidation: false }),
    'Cannot use schedule "reduce-on-plateau" of the validation loss: the data has no validation part',
  );
  assertEquals(
    refused({ earlyStopping: { metric: "accuracy" } }, {
      hasValidation: true,
      classes: undefined,
    }),
    'Cannot read earlyStopping.metric as "accuracy": the targets are numbers, not classes',
  );
  const train = { type: "reduce-on-plateau", part: "train" };
  checkAgainstData(settingsOf({ ...plateau, schedule: train }), { ...data, hasValidation: false });
  checkAgainstData(settingsOf({ ...plateau, earlyStopping: {} }), { ...data, hasValidation: true });
});

Deno.test("what is not used stands neither in the canonical experiment nor in its digest", () => {
  const plain = expanded({ optimizer: momentum });
  const spelled = expanded({
    optimizer: { ...momentum, nesterov: false },
    schedule: "constant",
    regularization: { l1: 0, maxNorm: 0 },
  });
  assertEquals(spelled.digest, plain.digest);
  const { settings } = plain.canonical;
  assertEquals(settings.regularization, { l2: 0, dropout: 0 });
  assertEquals(settings.optimizer, { type: "momentum", learningRate: 0.1, beta: 0.9 });
  assertEquals([settings.schedule, settings.earlyStopping], [undefined, undefined]);
});

Deno.test("what one variant uses is spelled out for all, and expands to the same runs", () => {
  const experiment = expanded({
    optimizer: momentum,
    variants: {
      plain: {},
      nesterov: { optimizer: { nesterov: true } },
      stopped: { earlyStopping: { patience: 3 } },
      cosine: { schedule: { type: "cosine", warmup: 2 } },
      decayed: { regularization: { weightDecay: 0.1 } },
    },
  });
  assertEquals(experiment.differing, [
    "regularization.weightDecay",
    "optimizer.nesterov",
    "schedule",
    "earlyStopping",
  ]);
  const again = expand(parseExperiment(experimentOf(experiment.canonical)));
  assertEquals(again.digest, experiment.digest);
  assertEquals(again.runs, experiment.runs);
  assertEquals(experiment.runs.map(({ settings }) => settings.earlyStopping?.patience), [
    undefined,
    undefined,
    3,
    undefined,
    undefined,
  ]);
});

Deno.test("early stopping by default watches the loss, waits ten epochs and keeps the best", () => {
  assertEquals(expanded({ earlyStopping: {} }).runs[0]!.settings.earlyStopping, {
    metric: "loss",
    patience: 10,
    minDelta: 0,
    restoreBest: true,
  });
});
