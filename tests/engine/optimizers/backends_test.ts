import { assertEquals } from "@std/assert";
import {
  type BackendName,
  createNetwork,
  createOptimizer,
  type OptimizerDefinition,
  optimizers,
  resolveMember,
  selectKernels,
} from "../../../src/engine/mod.ts";
import { bits, randomExamples, specOf } from "../helpers.ts";

const spec = {
  ...specOf({
    inputs: 5,
    units: [7, 3, 1],
    activations: ["relu", "tanh", "sigmoid"],
    loss: "binary-cross-entropy",
    dropout: 0.2,
    l2: 0.01,
  }),
  l1: 0.001,
  inputDropout: 0.2,
};
const limits = { clipValue: 0.05, clipNorm: 0.1, weightDecay: 0.1, maxNorm: 1 };

for (const [name, { options }] of Object.entries<OptimizerDefinition>(optimizers)) {
  const flags = Object.keys(options).filter((key) => options[key]!.kind === "flag");
  for (const flag of [undefined, ...flags]) {
    for (const bytes of [false, true]) {
      const what = `${name}${flag ? ` ${flag}` : ""} on ${bytes ? "bytes" : "numbers"}`;
      Deno.test(`${what} with all regularisation has the same bits on both backends`, () => {
        const member = resolveMember(optimizers, { type: name, ...(flag ? { [flag]: true } : {}) });
        const examples = randomExamples({ rows: 80, inputs: 5, outputs: 1, bytes }, 2);
        const train = (backend: BackendName) => {
          const network = createNetwork(spec, { seed: 4, kernels: selectKernels(backend) });
          network.initialize();
          const optimizer = createOptimizer(member, network, limits);
          for (let epoch = 1; epoch <= 5; epoch++) {
            network.gradient({ examples, from: 3, to: 75, epoch });
            optimizer.step(0.05);
          }
          return network.parameters.map(({ values }) => bits(values));
        };
        assertEquals(train("simd"), train("reference"));
      });
    }
  }
}
