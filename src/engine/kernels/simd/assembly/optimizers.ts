// @ts-nocheck: AssemblyScript has types of its own.

// The updates of src/engine/optimizers, operation for operation. A rule is a class: `count` of the
// numbers that its prepare writes, and `step`, which updates as many weights as T has lanes. What a
// rule does not use it calls by a letter.

import { Adam, Adamax, Adamw, Amsgrad, Nadam } from "./adam_rules.ts";
import {
  AveragedMomentum,
  GradientDescent,
  Lion,
  Momentum,
  NesterovMomentum,
} from "./momentum_rules.ts";
import { Rule } from "./rules.ts";
import {
  Adadelta,
  Adagrad,
  Rmsprop,
  RmspropCentered,
  RmspropCenteredMomentum,
  RmspropMomentum,
} from "./scaled_rules.ts";

/** Updates n weights w and the state s0 … s2 from the gradient g; 0 for a state that is not there. */
export function optimizerUpdate(
  w: usize,
  s0: usize,
  s1: usize,
  s2: usize,
  g: usize,
  numbers: usize,
  rule: i32,
  n: i32,
): void {
  switch (rule) {
    case Rule.gradientDescent:
      return run<GradientDescent>(w, s0, s1, s2, g, numbers, n);
    case Rule.momentum:
      return run<Momentum>(w, s0, s1, s2, g, numbers, n);
    case Rule.averagedMomentum:
      return run<AveragedMomentum>(w, s0, s1, s2, g, numbers, n);
    case Rule.nesterovMomentum:
      return run<NesterovMomentum>(w, s0, s1, s2, g, numbers, n);
    case Rule.adagrad:
      return run<Adagrad>(w, s0, s1, s2, g, numbers, n);
    case Rule.adadelta:
      return run<Adadelta>(w, s0, s1, s2, g, numbers, n);
    case Rule.rmsprop:
      return run<Rmsprop>(w, s0, s1, s2, g, numbers, n);
    case Rule.rmspropMomentum:
      return run<RmspropMomentum>(w, s0, s1, s2, g, numbers, n);
    case Rule.rmspropCentered:
      return run<RmspropCentered>(w, s0, s1, s2, g, numbers, n);
    case Rule.rmspropCenteredMomentum:
      return run<RmspropCenteredMomentum>(w, s0, s1, s2, g, numbers, n);
    case Rule.adam:
      return run<Adam>(w, s0, s1, s2, g, numbers, n);
    case Rule.amsgrad:
      return run<Amsgrad>(w, s0, s1, s2, g, numbers, n);
    case Rule.adamw:
      return run<Adamw>(w, s0, s1, s2, g, numbers, n);
    case Rule.adamax:
      return run<Adamax>(w, s0, s1, s2, g, numbers, n);
    case Rule.nadam:
      return run<Nadam>(w, s0, s1, s2, g, numbers, n);
    case Rule.lion:
      return run<Lion>(w, s0, s1, s2, g, numbers, n);
  }
}

/** All elements of one rule; the numbers stay in registers. */
function run<R>(
  w: usize,
  s0: usize,
  s1: usize,
  s2: usize,
  g: usize,
  numbers: usize,
  n: i32,
): void {
  const rule = changetype<R>(0);
  const none = f32x4.splat(0);
  const a = v128.load32_splat(numbers);
  const b = rule.count > 1 ? v128.load32_splat(numbers, 4) : none;
  const c = rule.count > 2 ? v128.load32_splat(numbers, 8) : none;
  const d = rule.count > 3 ? v128.load32_splat(numbers, 12) : none;
  const e = rule.count > 4 ? v128.load32_splat(numbers, 16) : none;
  const f = rule.count > 5 ? v128.load32_splat(numbers, 20) : none;
  let i: usize = 0;
  const end = <usize> n << 2;
  for (; i + 32 <= end; i += 32) {
    const j = i + 16;
    rule.step<v128>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
    rule.step<v128>(w + j, s0 + j, s1 + j, s2 + j, g + j, a, b, c, d, e, f);
  }
  if (n & 4) {
    rule.step<v128>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
    i += 16;
  }
  if (n & 2) {
    rule.step<f64>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
    i += 8;
  }
  if (n & 1) rule.step<f32>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
}
