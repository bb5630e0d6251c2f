// Not AssemblyScript itself: what build.ts compiles in place of this file.

import { operations } from "../operations.ts";

/**
 * The source of `perform(operation, p)`, which calls the kernel of an operation with the arguments that
 * stand behind p, as `encode` of plan.ts writes them.
 */
export function performSource(): string {
  const names = operations.map(({ name }) => name);
  const cases = operations.map(({ name, arguments: letters, sums }, number) => {
    let at = 4;
    const read = (letter: string) => {
      if (letter === "d") at = (at + 7) & ~7;
      const type = letter === "d" ? "f64" : letter === "f" ? "f32" : "i32";
      const text = `load<${type}>(p, ${at})`;
      at += letter === "d" ? 8 : 4;
      return text;
    };
    const cell = sums ? read("w") : "";
    const call = `${name}(${[...letters].map(read).join(", ")})`;
    const statement = sums ? `store<f64>(${cell}, load<f64>(${cell}) + ${call})` : call;
    return `case ${number}: ${statement}; return;\n`;
  });
  return `import { ${names.join(", ")} } from "./kernels";
export function perform(operation: i32, p: usize): void {
switch (operation) {
${cases.join("")}}
}
`;
}
