import { assertEquals } from "@std/assert";
import { Rule } from "../../../src/engine/kernels/simd/assembly/rules.ts";
import { ruleNumber } from "../../../src/engine/kernels/simd/optimizers.ts";
import {
  type OptimizerDefinition,
  type OptimizerForm,
  optimizers,
} from "../../../src/engine/optimizers/mod.ts";
import { arena, compare, fillingNames, floats, simd } from "./_both.ts";

/** Every rule and every form: each choice of flags, and of numbers that are 0 unless asked for. */
function formsOf(definition: OptimizerDefinition): OptimizerForm[] {
  const defaults = Object.entries(definition.options).map(([key, { default: value }]) =>
    [key, value] as const
  );
  const switches = defaults.filter(([, value]) => value === false || value === 0);
  const forms = Array.from({ length: 1 << switches.length }, (_, bits) => {
    const asked = switches.filter((_, k) => bits >> k & 1);
    const given = asked.map(([key, value]) => [key, value === false ? true : 0.5]);
    const settings = { ...Object.fromEntries(defaults), ...Object.fromEntries(given) };
    return definition.form?.(settings as never) ?? definition;
  });
  return [...new Set(forms)];
}

const forms = Object.values<OptimizerDefinition>(optimizers).flatMap(formsOf);
const lengths = [...Array.from({ length: 68 }, (_, n) => n), 127, 1000, 4099];

Deno.test("every rule of every optimizer has a number of its own, and no number is left over", () => {
  const numbers = forms.map(({ name }) => ruleNumber(name));
  const known = Object.values(Rule).filter((value) => typeof value === "number");
  assertEquals(numbers.toSorted(), known.toSorted());
  assertEquals(ruleNumber("no-such-rule"), undefined);
});

for (const filling of fillingNames) {
  for (const rule of forms) {
    Deno.test(`${rule.name} has the bits of the reference at any length, ${filling}`, () => {
      for (const n of lengths) {
        const state = rule.state.map(() => floats(n, filling));
        const numbers = floats(rule.numbers, "ordinary").map(Math.abs);
        const arrays = [floats(n, filling), floats(n, filling), numbers, ...state];
        compare(`${rule.name} ${n}`, arrays, (kernels, [w, g, shared, ...state]) => {
          kernels.optimizerUpdate(w!, state, g!, shared!, rule, n);
          kernels.optimizerUpdate(w!, state, g!, shared!, rule, n);
        });
      }
    });
  }
}

for (const { name, state, numbers } of forms) {
  Deno.test(`${name} runs in the module, and not in its definition`, () => {
    const update = () => {
      throw new Error("the reference was asked");
    };
    const [w, g, shared] = [arena.float32(7), arena.float32(7), arena.float32(numbers)];
    const buffers = state.map(() => arena.float32(7));
    g.fill(1);
    shared.fill(0.5);
    simd.optimizerUpdate(w, buffers, g, shared, { name, update }, 7);
    assertEquals(new Set(w).size, 1);
    assertEquals(Object.is(w[0], 0), false);
  });
}

Deno.test("a rule that the module does not know is computed by its definition", () => {
  const seen: unknown[] = [];
  const [w, g, shared] = [arena.float32(3), arena.float32(3), arena.float32(1)];
  const unknown = { name: "no-such-rule", update: (...got: unknown[]) => void seen.push(...got) };
  simd.optimizerUpdate(w, [], g, shared, unknown, 3);
  assertEquals(seen, [w, [], g, shared, 3]);
});

Deno.test("rules that take turns are not taken for each other", () => {
  const [w, g, shared] = [arena.float32(1), arena.float32(1), arena.float32(5)];
  const state = [arena.float32(1), arena.float32(1)];
  g.fill(1);
  shared.fill(0.5);
  simd.optimizerUpdate(w, [], g, shared, optimizers["gradient-descent"], 1);
  assertEquals(w[0], -0.5);
  // v = 1, w = −0.5 − 0.5·1; then v = 0.5·1 + 1, w = −1 − 0.5·1.5.
  simd.optimizerUpdate(w, state, g, shared, optimizers.momentum, 1);
  simd.optimizerUpdate(w, state, g, shared, optimizers.momentum, 1);
  assertEquals(w[0], -1.75);
  simd.optimizerUpdate(w, [], g, shared, optimizers["gradient-descent"], 1);
  assertEquals(w[0], -2.25);
});
