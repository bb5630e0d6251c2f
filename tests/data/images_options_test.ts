import { assertEquals } from "@std/assert";
import { imagesSchema } from "../../src/data/images.ts";

/** What is wrong with options, and where. */
function complaints(options: Record<string, unknown>): [string, string][] {
  const { error } = imagesSchema.safeParse({ type: "images", train: "t", ...options });
  return error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];
}

Deno.test("options with every member are accepted as they are", () => {
  const options = {
    type: "images" as const,
    train: "./train",
    validation: "./validation",
    test: "/data/test",
    size: [32, 48] as [number, number],
    resize: "cover" as const,
    labels: "names" as const,
    classes: { "non-cat": ["dog", "other"], cat: ["cat"] },
    normalize: "unit" as const,
    split: { validation: 0.1 },
  };
  assertEquals(imagesSchema.parse(options), options);
});

Deno.test("sides are whole numbers from 1 to 1024, height and width", () => {
  assertEquals(complaints({ size: [1, 1024] }), []);
  for (const size of [[0, 64], [64, 1025], [64.5, 64], [64], [64, 64, 3], 64]) {
    assertEquals(complaints({ size }).length, 1, JSON.stringify(size));
  }
});

Deno.test("classes are two at least, and no label is in two of them", () => {
  assertEquals(complaints({ classes: { cat: ["cat"] } }), [
    ["classes", "there must be at least two classes"],
  ]);
  assertEquals(complaints({ classes: { cat: ["a", "b"], dog: ["b"] } }), [
    ["classes", 'label "b" is listed twice: a picture has one class'],
  ]);
  assertEquals(complaints({ classes: { cat: ["cat"], dog: [] } }).length, 1);
});

Deno.test("unknown keys, and path beside train, are refused", () => {
  assertEquals(complaints({ sise: [1, 1] }).length, 1);
  assertEquals(complaints({ path: "p" }).length, 1);
});
