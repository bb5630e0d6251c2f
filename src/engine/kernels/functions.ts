/** The values of a member's options: each member's functions know their own names and types. */
// deno-lint-ignore no-explicit-any
export type Settings = any;

/**
 * An activation and its derivative for one unit, in double precision: z is the logit, a the
 * activation. Kernels apply them element by element and round once to float32.
 */
export interface ScalarActivation {
  readonly name: string;
  readonly settings: Settings;
  forward(z: number, settings: Settings): number;
  /** da/dz. */
  backward(z: number, a: number, settings: Settings): number;
}

/**
 * A loss and its derivative for one output, in double precision: p is the prediction (a logit or
 * an output, as the loss says), y the target.
 */
export interface ScalarLoss {
  readonly name: string;
  readonly settings: Settings;
  readonly of: "logits" | "outputs";
  value(p: number, y: number, settings: Settings): number;
  /** dvalue/dp. */
  gradient(p: number, y: number, settings: Settings): number;
}

/** How an optimizer changes n weights w, given their gradient g. */
export interface OptimizerRule {
  readonly name: string;
  update(
    w: Float32Array,
    state: readonly Float32Array[],
    g: Float32Array,
    numbers: Float32Array,
    n: number,
  ): void;
}
