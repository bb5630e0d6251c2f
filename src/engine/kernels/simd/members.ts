// How the module's kernels get at the members of the families: a number each, and the address of
// its options.

import type {
  RowActivation,
  RowLoss,
  ScalarActivation,
  ScalarLoss,
  Settings,
} from "../functions.ts";
import type { Kernels } from "../kernels.ts";
import { reference } from "../reference.ts";
import {
  ActivationNumber,
  LossNumber,
  RowActivationNumber,
  RowLossNumber,
} from "./assembly/numbers.ts";

type Address = number;

/** The module's exports for activations and losses; see `assembly/index.ts`. */
export interface MemberModule {
  activationForward(a: Address, z: Address, kind: number, settings: Address, n: number): void;
  activationBackward(
    dz: Address,
    da: Address,
    z: Address,
    a: Address,
    kind: number,
    settings: Address,
    n: number,
  ): void;
  lossForward(
    z: Address,
    y: Address,
    loss: number,
    lossSettings: Address,
    activation: number,
    activationSettings: Address,
    n: number,
  ): number;
  lossBackward(
    dz: Address,
    z: Address,
    y: Address,
    loss: number,
    lossSettings: Address,
    activation: number,
    activationSettings: Address,
    scale: number,
    n: number,
  ): void;
  rowActivationForward(
    a: Address,
    z: Address,
    kind: number,
    settings: Address,
    B: number,
    U: number,
  ): void;
  rowLossForward(
    z: Address,
    y: Address,
    kind: number,
    settings: Address,
    B: number,
    U: number,
  ): number;
  rowLossBackward(
    dz: Address,
    z: Address,
    y: Address,
    kind: number,
    settings: Address,
    scale: number,
    B: number,
    U: number,
  ): void;
}

/** A member as the module takes it. */
export interface BoundMember {
  readonly kind: number;
  /** Where the values of its options are; 0 for a member without any. */
  readonly settings: Address;
}

/** A member's number and the values of its options in the module's order. */
type Description = readonly [kind: number, ...options: number[]];

/** By name: a name stands for one function. The options' order is that of the module's classes. */
type Descriptions = { readonly [name: string]: (settings: Settings) => Description };

const activations: Descriptions = {
  linear: () => [ActivationNumber.linear],
  sigmoid: () => [ActivationNumber.sigmoid],
  tanh: () => [ActivationNumber.tanh],
  relu: () => [ActivationNumber.relu],
  "leaky-relu": ({ slope }) => [ActivationNumber.leakyRelu, slope],
  elu: ({ alpha }) => [ActivationNumber.elu, alpha],
  selu: () => [ActivationNumber.selu],
  gelu: ({ approximation }) => [
    approximation === "tanh" ? ActivationNumber.geluByTanh : ActivationNumber.gelu,
  ],
  silu: () => [ActivationNumber.silu],
  softplus: () => [ActivationNumber.softplus],
};

const rowActivations: Descriptions = { softmax: () => [RowActivationNumber.softmax] };

const losses: Descriptions = {
  "binary-cross-entropy": ({ labelSmoothing, positiveWeight }) => [
    LossNumber.binaryCrossEntropy,
    labelSmoothing,
    positiveWeight,
  ],
  "squared-error": () => [LossNumber.squaredError],
  "absolute-error": () => [LossNumber.absoluteError],
  huber: ({ delta }) => [LossNumber.huber, delta],
  hinge: () => [LossNumber.hinge],
};

const rowLosses: Descriptions = {
  "categorical-cross-entropy": ({ labelSmoothing, classWeights }) => [
    RowLossNumber.categoricalCrossEntropy,
    labelSmoothing,
    classWeights.length,
    ...classWeights,
    1, // classes are read by twos
  ],
};

/** Gives what the module takes for a member; `undefined` for one that it does not have. */
type Binder<T> = (member: T) => BoundMember | undefined;

/** The members of all four families as the module takes them, in the memory of one arena. */
export interface MemberBinders {
  readonly activation: Binder<ScalarActivation>;
  readonly rowActivation: Binder<RowActivation>;
  readonly loss: Binder<ScalarLoss>;
  readonly rowLoss: Binder<RowLoss>;
}

/** Options are written to the arena once per member object, the first time that it is asked for. */
export function createMemberBinders(
  arena: { uint8(length: number): Uint8Array },
): MemberBinders {
  return {
    activation: createBinder(arena, activations),
    rowActivation: createBinder(arena, rowActivations),
    loss: createBinder(arena, losses),
    rowLoss: createBinder(arena, rowLosses),
  };
}

function createBinder<T extends { readonly name: string; readonly settings: Settings }>(
  arena: { uint8(length: number): Uint8Array },
  descriptions: Descriptions,
): Binder<T> {
  const known = new WeakMap<T, BoundMember>();
  let last: T | undefined; // often the next one too, and found faster
  let lastBound: BoundMember | undefined;
  function bind(member: T): BoundMember | undefined {
    if (!Object.hasOwn(descriptions, member.name)) return undefined;
    const [kind, ...options] = descriptions[member.name]!(member.settings);
    const bound = { kind, settings: options.length > 0 ? write(arena, options) : 0 };
    known.set(member, bound);
    return bound;
  }
  return (member) => {
    if (member === last) return lastBound;
    lastBound = known.get(member) ?? bind(member);
    last = member;
    return lastBound;
  };
}

function write(arena: { uint8(length: number): Uint8Array }, numbers: number[]): Address {
  const { buffer, byteOffset } = arena.uint8(8 * numbers.length);
  new Float64Array(buffer, byteOffset, numbers.length).set(numbers);
  return byteOffset;
}

type MemberKernels = Pick<Kernels, keyof MemberModule>;

/** The kernels of activations and losses; the reference computes what the module does not have. */
export function memberKernels(simd: MemberModule, binders: MemberBinders): MemberKernels {
  return { ...activationKernels(simd, binders), ...lossKernels(simd, binders) };
}

function activationKernels(
  simd: MemberModule,
  binders: MemberBinders,
): Pick<Kernels, "activationForward" | "activationBackward" | "rowActivationForward"> {
  return {
    activationForward(a, z, f, n) {
      const bound = binders.activation(f);
      if (!bound) reference.activationForward(a, z, f, n);
      else simd.activationForward(a.byteOffset, z.byteOffset, bound.kind, bound.settings, n);
    },
    activationBackward(dz, da, z, a, f, n) {
      const bound = binders.activation(f);
      if (!bound) {
        reference.activationBackward(dz, da, z, a, f, n);
        return;
      }
      simd.activationBackward(
        dz.byteOffset,
        da.byteOffset,
        z.byteOffset,
        a.byteOffset,
        bound.kind,
        bound.settings,
        n,
      );
    },
    rowActivationForward(a, z, f, B, U) {
      const bound = binders.rowActivation(f);
      if (!bound) reference.rowActivationForward(a, z, f, B, U);
      else simd.rowActivationForward(a.byteOffset, z.byteOffset, bound.kind, bound.settings, B, U);
    },
  };
}

function lossKernels(
  simd: MemberModule,
  binders: MemberBinders,
): Pick<Kernels, "lossForward" | "lossBackward" | "rowLossForward" | "rowLossBackward"> {
  return {
    lossForward(z, y, loss, f, n) {
      const bound = binders.loss(loss);
      const activation = binders.activation(f);
      if (!bound || !activation) return reference.lossForward(z, y, loss, f, n);
      return simd.lossForward(
        z.byteOffset,
        y.byteOffset,
        bound.kind,
        bound.settings,
        activation.kind,
        activation.settings,
        n,
      );
    },
    lossBackward(dz, z, y, loss, f, scale, n) {
      const bound = binders.loss(loss);
      const activation = binders.activation(f);
      if (!bound || !activation) {
        reference.lossBackward(dz, z, y, loss, f, scale, n);
        return;
      }
      simd.lossBackward(
        dz.byteOffset,
        z.byteOffset,
        y.byteOffset,
        bound.kind,
        bound.settings,
        activation.kind,
        activation.settings,
        scale,
        n,
      );
    },
    rowLossForward(z, y, loss, B, U) {
      const bound = binders.rowLoss(loss);
      if (!bound) return reference.rowLossForward(z, y, loss, B, U);
      const { kind, settings } = bound;
      return simd.rowLossForward(z.byteOffset, y.byteOffset, kind, settings, B, U);
    },
    rowLossBackward(dz, z, y, loss, scale, B, U) {
      const bound = binders.rowLoss(loss);
      if (!bound) {
        reference.rowLossBackward(dz, z, y, loss, scale, B, U);
        return;
      }
      const { kind, settings } = bound;
      simd.rowLossBackward(
        dz.byteOffset,
        z.byteOffset,
        y.byteOffset,
        kind,
        settings,
        scale,
        B,
        U,
      );
    },
  };
}
