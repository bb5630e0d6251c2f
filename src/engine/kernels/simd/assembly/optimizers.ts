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
import { temporaryAt } from "./scratch.ts";

// A table of tensors: i32 addresses of w, the states s0 … s2 and g, then the length n. 0 for a state that
// is not there.
const entryBytes: usize = 24;

/** Up to so many elements one by one: they may just have been stored so, and a vector waits for all. */
const fewElements: i32 = 8;

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
  const tensor = temporaryAt;
  store<usize>(tensor, w);
  store<usize>(tensor, s0, 4);
  store<usize>(tensor, s1, 8);
  store<usize>(tensor, s2, 12);
  store<usize>(tensor, g, 16);
  store<i32>(tensor, n, 20);
  updateAll(tensor, 1, numbers, rule);
}

/** optimizerUpdate of each tensor in a table. */
export function updateAll(tensors: usize, count: i32, numbers: usize, rule: i32): void {
  switch (rule) {
    case Rule.gradientDescent:
      return updateBy<GradientDescent>(tensors, count, numbers);
    case Rule.momentum:
      return updateBy<Momentum>(tensors, count, numbers);
    case Rule.averagedMomentum:
      return updateBy<AveragedMomentum>(tensors, count, numbers);
    case Rule.nesterovMomentum:
      return updateBy<NesterovMomentum>(tensors, count, numbers);
    case Rule.adagrad:
      return updateBy<Adagrad>(tensors, count, numbers);
    case Rule.adadelta:
      return updateBy<Adadelta>(tensors, count, numbers);
    case Rule.rmsprop:
      return updateBy<Rmsprop>(tensors, count, numbers);
    case Rule.rmspropMomentum:
      return updateBy<RmspropMomentum>(tensors, count, numbers);
    case Rule.rmspropCentered:
      return updateBy<RmspropCentered>(tensors, count, numbers);
    case Rule.rmspropCenteredMomentum:
      return updateBy<RmspropCenteredMomentum>(tensors, count, numbers);
    case Rule.adam:
      return updateBy<Adam>(tensors, count, numbers);
    case Rule.amsgrad:
      return updateBy<Amsgrad>(tensors, count, numbers);
    case Rule.adamw:
      return updateBy<Adamw>(tensors, count, numbers);
    case Rule.adamax:
      return updateBy<Adamax>(tensors, count, numbers);
    case Rule.nadam:
      return updateBy<Nadam>(tensors, count, numbers);
    case Rule.lion:
      return updateBy<Lion>(tensors, count, numbers);
  }
}

/** All tensors by one rule; the numbers stay in registers. */
function updateBy<R>(tensors: usize, count: i32, numbers: usize): void {
  const rule = changetype<R>(0);
  const none = f32x4.splat(0);
  const a = v128.load32_splat(numbers);
  const b = rule.count > 1 ? v128.load32_splat(numbers, 4) : none;
  const c = rule.count > 2 ? v128.load32_splat(numbers, 8) : none;
  const d = rule.count > 3 ? v128.load32_splat(numbers, 12) : none;
  const e = rule.count > 4 ? v128.load32_splat(numbers, 16) : none;
  const f = rule.count > 5 ? v128.load32_splat(numbers, 20) : none;
  for (const last = tensors + <usize> count * entryBytes; tensors < last; tensors += entryBytes) {
    const w = load<usize>(tensors), g = load<usize>(tensors, 16);
    const s0 = load<usize>(tensors, 4), s1 = load<usize>(tensors, 8);
    const s2 = load<usize>(tensors, 12);
    const n = load<i32>(tensors, 20);
    let i: usize = 0;
    const end = <usize> n << 2;
    if (n > fewElements) {
      for (; i + 32 <= end; i += 32) {
        const j = i + 16;
        rule.step<v128>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
        rule.step<v128>(w + j, s0 + j, s1 + j, s2 + j, g + j, a, b, c, d, e, f);
      }
    }
    for (; i < end; i += 4) {
      rule.step<f32>(w + i, s0 + i, s1 + i, s2 + i, g + i, a, b, c, d, e, f);
    }
  }
}
