// Not AssemblyScript itself: what build.ts compiles in place of this file.

import { fusedOperations, operations } from "../operations.ts";

/**
 * The source of `perform(operation, p)`, which calls the kernel of an operation with the arguments that
 * stand behind p, as encode.ts writes them. Fused operations read them there themselves.
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
  fusedOperations.forEach(({ name }, k) => {
    cases.push(`case ${operations.length + k}: ${name}(p); return;\n`);
  });
  const fused = fusedOperations.map(({ name }) => name);
  return `import { ${names.join(", ")} } from "./kernels";
import { ${fused.join(", ")} } from "./fused";
export function perform(operation: i32, p: usize): void {
switch (operation) {
${cases.join("")}}
}
`;
}
