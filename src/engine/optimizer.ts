import type { StepKernels } from "./kernels/kernels.ts";
import { findMember } from "./members.ts";
import type { Network } from "./network.ts";
import { type OptimizerDefinition, type OptimizerForm, optimizers } from "./optimizers/mod.ts";
import type { Member } from "./options.ts";

/** A buffer of an optimizer's state. */
export interface OptimizerState {
  /** `layers.0.weight.mean` */
  readonly name: string;
  /** Same length as the parameter. */
  readonly values: Float32Array;
}

/** An optimizer at work on a network's parameters. With `steps`, `state` is all that it remembers. */
export interface Optimizer {
  readonly member: Member;
  readonly state: readonly OptimizerState[];
  /** Steps taken so far; set it together with the state to go on from a checkpoint. */
  steps: number;
  /** Updates all parameters from their gradients. */
  step(learningRate: number): void;
  /** How many numbers a step has. */
  readonly numbers: number;
  /** Counts a step and writes its numbers, for `update`. */
  prepare(numbers: Float32Array, learningRate: number): void;
  /** Updates all parameters with the numbers of a step. */
  update(kernels: StepKernels, numbers: Float32Array): void;
}

/** What happens around each update; 0 or nothing for none. See the regularizers of these names. */
export interface Limits {
  clipValue?: number;
  clipNorm?: number;
  weightDecay?: number;
  maxNorm?: number;
}

/**
 * The optimizer that a member names, for the parameters of a network. Its buffers are allocated
 * here, in the network's arena, and start at 0; a step allocates none. A step clips the gradients,
 * by value and then by norm; then, tensor by tensor, it decays the weights, updates them, and limits
 * their norms.
 *
 * @throws {RangeError} for an unknown name.
 */
export function createOptimizer(
  member: Member,
  network: Pick<Network, "parameters" | "arena" | "kernels">,
  limits: Limits = {},
): Optimizer {
  const definition = findMember<OptimizerDefinition>(optimizers, member.type, "optimizer");
  const rule: OptimizerForm = definition.form?.(member) ?? definition;
  const { parameters, arena, kernels } = network;
  // The last number is what weights decay by.
  const decayAt = rule.numbers;
  const own = arena.float32(decayAt + 1);
  const buffers = parameters.map(({ values }) =>
    rule.state.map(() => arena.float32(values.length))
  );
  const { clipValue = 0, clipNorm = 0, weightDecay = 0, maxNorm = 0 } = limits;
  const gradients = parameters.map(({ gradient }) => gradient);
  const context = { learningRate: 0, step: 0 };
  return {
    member,
    state: parameters.flatMap(({ name }, p) =>
      rule.state.map((part, s) => ({ name: `${name}.${part}`, values: buffers[p]![s]! }))
    ),
    steps: 0,
    numbers: decayAt + 1,
    step(learningRate) {
      this.prepare(own, learningRate);
      this.update(kernels, own);
    },
    prepare(numbers, learningRate) {
      context.learningRate = learningRate;
      context.step = ++this.steps;
      rule.prepare(numbers, context, member);
      numbers[decayAt] = -learningRate * weightDecay;
    },
    update(kernels, numbers) {
      if (clipValue > 0) {
        for (const gradient of gradients) kernels.clip(gradient, clipValue, gradient.length);
      }
      if (clipNorm > 0) kernels.clipNorm(gradients, clipNorm);
      for (let p = 0; p < parameters.length; p++) {
        const { kind, shape, values, gradient } = parameters[p]!;
        const n = values.length;
        const isWeight = kind === "weight";
        if (isWeight && weightDecay > 0) kernels.addScaledBy(values, values, numbers, decayAt, n);
        kernels.optimizerUpdate(values, buffers[p]!, gradient, numbers, rule, n);
        if (isWeight && maxNorm > 0) {
          kernels.limitNorms(values, maxNorm, shape[0]!, shape[1]!);
        }
      }
    },
  };
}
