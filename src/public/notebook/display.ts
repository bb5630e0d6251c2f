/** What a notebook shows of an object: texts by their media types, of which it takes the best. */
export interface Displayable {
  /** By `Symbol.for("Jupyter.display")`, which Deno's Jupyter kernel calls. */
  [display: symbol]: () => Record<string, string>;
}
