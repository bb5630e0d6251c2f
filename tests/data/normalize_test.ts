import { assert, assertEquals, assertThrows } from "@std/assert";
import { normalization } from "../../src/data/normalize.ts";
import type { NormalizeName } from "../../src/data/preparation.ts";
import type { Matrix } from "../../src/data/types.ts";
import { ExperimentError } from "../../src/errors.ts";
import { granted } from "../permissions.ts";
import { fixtures } from "./_folder.ts";

const bytes: Matrix = { values: Uint8Array.of(0, 51, 102, 255), rows: 2, columns: 2 };

function floats(values: number[], columns: number): Matrix<Float32Array> {
  return { values: Float32Array.from(values), rows: values.length / columns, columns };
}

function normalized(inputs: Matrix, normalize: NormalizeName, rows?: Uint32Array) {
  const { apply, inputScale } = normalization(inputs, { normalize, rows });
  return { values: apply(inputs).values, inputScale };
}

Deno.test("Bytes stay as they are: the engine scales them by 1/255 for unit and auto", () => {
  for (const [name, scale] of [["unit", 1 / 255], ["auto", 1 / 255], ["none", 1]] as const) {
    const { values, inputScale } = normalized(bytes, name);
    assert(values === bytes.values);
    assertEquals(inputScale, scale);
  }
});

Deno.test("Floats are divided by 255 for unit and stay as they are for auto and none", () => {
  const inputs = floats([0, 51, 0.1, 255], 2);
  assertEquals(normalized(inputs, "unit"), {
    values: Float32Array.of(0, 51 / 255, Math.fround(0.1) / 255, 1),
    inputScale: 1,
  });
  for (const name of ["auto", "none"] as const) {
    assert(normalized(inputs, name).values === inputs.values);
  }
});

Deno.test({
  name: "Standardized columns are NumPy's, by mean and population deviation of the training rows",
  ignore: !granted("read"),
  async fn() {
    const text = await Deno.readTextFile(`${fixtures}expected.json`);
    const expected = JSON.parse(text).standardize;
    const inputs = floats([1, 10, 5, 0.1, 2, 20, 5, 0.1, 4, 10, 5, 0.1, 9, 60, 5, 0.1], 4);
    const { apply, scaling, inputScale } = normalization(inputs, {
      normalize: "standardize",
      rows: Uint32Array.of(0, 2, 3),
    });
    assertEquals([...apply(inputs).values], expected.values);
    assertEquals(Array.from(scaling.deviation!), expected.deviation);
    assertEquals(Array.from(scaling.mean!), expected.mean);
    assertEquals(inputScale, 1);
  },
});

Deno.test("A constant column becomes exactly 0", () => {
  const inputs = floats(new Array(1001).fill(0.1), 1);
  const { values } = normalized(inputs, "standardize");
  assertEquals(values, new Float32Array(1001));
});

Deno.test("Bytes are standardized as floats", () => {
  // Columns (0, 102) and (51, 255): means 51 and 153, deviations 51 and 102.
  assertEquals([...normalized(bytes, "standardize").values], [-1, -1, 1, 1]);
});

Deno.test("Missing values are the mean of the training rows that have one", () => {
  const inputs = floats([1, 10, NaN, 20, 4, NaN, 100, 30], 2);
  const rows = Uint32Array.of(0, 1, 2);
  assertEquals([...normalized(inputs, "none", rows).values], [1, 10, 2.5, 20, 4, 15, 100, 30]);
  assertEquals(
    normalized(inputs, "unit", rows).values,
    Float32Array.from([1, 10, 2.5, 20, 4, 15, 100, 30].map((x) => x / 255)),
  );
  // Column 0: mean 2.5, squares 2.25 + 0 + 2.25 over three rows.
  const deviation = Math.sqrt(4.5 / 3);
  assertEquals(
    normalized(inputs, "standardize", rows).values.filter((_, i) => i % 2 === 0),
    Float32Array.of(-1.5 / deviation, 0, 1.5 / deviation, 97.5 / deviation),
  );
});

Deno.test("A column without any value in the training rows is refused by its name", () => {
  const inputs = floats([1, NaN, 2, NaN, 3, 5], 2);
  const options = { rows: Uint32Array.of(0, 1), features: ["a", "Sunshine"] };
  for (const normalize of ["none", "standardize"] as const) {
    assertThrows(
      () => normalization(inputs, { ...options, normalize }).apply(inputs),
      ExperimentError,
      'column "Sunshine" has no value in the training rows',
    );
  }
});
