/** A notebook file, as far as its cells and what they have shown go. */
export interface Notebook {
  cells: {
    cell_type: "code" | "markdown";
    source: string[];
    outputs?: { output_type: string; data?: Record<string, string | string[]> }[];
  }[];
}

/**
 * The cells as one program, which prints a line of JSON for each: what a notebook would show of the
 * cell's last expression, by media types.
 */
export function programOf({ cells }: Notebook): string {
  const codes = cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => withLastShown(source.join("")));
  return [showFunction, ...codes].join("\n");
}

const showFunction = `function show(value: unknown): void {
  const display = (value as Record<symbol, unknown>)?.[Symbol.for("Jupyter.display")];
  const data = typeof display === "function"
    ? display()
    : { "text/plain": Deno.inspect(value) };
  console.log(JSON.stringify(data));
}`;

/** The last statement begins at the last line without indentation that ends nothing. */
function withLastShown(code: string): string {
  const lines = code.trimEnd().split("\n");
  const begin = lines.findLastIndex((line) => /^[^\s)}\]]|^\(/.test(line));
  const expression = lines.slice(begin).join("\n").replace(/;$/, "");
  return [...lines.slice(0, begin), `show(${expression});`].join("\n");
}
