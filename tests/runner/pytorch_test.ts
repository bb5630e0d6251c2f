import { assertAlmostEquals, assertEquals } from "@std/assert";
import { fromFileUrl, join } from "@std/path";
import { modelFile } from "../../src/results/mod.ts";
import { predict } from "../../src/runner/predict.ts";
import { granted } from "../permissions.ts";
import { trained } from "./_trained.ts";

const python = granted("read", "write", "run") ? pythonWithTorch() : undefined;
if (!python) console.log("skipped: no python3 with PyTorch, or no permission to run it");

/** The first on the path, or the system's own behind a version manager. */
function pythonWithTorch(): string | undefined {
  const look = "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)";
  return ["python3", "/usr/bin/python3"].find((command) => {
    try {
      return new Deno.Command(command, { args: ["-c", look] }).outputSync().success;
    } catch {
      return false;
    }
  });
}

Deno.test({
  name: "a stored model gives the same outputs in a stack of torch.nn.Linear, without a transpose",
  ignore: !python,
  async fn() {
    const { result, sweep, loaded, model } = await trained({
      data: { type: "generated", shape: "two-moons", rows: 50 },
      architecture: [
        { units: 7, activation: "relu" },
        { units: 4, activation: "tanh" },
        { units: 1, activation: "sigmoid" },
      ],
      epochs: 20,
    });
    const folder = await Deno.makeTempDir();
    try {
      const file = join(folder, "model.safetensors");
      await Deno.writeFile(file, modelFile(result, sweep).bytes);
      const { inputs } = loaded.parts.train;
      const rows = Array.from(
        { length: inputs.rows },
        (_, r) => Array.from(inputs.values.subarray(2 * r, 2 * r + 2)),
      );
      const theirs = await evaluate(file, JSON.stringify(rows));
      const { outputs } = predict(model, { names: [], inputs });
      assertEquals(theirs.length, outputs.length);
      theirs.forEach((value, k) => assertAlmostEquals(value, outputs[k]!, 1e-6));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function evaluate(file: string, rows: string): Promise<number[]> {
  const script = fromFileUrl(new URL("../fixtures/runner/evaluate_model.py", import.meta.url));
  const child = new Deno.Command(python!, {
    args: [script, file],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(rows));
  await writer.close();
  const { stdout } = await child.output();
  return JSON.parse(new TextDecoder().decode(stdout)).flat();
}
