import { assertEquals, assertThrows } from "@std/assert";
import { ExperimentError } from "../../src/errors.ts";
import { maximumContainers } from "../../src/experiment/json_bounds.ts";
import { parseJson } from "../../src/experiment/parse_json.ts";
import { duplicateKey } from "../../src/results/duplicate_key.ts";
import { parseManifest } from "../../src/results/read_results.ts";
import { decodeSafetensors } from "../../src/results/safetensors_decode.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function refusedManifest(change: Record<string, unknown> | string, message: string) {
  const whole = { data: [], runs: [], experiment: {} };
  const text = typeof change === "string" ? change : JSON.stringify({ ...whole, ...change });
  assertThrows(() => parseManifest(encode(text), "manifest.json"), ExperimentError, message);
}

Deno.test("a manifest whose entries are of another kind is refused by the key", () => {
  refusedManifest({ data: [null] }, 'its "data.0" is no object');
  refusedManifest({ data: [{ variants: [{ toString: 1 }] }] }, 'its "data.0.variants" is not');
  refusedManifest({ initialWeights: [null] }, 'its "initialWeights.0" is no object');
  refusedManifest({ runs: [{ name: "a" }, { epochs: -1 }] }, 'its "runs.1.epochs" is not what');
  refusedManifest({ experiment: null }, "it lacks the experiment, the data or the runs");
  const infinite = '{"data":[],"runs":[],"experiment":{},"numericsVersion":1e999}';
  refusedManifest(infinite, 'its "numericsVersion" is not what a run writes there');
});

Deno.test("JSON that nests deep or is nothing but brackets is refused before it is parsed", () => {
  const deep = "[".repeat(65) + "]".repeat(65);
  const empty = `[${"[],".repeat(maximumContainers)}0]`;
  assertEquals(parseJson(`"${"[".repeat(100)}\\"["`, "a.json"), `${"[".repeat(100)}"[`);
  for (const [text, why] of [[deep, "it nests more than 64 deep"], [empty, "lists and objects"]]) {
    assertThrows(() => parseJson(text!, "a.json"), ExperimentError, why!);
    refusedManifest(text!, why!);
  }
});

Deno.test("a header of safetensors nests no deeper than it has to, and has few texts", () => {
  const refused = (header: string, message: string) => {
    const bytes = new Uint8Array(8 + header.length);
    new DataView(bytes.buffer).setUint32(0, header.length, true);
    bytes.set(encode(header), 8);
    const read = () => decodeSafetensors(bytes, { file: "a.safetensors" });
    assertThrows(read, ExperimentError, `Cannot read a.safetensors as safetensors: ${message}`);
  };
  refused('{"a":{"shape":[[1]]}}', "of the header: it nests more than 3 deep");
  const texts = Array.from({ length: 10_001 }, (_, i) => `"${i}":""`).join(",");
  refused(`{"__metadata__":{${texts}}}`, "its metadata has 10001 texts, over 10000");
});

Deno.test("a key twice is found behind a text of megabytes", () => {
  const long = "a\\n".repeat(8_000_000);
  assertEquals(duplicateKey(`{"x":"${long}","y":1,"\\u0079" :2}`), "y");
  assertEquals(duplicateKey(`{"x":["y","y"],"y":{"x":"\\":"}}`), undefined);
});
