import { assert, assertEquals } from "@std/assert";
import { granted } from "../permissions.ts";
import { judge } from "./judge.ts";
import { mutantOf } from "./mutant.ts";
import { readers } from "./readers.ts";
import { runCases } from "./run_cases.ts";
import { ExperimentError } from "../../src/errors.ts";

/** A worker starts for each HDF5 file. */
const cases = (reader: string) => reader === "hdf5" ? 10 : 200;

for (const reader of Object.keys(readers).filter((name) => name !== "hdf5Library")) {
  Deno.test({
    name: `${reader}: a damaged file is read or refused by its name`,
    ignore: !granted("read", "write", "run"),
    async fn() {
      const { failures } = await runCases({ reader, seed: 20, from: 0, cases: cases(reader) });
      assertEquals(failures, [], `deno task fuzz --reader ${reader} --seed 20 --case NUMBER`);
    },
  });
}

Deno.test("the same seed and case give the same file, other cases others", () => {
  const valid = [Uint8Array.from({ length: 500 }, (_, i) => i)];
  const { mutations } = readers.npy!;
  const mutant = (number: number) => mutantOf(valid, { seed: 3, number, mutations }).toHex();
  assertEquals(mutant(5), mutant(5));
  assert(new Set(Array.from({ length: 50 }, (_, number) => mutant(number))).size > 40);
});

Deno.test("an error that is none of ours, or does not name the file, is a failure", () => {
  assertEquals(judge(new ExperimentError("Cannot read a.npy: it is empty"), "a.npy"), undefined);
  assert(judge(new TypeError("x is undefined"), "a.npy")?.includes("TypeError"));
  assert(judge(new ExperimentError("Cannot read it"), "a.npy")?.includes("does not name a.npy"));
});
