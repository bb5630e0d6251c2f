import { type Token, tokens } from "./_tokens.ts";

/** How an imported file is read: as code, as JSON data or as a text. */
export type ModuleKind = "code" | "json" | "text";

/** One static import or re-export. */
export interface ModuleImport {
  specifier: string;
  kind: ModuleKind;
  /** Place of the specifier with its quotes. */
  start: number;
  end: number;
}

/** An import that no experiment may have. */
export interface RefusedImport {
  /** What it does, as the end of a sentence that starts with "it". */
  reason: string;
  start: number;
}

/**
 * The imports of a module, found without running it: `import … from`, `import "…"`, `export … from`,
 * those of types too. Only static imports can be followed beforehand, so `import(…)` is refused.
 */
export function findImports(text: string): { imports: ModuleImport[]; refused?: RefusedImport } {
  const list = [...tokens(text)];
  const imports: ModuleImport[] = [];
  for (let i = 0; i < list.length; i++) {
    const { kind, text: word } = list[i]!;
    if (kind !== "name" || (word !== "import" && word !== "export") || isProperty(list, i)) {
      continue;
    }
    const found = word === "import" ? importAt(list, i + 1) : exportAt(list, i + 1);
    if (found === undefined) continue;
    if ("reason" in found) return { imports, refused: found };
    imports.push(found);
  }
  return { imports };
}

/** Whether a word names a property: `a.import`, `{ import: 1 }`. */
function isProperty(list: readonly Token[], i: number): boolean {
  const previous = list[i - 1];
  if (is(previous, ".") && !is(list[i - 2], ".")) return true;
  return is(list[i + 1], ":") && (is(previous, "{") || is(previous, ","));
}

function is(token: Token | undefined, text: string): boolean {
  return token?.kind !== "string" && token?.text === text;
}

type Found = ModuleImport | RefusedImport | undefined;

function importAt(list: readonly Token[], next: number): Found {
  const start = list[next - 1]!.start;
  if (is(list[next], "(")) return { reason: "imports while it runs", start };
  if (is(list[next], ".")) {
    return is(list[next + 1], "meta")
      ? { reason: "uses import.meta: paths are relative to the experiment file anyway", start }
      : { reason: "imports while it runs", start };
  }
  const from = list[next]?.kind === "string" ? next : afterClause(list, next);
  return from === undefined
    ? { reason: "has an import that is not understood", start }
    : importFrom(list, from);
}

function exportAt(list: readonly Token[], next: number): Found {
  const clause = is(list[next], "type") ? next + 1 : next;
  if (!is(list[clause], "*") && !is(list[clause], "{")) return undefined;
  const from = afterClause(list, clause);
  return from === undefined ? undefined : importFrom(list, from);
}

/** Place of the specifier after `a, { b as c }, * as d from`, if that is what stands there. */
function afterClause(list: readonly Token[], start: number): number | undefined {
  let inBraces = false;
  for (let i = start; i < list.length; i++) {
    const token = list[i]!;
    if (is(token, "from") && !inBraces && list[i + 1]?.kind === "string") return i + 1;
    if (is(token, "{")) inBraces = true;
    else if (is(token, "}")) inBraces = false;
    else if (token.kind === "punctuator" && token.text !== "," && token.text !== "*") {
      return undefined;
    } else if (token.kind === "string" && !inBraces) return undefined;
  }
  return undefined;
}

function importFrom(list: readonly Token[], i: number): ModuleImport | RefusedImport {
  const { text: specifier, start, end } = list[i]!;
  if (specifier.includes("\\")) return { reason: "imports a name with an escape in it", start };
  const attributes = list[i + 1];
  if (!is(attributes, "with") && !is(attributes, "assert")) {
    return { specifier, kind: "code", start, end };
  }
  const [open, key, colon, value] = list.slice(i + 2, i + 6);
  const comma = is(list[i + 6], ",") ? 1 : 0;
  const kind = value?.text;
  const known = is(open, "{") && key?.text === "type" && is(colon, ":") &&
    value?.kind === "string" && is(list[i + 6 + comma], "}");
  if (known && (kind === "json" || kind === "text")) return { specifier, kind, start, end };
  return { reason: 'imports with attributes other than { type: "json" } or "text"', start };
}
