/** What every peer trains: the same network on the same rows from the same weights. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** Inputs, units of the hidden layers, outputs. */
  readonly sizes: readonly number[];
  readonly rows: number;
  /** Rows of a step; steps take the rows in their order, from the first again after the last. */
  readonly batchRows: number;
  /** Pictures of 8 bits that stand for x/255, or numbers. */
  readonly inputs: "bytes" | "numbers";
  readonly hidden: "relu" | "sigmoid";
  /** Its last activation is sigmoid, sigmoid, softmax. */
  readonly loss: "squared-error" | "binary-cross-entropy" | "categorical-cross-entropy";
  readonly optimizer: { readonly type: "gradient-descent" | "adam"; readonly learningRate: number };
  /** How far apart losses of the same step may be, relative to them. */
  readonly tolerance: number;
  /** How many times as fast as a peer sameseed is meant to be: at least, and better still. */
  readonly goals: { readonly [peer: string]: readonly [must: number, aim: number] };
}

const adam = { type: "adam", learningRate: 0.001 } as const;

const neuron = {
  inputs: "bytes",
  hidden: "relu",
  loss: "binary-cross-entropy",
  // Pictures that are not centred bend the loss by about 0.25·Σx² = 1000: more would diverge.
  optimizer: { type: "gradient-descent", learningRate: 0.0005 },
  tolerance: 1e-4,
} as const;

const digits = {
  inputs: "bytes",
  rows: 6400,
  batchRows: 128,
  hidden: "relu",
  loss: "categorical-cross-entropy",
  optimizer: adam,
  tolerance: 1e-3,
} as const;

export const workloads: readonly Workload[] = [
  {
    ...neuron,
    name: "neuron-209",
    title: "one neuron, 209×12288 8-bit pictures, full batch",
    sizes: [12288, 1],
    rows: 209,
    batchRows: 209,
    goals: { "numpy-f64": [3, 5], "numpy-f32": [3, 5] },
  },
  {
    ...neuron,
    name: "neuron-20000",
    title: "one neuron, 20000×12288 8-bit pictures, full batch",
    sizes: [12288, 1],
    rows: 20000,
    batchRows: 20000,
    goals: { "numpy-f64": [3, 6], "numpy-f32": [2, 3.5] },
  },
  {
    ...neuron,
    name: "deep-209",
    title: "12288-20-16-8-4-1, 209 8-bit pictures, full batch",
    sizes: [12288, 20, 16, 8, 4, 1],
    rows: 209,
    batchRows: 209,
    optimizer: { type: "gradient-descent", learningRate: 0.0075 },
    goals: { "numpy-f64": [3, 4.5], torch: [1.5, 2.2] },
  },
  {
    ...digits,
    name: "digits-128",
    title: "784-128-10, batch 128, Adam",
    sizes: [784, 128, 10],
    goals: { torch: [1.2, 1.8], tfjs: [15, 30] },
  },
  {
    ...digits,
    name: "digits-512",
    title: "784-512-512-10, batch 128, Adam",
    sizes: [784, 512, 512, 10],
    // At 0.001 the losses rise at first, and what libraries round differently grows to 1 in 400.
    optimizer: { ...adam, learningRate: 0.0001 },
    goals: { torch: [1.2, 1.8], tfjs: [10, 20] },
  },
  {
    name: "tiny",
    title: "2-2-1, one row a step",
    sizes: [2, 2, 1],
    rows: 4,
    batchRows: 1,
    inputs: "numbers",
    hidden: "sigmoid",
    loss: "squared-error",
    optimizer: { type: "gradient-descent", learningRate: 0.1 },
    tolerance: 1e-4,
    goals: { brain: [2, 5], "brain-beta": [2, 5], torch: [400, 400] },
  },
];

/** Weights and biases of all layers. */
export function countParameters({ sizes }: Pick<Workload, "sizes">): number {
  return sizes.slice(1).reduce((sum, units, l) => sum + units * (sizes[l]! + 1), 0);
}

/** The batches of an epoch in their order; the last one is shorter where the rows don't divide. */
export function batchesOf(
  { rows, batchRows }: Pick<Workload, "rows" | "batchRows">,
): { from: number; to: number }[] {
  return Array.from({ length: Math.ceil(rows / batchRows) }, (_, k) => ({
    from: k * batchRows,
    to: Math.min((k + 1) * batchRows, rows),
  }));
}
