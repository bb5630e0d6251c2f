import { assertEquals } from "@std/assert";
import { type Judgement, predictionText } from "../../src/cli/prediction_text.ts";

function judgement(
  outputs: number[],
  { classes, activation = "sigmoid" }: { classes?: string[]; activation?: string } = {},
): Judgement {
  const names = ["one.jpg", "two.jpg"];
  const settings = {
    data: { type: "csv", target: "price" },
    architecture: [{ activation: { type: activation } }],
    loss: { type: "squared-error" },
  };
  const preprocessing = { ...(classes ? { classes } : {}) };
  return {
    names,
    model: { run: { settings }, preprocessing } as unknown as Judgement["model"],
    predictions: {
      outputs: Float32Array.from(outputs),
      columns: outputs.length / names.length,
    },
  };
}

const two = judgement([0.95, 0.0625], { classes: ["male", "female"] });

Deno.test("of two classes the probability of the second is shown", () => {
  assertEquals(predictionText(two, { format: "table", all: false }).split("\n"), [
    "input     class  P(female)",
    "one.jpg  female     0.9500",
    "two.jpg    male     0.0625",
  ]);
});

Deno.test("CSV has the network's numbers to the last bit, and with all every class", () => {
  assertEquals(predictionText(two, { format: "csv", all: true }).split("\n"), [
    "input,class,P(male),P(female)",
    `one.jpg,female,${1 - Math.fround(0.95)},0.949999988079071`,
    "two.jpg,male,0.9375,0.0625",
  ]);
});

Deno.test("of more classes the most probable one is shown, the first of equals", () => {
  const three = judgement([0.25, 0.5, 0.25, 0.375, 0.25, 0.375], {
    classes: ["a", "b", "c"],
    activation: "softmax",
  });
  assertEquals(predictionText(three, { format: "csv", all: false }).split("\n"), [
    "input,class,probability",
    "one.jpg,b,0.5",
    "two.jpg,a,0.375",
  ]);
});

Deno.test("outputs that are no probabilities are not called so", () => {
  const linear = judgement([2.5, -1], { classes: ["no", "yes"], activation: "linear" });
  assertEquals(predictionText(linear, { format: "csv", all: false }).split("\n"), [
    "input,class,yes",
    "one.jpg,yes,2.5",
    "two.jpg,no,-1",
  ]);
});

Deno.test("a regression shows the target's number, and JSON spells what it has no number for", () => {
  const prices = judgement([1234567.5, NaN], { activation: "linear" });
  assertEquals(
    predictionText(prices, { format: "table", all: false }).split("\n"),
    [
      "input        price",
      "one.jpg  1.235e+6",
      "two.jpg       NaN",
    ].map((line, k) => (k === 0 ? "input       price" : line)),
  );
  assertEquals(JSON.parse(predictionText(prices, { format: "json", all: false })), [
    { input: "one.jpg", outputs: { price: 1234567.5 } },
    { input: "two.jpg", outputs: { price: "NaN" } },
  ]);
});
