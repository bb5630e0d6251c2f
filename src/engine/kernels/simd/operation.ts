// What a kernel in a plan is, and what all of them share.

/** A kernel's arguments in the order of the module's export. */
export type Arguments = readonly number[];

/** That many numbers. */
export type Numbers<N extends number, T extends number[] = []> = T["length"] extends N ? T
  : Numbers<N, [...T, number]>;

/** Cuts a kernel into pieces that write different outputs. */
export type Share = (args: Arguments, cut: Cut) => number[][];

/** The limits of `n` things in pieces of whole grains: [0, …, n]. */
export type Cut = (n: number, grain: number) => number[];

export interface Operation {
  readonly name: string;
  /**
   * A letter for each argument: `a` an address that is read, `w` one that is written, `i` a whole
   * number, `f` a float32, `d` a double.
   */
  readonly arguments: string;
  /** Returns a double, which is added to a cell. */
  readonly sums?: boolean;
  /** Reads and writes what a table in memory names: waits for everything. */
  readonly isFence?: boolean;
  /** Which argument is another in every step, or every epoch. */
  readonly changes?: { readonly from?: number; readonly epoch?: number; readonly numbers?: number };
  /** Nanoseconds on one thread, roughly. */
  readonly cost?: (args: Arguments) => number;
  readonly share?: Share;
}

/** Multiplications with additions that a thread does in a nanosecond. */
const productsPerNs = 20;
const neuronProductsPerNs = 8;

/** The pieces between limits, without empty ones. */
export function pieces(
  limits: readonly number[],
  piece: (from: number, count: number) => number[],
) {
  return limits.slice(1).flatMap((to, k) =>
    to > limits[k]! ? [piece(limits[k]!, to - limits[k]!)] : []
  );
}

/** The cost of B·I·U products, the last three arguments. */
export function costOfProducts(args: Arguments): number {
  const [B, I, U] = args.slice(-3) as Numbers<3>;
  return B * I * U / (U === 1 ? neuronProductsPerNs : productsPerNs);
}
