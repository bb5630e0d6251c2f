import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { dirname, join } from "@std/path";
import { ExperimentError } from "../../src/errors.ts";
import { expand, parseExperiment } from "../../src/experiment/mod.ts";
import { encodeSafetensors, type Tensor } from "../../src/results/mod.ts";
import { sha256Hex } from "../../src/results/sha256.ts";
import { planSweep } from "../../src/runner/plan.ts";
import {
  checkStoredWeights,
  readWeightFiles,
  storedWeights,
} from "../../src/runner/stored_weights.ts";
import { trainRun } from "../../src/runner/train.ts";
import { granted } from "../permissions.ts";
import { trained } from "./_trained.ts";

const experiment = {
  name: "warm",
  data: { type: "generated", shape: "xor", rows: 8 },
  architecture: [{ units: 3, activation: "tanh" }, { units: 1, activation: "sigmoid" }],
  init: { type: "file", path: "w.safetensors" },
  epochs: 1,
} as const;
const run = expand(parseExperiment(experiment)).runs[0]!;

function tensor(name: string, shape: number[]): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { name, shape, values: Float32Array.from({ length }, (_, k) => k / 8 - 0.25) };
}

const tensors = [
  tensor("layers.0.weight", [3, 2]),
  tensor("layers.0.bias", [3]),
  tensor("layers.1.weight", [1, 3]),
  tensor("layers.1.bias", [1]),
];

function filesOf(list: Tensor[]) {
  return { tensors: new Map([["w.safetensors", list]]), records: [] };
}

function check(list: Tensor[]) {
  checkStoredWeights(run, { inputs: 2, files: filesOf(list) });
}

Deno.test("tensors that fit are taken, surplus ones passed over", () => {
  check([...tensors, tensor("layers.2.weight", [1, 1])]);
});

Deno.test("a missing tensor, another shape and a value that is not finite are refused by name", () => {
  const [first, ...others] = tensors;
  const refused: [Tensor[], string][] = [
    [others, "Cannot take layers.0.weight from w.safetensors: it has no such tensor"],
    [[{ ...first!, shape: [2, 3] }, ...others], "its shape is [2, 3], and the network's [3, 2]"],
    [
      [{ ...first!, values: Float32Array.of(0, 0, 0, NaN, 0, 0) }, ...others],
      "value 3 is NaN",
    ],
  ];
  for (const [list, message] of refused) {
    const error = assertThrows(() => check(list), ExperimentError, message);
    assertEquals([error.file, error.place], ["w.safetensors", "layers.0.weight"]);
  }
});

Deno.test("a run goes on from the weights of another as that one would have", async () => {
  const { prepared, result } = await trained({ ...experiment, init: "he", epochs: 2 });
  const half = await trained({ ...experiment, init: "he", epochs: 1 });
  const stored = storedWeights(filesOf(half.result.weights));
  assertEquals(trainRun(run, prepared, { stored }).weights, result.weights);
});

Deno.test({
  name: "files are found beside the experiment, with their digest, and bad ones are refused",
  ignore: !granted("read", "write"),
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const file = join(folder, "warm.json");
      const { bytes } = encodeSafetensors(tensors);
      await Deno.writeFile(join(folder, "w.safetensors"), bytes);
      await Deno.writeTextFile(file, JSON.stringify(experiment));
      const { weights, experiment: { digest } } = await planSweep(file);
      assertEquals(weights.records, [{ path: "w.safetensors", digest: sha256Hex(bytes) }]);
      assertEquals(weights.tensors.get("w.safetensors"), tensors);
      assertEquals(digest, expand(parseExperiment(experiment)).digest);
      await Deno.writeFile(join(folder, "w.safetensors"), bytes.subarray(0, -1));
      await assertRejects(
        () => planSweep(file),
        ExperimentError,
        "Cannot read w.safetensors as safetensors",
      );
      await Deno.remove(join(folder, "w.safetensors"));
      const read = () => readWeightFiles([run], { folder: dirname(file), file });
      const error = await assertRejects(read, ExperimentError, "nothing at this path");
      assertEquals(error.file, "w.safetensors");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
