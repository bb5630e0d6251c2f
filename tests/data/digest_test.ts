import { assertEquals, assertNotEquals } from "@std/assert";
import { digestData } from "../../src/data/digest.ts";
import type { LoadedData } from "../../src/data/types.ts";

type Data = Omit<LoadedData, "digest">;

function example(): Data {
  return {
    parts: {
      train: {
        inputs: { values: Uint8Array.of(1, 2, 3, 4), rows: 2, columns: 2 },
        targets: { values: Float32Array.of(0, 1), rows: 2, columns: 1 },
      },
    },
    inputShape: [2],
    classes: ["a", "b"],
  };
}

Deno.test("The digest is SHA-256 of a header and the bytes of inputs and targets", async () => {
  const header = '{"inputShape":[2],"features":null,"classes":["a","b"],"parts":' +
    '[{"name":"train","inputs":"uint8","rows":2,"columns":2,"targets":1}]}\n';
  const bytes = [...new TextEncoder().encode(header), 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0x80, 0x3f];
  const hash = await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes));
  assertEquals(digestData(example()), new Uint8Array(hash).toHex());
});

Deno.test("Whether memory is shared makes no difference, nor do names of rows", () => {
  const shared = example();
  const values = new Uint8Array(new SharedArrayBuffer(4));
  values.set([1, 2, 3, 4]);
  shared.parts.train.inputs.values = values;
  shared.parts.train.names = ["a.png", "b.png"];
  assertEquals(digestData(shared), digestData(example()));
});

Deno.test("Every value, name, shape, kind and part makes a difference", () => {
  const digests = new Set([digestData(example())]);
  const changes: ((data: Data) => void)[] = [
    (data) => data.parts.train.inputs.values[3] = 5,
    (data) => data.parts.train.targets.values[1] = 0,
    (data) => data.parts.train.inputs.values = Float32Array.of(1, 2, 3, 4),
    (data) => data.inputShape = [2, 1],
    (data) => data.classes = ["a", "c"],
    (data) => data.features = ["x", "y"],
    (data) => data.parts.test = data.parts.train,
    (data) => data.parts.validation = data.parts.train,
  ];
  for (const change of changes) {
    const data = example();
    change(data);
    digests.add(digestData(data));
  }
  assertEquals(digests.size, changes.length + 1);
});

Deno.test("All NaNs are one value, and the last of many values counts", () => {
  const values = new Float32Array(200_000);
  const digestOf = () => {
    const data = example();
    data.parts.train.inputs = { values, rows: 2, columns: 100_000 };
    return digestData(data);
  };
  const zeros = digestOf();
  values[199_999] = 1;
  assertNotEquals(digestOf(), zeros);
  const bits = new Uint32Array(values.buffer);
  bits[199_999] = 0x7fc00000;
  const nan = digestOf();
  bits[199_999] = 0xffc00001;
  assertEquals(digestOf(), nan);
});
