/** Parameter and result types of a WebAssembly module's exported functions: `i32 f64 -> f64`. */
export function signaturesOf(module: Uint8Array): Map<string, string> {
  let at = 8; // behind magic number and version
  const integer = () => {
    let value = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = module[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const list = <T>(read: () => T): T[] => Array.from({ length: integer() }, read);
  const names: Record<number, string> = { 0x7f: "i32", 0x7e: "i64", 0x7d: "f32", 0x7c: "f64" };
  const type = () => names[module[at++]!] ?? "v128";
  let types: string[] = [];
  let functions: number[] = [];
  const signatures = new Map<string, string>();
  while (at < module.length) {
    const section = module[at++]!;
    const end = integer() + at;
    if (section === 1) {
      types = list(() => {
        at++; // a function
        return `${list(type).join(" ")} -> ${list(type).join(" ")}`;
      });
    }
    // The only import is the memory: the first function is number 0.
    if (section === 3) functions = list(integer);
    if (section === 7) {
      list(() => {
        const name = String.fromCharCode(...list(() => module[at++]!));
        const kind = module[at++];
        const index = integer();
        if (kind === 0) signatures.set(name, types[functions[index]!]!);
      });
    }
    at = end;
  }
  return signatures;
}
