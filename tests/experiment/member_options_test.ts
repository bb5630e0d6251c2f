import { assertEquals } from "@std/assert";
import type { dataSchema } from "../../src/data/schema.ts";
import type { splitSchema } from "../../src/data/preparation.ts";
import type {
  initializers,
  losses,
  metrics,
  optimizers,
  outputActivations,
  schedules,
  Written,
} from "../../src/engine/mod.ts";
import type {
  ActivationOptions,
  DataOptions,
  InitializerOptions,
  LossOptions,
  MetricOptions,
  OptimizerOptions,
  ScheduleOptions,
  SplitOptions,
} from "../../src/mod.ts";
import type { z } from "zod";
import { granted } from "../permissions.ts";
import { memberOptionsText } from "./_member_options.ts";

Deno.test({
  name: "the documented options of members are those that the families declare",
  ignore: !granted("read"),
  async fn() {
    const file = new URL("../../src/experiment/member_options.ts", import.meta.url);
    const bare = (text: string) => text.replaceAll(/[\s|]+/g, " ").replaceAll("= ", "=");
    assertEquals(
      bare(await Deno.readTextFile(file)),
      bare(memberOptionsText()),
      "run: deno run --allow-write tests/experiment/_member_options.ts && deno fmt src",
    );
  },
});

/** Whether each type takes what the other takes. */
type Same<A, B> = [A] extends [B] ? [B] extends [A] ? true : false : false;

Deno.test("what the editor completes is what is checked: the type checker compares", () => {
  const same: [
    Same<ActivationOptions, Written<typeof outputActivations>>,
    Same<InitializerOptions, Written<typeof initializers>>,
    Same<LossOptions, Written<typeof losses>>,
    Same<MetricOptions, Written<typeof metrics>>,
    Same<OptimizerOptions, Written<typeof optimizers>>,
    Same<ScheduleOptions, Written<typeof schedules>>,
    Same<DataOptions, z.input<typeof dataSchema>>,
    Same<SplitOptions, z.input<typeof splitSchema>>,
  ] = [true, true, true, true, true, true, true, true];
  assertEquals(same.every(Boolean), true);
});
