// Not AssemblyScript itself: what build.ts compiles in place of this file.

import { operations } from "../operations.ts";

/** How an argument is read, by the letter that stands for it. */
const types: { readonly [letter: string]: string } = { i: "i32", f: "f32", d: "f64" };

/**
 * The source of `perform(operation, p)`, which calls the kernel of an operation with the arguments that
 * stand behind p: whole numbers, addresses and float32 in 4 bytes, doubles in 8, aligned.
 */
export function performSource(): string {
  const names = operations.map(({ name }) => name);
  const cases = operations.map(({ name, arguments: letters, sums }, number) => {
    let at = 4;
    const read = (letter: string) => {
      if (letter === "d") at = (at + 7) & ~7;
      const text = `load<${types[letter]}>(p, ${at})`;
      at += letter === "d" ? 8 : 4;
      return text;
    };
    const cell = sums ? read("i") : "";
    const call = `${name}(${[...letters].map(read).join(", ")})`;
    return `case ${number}: ` +
      (sums
        ? `store<f64>(${cell}, load<f64>(${cell}) + ${call}); return;\n`
        : `${call}; return;\n`);
  });
  return `import { ${names.join(", ")} } from "./kernels";
export function perform(operation: i32, p: usize): void {
switch (operation) {
${cases.join("")}}
}
`;
}
