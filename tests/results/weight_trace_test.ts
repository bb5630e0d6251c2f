import { assertEquals } from "@std/assert";
import {
  createTraceRecorder,
  findParting,
  isTraced,
  isTraceText,
  type TraceText,
  traceText,
} from "../../src/results/weight_trace.ts";

function traced(epochs: number): number[] {
  return Array.from({ length: epochs + 1 }, (_, k) => k).filter(isTraced);
}

Deno.test("weights are traced densely at first, then ever more rarely", () => {
  assertEquals(traced(50), [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48]);
  assertEquals([traced(1000).length, traced(100_000).length], [20, 34]);
  assertEquals([isTraced(2 ** 40), isTraced(3 * 2 ** 40), isTraced(5 * 2 ** 40)], [
    true,
    true,
    false,
  ]);
});

Deno.test("a recorder takes down what stands in the tensors, and the end wherever it is", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  const values = new Float32Array(memory.buffer, 64, 2);
  const { observe, trace } = createTraceRecorder([{ name: "layers.0.weight", values }]);
  observe(0);
  memory.grow(1);
  values.set([1.5, NaN]);
  for (let epochs = 1; epochs <= 5; epochs++) observe(epochs);
  observe(5, { ended: true });
  observe(5, { ended: true });
  const { epochs, digests } = traceText(trace);
  assertEquals(epochs, "0 1 2 3 4 5");
  const [first, ...others] = digests["layers.0.weight"]!.split(" ");
  assertEquals(new Set(others).size, 1);
  assertEquals(first === others[0], false);
  assertEquals(isTraceText(traceText(trace)), true);
});

const text = (epochs: string, digests: Record<string, string>): TraceText => ({ epochs, digests });
const same = text("0 1 2", { a: "00000000 00000001 00000002", b: "00000003 00000004 00000005" });

Deno.test("traces part at the first moment at which a tensor differs", () => {
  const other = (a: string, b: string) => text("0 1 2", { a, b });
  assertEquals(findParting(same, same), undefined);
  const late = other("00000000 00000001 00000002", "00000003 0000000f 00000005");
  assertEquals(findParting(same, late), { agreed: 0, parted: 1, tensors: ["b"], of: 2 });
  const early = other("10000000 00000001 00000002", "00000003 00000004 00000005");
  assertEquals(findParting(same, early), { parted: 0, tensors: ["a"], of: 2 });
});

Deno.test("of traces of different length the common part counts, and a tensor that one lacks differs", () => {
  const short = text("0 1", { a: "00000000 00000001", b: "00000003 00000004" });
  assertEquals(findParting(same, short), undefined);
  const without = text("0 1 2", { a: same.digests.a! });
  assertEquals(findParting(same, without), { parted: 0, tensors: ["b"], of: 2 });
});

Deno.test("what is no trace is told from one", () => {
  for (
    const wrong of [
      null,
      [],
      {},
      { epochs: "", digests: {} },
      { epochs: "0 x", digests: {} },
      { epochs: "0 1", digests: { a: "00000000" } },
      { epochs: "0", digests: { a: "0000000G" } },
      { epochs: "0", digests: ["00000000"] },
    ]
  ) assertEquals(isTraceText(wrong), false, JSON.stringify(wrong));
});
