import { assertEquals, assertMatch } from "@std/assert";
import { dirname, join } from "@std/path";
import { project } from "../cli/_run.ts";
import { granted } from "../permissions.ts";

const ignore = !granted("read", "run", "env") || Deno.build.os === "windows";

/** The runs that a script of a cluster would train in one task. */
async function planned(args: string[], env: Record<string, string>): Promise<string[]> {
  const path = `${dirname(Deno.execPath())}:${Deno.env.get("PATH")}`;
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args,
    cwd: project,
    env: { ...env, PATH: path },
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const { runs } = JSON.parse(decoder.decode(stdout).trim().split("\n").at(-1)!);
  return runs.map(({ run }: { run: string }) => run);
}

/** What `cat.ts` has, in any order. */
const all = ["zeros", "random", "he", "xavier"]
  .flatMap((variant) => [1, 2, 3].map((seed) => `${variant}-seed${seed}`)).sort();

Deno.test({
  name: "the tasks of the Slurm array train each run once",
  ignore,
  async fn() {
    const script = join("experiments", "cluster", "slurm.sh");
    const parts = await Promise.all(
      ["1", "2"].map((task) =>
        planned([script, "2", "experiments/cat.ts", "--dry-run", "--json"], {
          SLURM_ARRAY_TASK_ID: task,
          SLURM_CPUS_PER_TASK: "2",
        })
      ),
    );
    assertEquals(parts.flat().sort(), all);
  },
});

Deno.test({
  name: "the pods of the Kubernetes job train each run once",
  ignore,
  async fn() {
    const yaml = await Deno.readTextFile(join(project, "experiments/cluster/kubernetes.yaml"));
    const completions = Number(/completions: (\d+)/.exec(yaml)![1]);
    // A folded text: its lines are joined by spaces.
    const script = /args:\s+- >-\s+([^]*?)\n\s+env:/.exec(yaml)![1]!.replaceAll(/\s+/g, " ");
    assertMatch(script, /^exec deno task run experiments\/cat\.ts /);
    const parts = await Promise.all(
      Array.from(
        { length: completions },
        (_, index) =>
          planned(["-c", `${script} --dry-run --json`], { JOB_COMPLETION_INDEX: String(index) }),
      ),
    );
    assertEquals(parts.flat().sort(), all);
  },
});
