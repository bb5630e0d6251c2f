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

/** An activation of a row of U logits, in double precision, rounded once to float32. */
export interface RowActivation {
  readonly name: string;
  readonly settings: Settings;
  /** Writes a[from … from + U − 1] from the same places of z. */
  forwardRow(a: Float32Array, z: Float32Array, from: number, U: number, settings: Settings): void;
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

/** A loss of a row of U logits and its derivative, in double precision. */
export interface RowLoss {
  readonly name: string;
  readonly settings: Settings;
  readonly of: "rows";
  /** Of z[from … from + U − 1] and the same places of y. */
  valueOfRow(z: Float32Array, y: Float32Array, from: number, U: number, settings: Settings): number;
  /** Writes scale · ∂value/∂z to the same places of dz. */
  gradientOfRow(
    dz: Float32Array,
    z: Float32Array,
    y: Float32Array,
    from: number,
    U: number,
    scale: number,
    settings: Settings,
  ): void;
}

/** Where the masks of one layer come from: random words by place. */
export interface MaskSource {
  /** The layer that the masks are for. */
  readonly layer: number;
  /** A unit is dropped where its word is below: p·2³². */
  readonly threshold: number;
  /** What the others are multiplied with: 1 / (1 − p), a float32. */
  readonly kept: number;
  /** [4] the key of Threefry-4x32, which makes the words. */
  readonly key: Uint32Array;
  /** The four words of the place (c0, c1, c2, c3). */
  words(out: Uint32Array, c0: number, c1: number, c2: number, c3: number): void;
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
